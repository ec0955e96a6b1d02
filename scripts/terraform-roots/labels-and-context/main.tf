provider "aws" { region = "eu-west-1" }

module "role_label" {
  source     = "./label"
  name       = "Worker"
  attributes = ["ec2"]
  context    = module.this.context
}

locals {
  enabled = module.this.enabled
}

data "aws_iam_policy_document" "assume" {
  count = local.enabled ? length(keys(var.principals)) : 0
  statement {
    effect  = "Allow"
    actions = var.assume_actions
    principals {
      type        = element(keys(var.principals), count.index)
      identifiers = var.principals[element(keys(var.principals), count.index)]
    }
  }
}

data "aws_iam_policy_document" "assume_all" {
  count                     = local.enabled ? 1 : 0
  override_policy_documents = data.aws_iam_policy_document.assume.*.json
}

resource "aws_iam_role" "default" {
  count              = local.enabled ? 1 : 0
  name               = module.role_label.id
  assume_role_policy = join("", data.aws_iam_policy_document.assume_all.*.json)
}

data "aws_iam_policy_document" "default" {
  count                     = local.enabled && var.policy_document_count > 0 ? 1 : 0
  override_policy_documents = var.policy_documents
}

resource "aws_iam_policy" "default" {
  count  = local.enabled && var.policy_document_count > 0 ? 1 : 0
  name   = module.role_label.id
  policy = join("", data.aws_iam_policy_document.default.*.json)
}

resource "aws_iam_role_policy_attachment" "default" {
  count      = local.enabled && var.policy_document_count > 0 ? 1 : 0
  role       = join("", aws_iam_role.default.*.name)
  policy_arn = join("", aws_iam_policy.default.*.arn)
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each   = local.enabled ? var.managed_policy_arns : []
  role       = join("", aws_iam_role.default.*.name)
  policy_arn = each.key
}

resource "aws_iam_instance_profile" "default" {
  count = local.enabled && var.instance_profile_enabled ? 1 : 0
  name  = module.role_label.id
  role  = one(aws_iam_role.default[*].name)
}
