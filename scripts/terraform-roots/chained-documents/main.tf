provider "aws" { region = "eu-west-1" }

variable "features" {
  type    = map(bool)
  default = { snapshots = true, archive = false, queues = true }
}

locals {
  catalogue = {
    snapshots = { actions = ["ec2:*Snapshot*"], resources = ["*"] }
    archive   = { actions = ["s3:*"], resources = ["*"] }
    queues    = { actions = ["sqs:*"], resources = ["arn:aws:sqs:eu-west-1:123456789012:*"] }
  }
  on = [for feature, is_on in var.features : feature if is_on]
}

data "aws_iam_policy_document" "feature" {
  for_each = { for feature in local.on : feature => local.catalogue[feature] }
  policy_id = each.key
  statement {
    sid       = title(each.key)
    actions   = each.value.actions
    resources = each.value.resources
  }
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [for document in data.aws_iam_policy_document.feature : document.json]
  statement {
  }
  dynamic "statement" {
    for_each = contains(local.on, "archive") ? [] : ["no archive"]
    content {
      sid         = "NoArchive"
      effect      = "Deny"
      not_actions = ["ec2:*", "sqs:*", "sts:*"]
      resources   = ["*"]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  count = 2
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = count.index == 0 ? "Service" : "AWS"
      identifiers = [count.index == 0 ? "ec2.amazonaws.com" : "arn:aws:iam::111122223333:role/appliance"]
    }
  }
}

resource "aws_iam_role" "two" {
  count              = 2
  name               = "veeam-${count.index + 1}"
  assume_role_policy = data.aws_iam_policy_document.trust[1 - count.index].json
}

resource "aws_iam_role_policy" "two" {
  count  = length(aws_iam_role.two)
  role   = aws_iam_role.two[count.index].id
  policy = count.index % 2 == 0 ? data.aws_iam_policy_document.all.json : values(data.aws_iam_policy_document.feature)[0].json
}

resource "aws_iam_instance_profile" "last" {
  role = aws_iam_role.two[length(aws_iam_role.two) - 1].name
}
