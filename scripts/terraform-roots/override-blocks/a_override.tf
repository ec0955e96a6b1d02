provider "aws" {
  region = "eu-west-1"
}

locals {
  extra = ["ssm:*", "logs:*"]
}

resource "aws_iam_role" "r" {
  inline_policy {
    name   = "three"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:CreateSnapshot", Resource = "*" }] })
  }
}

resource "aws_iam_role" "s" {
  count = 2
}

data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = var.actions
    content {
      effect    = statement.key == 0 ? "Allow" : "Deny"
      actions   = [statement.value]
      resources = ["*"]
    }
  }
}
