provider "aws" { region = "us-east-1" }

variable "actions" {
  type    = list(string)
  default = ["ec2:*"]
}

locals {
  suffix = "a"
  extra  = ["sqs:*"]
}

resource "aws_iam_role" "r" {
  name               = "veeam-${local.suffix}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  inline_policy {
    name   = "one"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
  }
  inline_policy {
    name   = "two"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*" }] })
  }
  lifecycle {
    ignore_changes = [inline_policy]
  }
}

data "aws_iam_policy_document" "d" {
  version = "2012-10-17"
  statement {
    actions   = var.actions
    resources = ["*"]
  }
  statement {
    actions   = local.extra
    resources = ["*"]
  }
}

resource "aws_iam_role" "s" {
  count              = 1
  name               = "veeam-s-${count.index}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "s" {
  role   = aws_iam_role.s[0].name
  policy = data.aws_iam_policy_document.d.json
}

module "m" {
  source = "./one"
  name   = "m"
}

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

