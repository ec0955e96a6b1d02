variable "create" { default = true }
variable "name" { default = null }
variable "path" { default = null }
variable "assume" { default = null }
variable "policies" {
  type    = map(string)
  default = {}
}
variable "statements" {
  type    = any
  default = {}
}
variable "profile" { default = false }
variable "max" { default = null }

resource "aws_iam_role" "this" {
  count                = var.create ? 1 : 0
  name                 = var.name
  path                 = var.path
  max_session_duration = var.max
  assume_role_policy   = var.assume
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each   = { for k, v in var.policies : k => v if var.create }
  policy_arn = each.value
  role       = aws_iam_role.this[0].name
}

data "aws_iam_policy_document" "this" {
  count = var.create && length(var.statements) > 0 ? 1 : 0
  dynamic "statement" {
    for_each = var.statements
    content {
      sid           = try(statement.value.sid, replace(statement.key, "/[^0-9A-Za-z]*/", ""))
      effect        = try(statement.value.effect, null)
      actions       = try(statement.value.actions, null)
      not_actions   = try(statement.value.not_actions, null)
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)
      dynamic "principals" {
        for_each = try(statement.value.principals, [])
        content {
          type        = principals.value.type
          identifiers = principals.value.identifiers
        }
      }
      dynamic "condition" {
        for_each = try(statement.value.condition, [])
        content {
          test     = condition.value.test
          values   = condition.value.values
          variable = condition.value.variable
        }
      }
    }
  }
}

resource "aws_iam_role_policy" "inline" {
  count  = var.create && length(var.statements) > 0 ? 1 : 0
  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.this[0].json
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.profile ? 1 : 0
  name  = "${aws_iam_role.this[0].name}-profile"
  role  = aws_iam_role.this[0].name
  path  = var.path
}

output "arn" { value = try(aws_iam_role.this[0].arn, null) }
