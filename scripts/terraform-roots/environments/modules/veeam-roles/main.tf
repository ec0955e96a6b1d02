variable "name" { type = string }
variable "statements" { type = any }
variable "environment" { type = string }
variable "snapshots" { type = bool }

locals {
  appliances = {
    prod    = ["arn:aws:iam::111122223333:role/appliance"]
    staging = ["arn:aws:iam::111122223333:root"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = lookup(local.appliances, var.environment, ["*"])
    }
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = var.statements
    content {
      sid       = lookup(statement.value, "sid", "S${statement.key}")
      effect    = try(statement.value.effect, "Allow")
      actions   = statement.value.actions
      resources = try(statement.value.resources, ["*"])
      dynamic "condition" {
        for_each = try([statement.value.condition], [])
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
  dynamic "statement" {
    for_each = var.snapshots ? toset(["ec2:DescribeInstances"]) : toset([])
    content {
      actions   = [statement.value]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  name   = "this"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}

output "name" { value = aws_iam_role.this.name }
