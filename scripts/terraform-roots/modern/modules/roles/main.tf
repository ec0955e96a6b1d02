terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.target]
    }
  }
}

variable "roles" {
  nullable = false
  type = map(object({
    policy = string
    max    = optional(number)
    tags   = optional(map(string))
    extra  = optional(object({ actions = optional(set(string), ["logs:PutLogEvents"]) }), {})
  }))
}

data "aws_region" "target" {
  provider = aws.target
  lifecycle {
    postcondition {
      condition     = self.name == "eu-west-1"
      error_message = "not there"
    }
  }
}

resource "aws_iam_role" "these" {
  provider             = aws.target
  for_each             = var.roles
  name                 = "veeam-${each.key}-${data.aws_region.target.name}"
  max_session_duration = each.value.max
  tags                 = each.value.tags
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:SetSourceIdentity"], Principal = { Service = "ec2.amazonaws.com", AWS = "111122223333" } }]
  })
  lifecycle {
    create_before_destroy = true
    precondition {
      condition     = try(jsondecode(each.value.policy).Version, "") == "2012-10-17"
      error_message = "no policy"
    }
    postcondition {
      condition     = startswith(self.name, "veeam-")
      error_message = "not ours"
    }
  }
}

resource "aws_iam_role_policy" "these" {
  provider = aws.target
  for_each = var.roles
  name     = "${each.key}-main"
  role     = aws_iam_role.these[each.key].name
  policy   = each.value.policy
}

resource "aws_iam_role_policy" "second" {
  provider = aws.target
  for_each = { for name, role in var.roles : name => role.extra.actions }
  name     = "${each.key}-second"
  role     = aws_iam_role.these[each.key].name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.value, Resource = "*" }] })
}

output "arns" { value = values(aws_iam_role.these)[*].arn }
output "names" { value = { for name, role in aws_iam_role.these : name => role.name } }
