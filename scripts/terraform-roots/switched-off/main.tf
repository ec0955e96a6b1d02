provider "aws" { region = "eu-west-1" }

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/appliance"]
    }
  }
}


variable "enable_restore" { default = false }
variable "enable_backup" { default = true }
variable "extra_arn" { default = "" }
variable "target" { default = "backup" }

module "restore" {
  count  = var.enable_restore ? 1 : 0
  source = "./role"
  name   = "restore"
  trust  = data.aws_iam_policy_document.trust.json
}

module "backup" {
  count  = var.enable_backup ? 1 : 0
  source = "./role"
  name   = "backup"
  trust  = data.aws_iam_policy_document.trust.json
}

module "none" {
  for_each = {}
  source   = "./role"
  name     = each.key
  trust    = each.value
}

resource "aws_iam_role" "fallback" {
  count              = var.enable_restore ? 0 : 1
  name               = "veeam-fallback"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

locals {
  role    = try(module.restore[0].name, aws_iam_role.fallback[0].name)
  backup  = one(module.backup[*].name)
  restore = one(module.restore[*].name)
  targets = { backup = local.backup, restore = local.restore }
}

resource "aws_iam_role_policy" "role" {
  role   = local.role
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
}

resource "aws_iam_role_policy" "target" {
  count  = local.targets[var.target] == null ? 0 : 1
  role   = local.targets[var.target]
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })
}

resource "aws_iam_role_policy" "off" {
  count  = local.restore == null ? 0 : 1
  role   = local.restore
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "extra" {
  for_each   = toset(compact(concat([var.extra_arn], module.backup[*].admin, values(module.none)[*].admin)))
  role       = try(coalesce(local.restore, local.backup), "")
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "any" {
  count = length(module.backup) + length(module.none) + length(module.restore)
  role  = concat(module.backup[*].name, module.restore[*].name)[count.index]
}
