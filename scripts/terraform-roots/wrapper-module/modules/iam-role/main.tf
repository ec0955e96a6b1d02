locals {
  external_ids = flatten([var.role_sts_externalid])
  role_name    = try(aws_iam_role.this[0].name, "")
}

data "aws_iam_policy_document" "assume" {
  count = var.create_role ? 1 : 0

  dynamic "statement" {
    for_each = length(concat(var.trusted_role_arns, var.trusted_role_services)) > 0 ? [1] : []
    content {
      effect  = "Allow"
      actions = var.trusted_role_actions
      dynamic "principals" {
        for_each = { AWS = var.trusted_role_arns, Service = var.trusted_role_services }
        content {
          type        = principals.key
          identifiers = principals.value
        }
      }
      dynamic "condition" {
        for_each = length(local.external_ids) != 0 ? [true] : []
        content {
          test     = "StringEquals"
          variable = "sts:ExternalId"
          values   = local.external_ids
        }
      }
      dynamic "condition" {
        for_each = var.role_requires_mfa ? [1] : []
        content {
          test     = "Bool"
          variable = "aws:MultiFactorAuthPresent"
          values   = ["true"]
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count                = var.create_role ? 1 : 0
  name                 = var.role_name_prefix == null ? var.role_name : null
  name_prefix          = var.role_name_prefix
  permissions_boundary = var.role_permissions_boundary_arn
  assume_role_policy   = data.aws_iam_policy_document.assume[0].json
}

resource "aws_iam_role_policy_attachment" "custom" {
  count      = var.create_role ? coalesce(var.number_of_custom_role_policy_arns, length(var.custom_role_policy_arns)) : 0
  role       = aws_iam_role.this[0].name
  policy_arn = element(var.custom_role_policy_arns, count.index)
}

resource "aws_iam_role_policy_attachment" "admin" {
  count      = var.create_role && var.attach_admin_policy ? 1 : 0
  role       = local.role_name
  policy_arn = var.admin_role_policy_arn
}

resource "aws_iam_instance_profile" "this" {
  count = var.create_role && var.create_instance_profile ? 1 : 0
  name  = var.role_name
  role  = aws_iam_role.this[0].name
}

output "iam_role_name" { value = try(aws_iam_role.this[0].name, "") }
output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, "") }
