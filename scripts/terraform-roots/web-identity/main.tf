provider "aws" { region = "eu-west-1" }

variable "accounts" {
  type = map(object({
    namespaces = list(string)
    statements = optional(list(object({
      effect    = optional(string)
      actions   = optional(list(string))
      not_actions = optional(list(string))
      resources = optional(list(string), ["*"])
      conditions = optional(list(object({ test = string, variable = string, values = list(string) })), [])
      principals = optional(map(list(string)), {})
    })), [])
    require_mfa = optional(bool, false)
  }))
  default = {
    worker = {
      namespaces = ["veeam", "kasten-io"]
      statements = [
        { actions = ["ec2:CreateSnapshot"] },
        { effect = "Deny", not_actions = ["ec2:*", "sqs:*"], conditions = [{ test = "Bool", variable = "aws:SecureTransport", values = ["false"] }, { test = "StringNotEquals", variable = "aws:SourceVpc", values = ["vpc-1", "vpc-2"] }] },
        { actions = ["sqs:*"], resources = ["arn:aws:sqs:*:*:a", "arn:aws:sqs:*:*:b"] },
      ]
    }
    mfa = { namespaces = [], require_mfa = true, statements = [{ actions = ["s3:*"], resources = ["arn:aws:s3:::veeam-repository/*"] }] }
    none = { namespaces = ["x"] }
  }
}

resource "aws_iam_openid_connect_provider" "this" {
  url             = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}

data "aws_iam_policy_document" "trust" {
  for_each = var.accounts
  dynamic "statement" {
    for_each = each.value.namespaces
    iterator = namespace
    content {
      sid     = replace(title(namespace.value), "-", "")
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [aws_iam_openid_connect_provider.this.arn]
      }
      condition {
        test     = "StringEquals"
        variable = "${replace(aws_iam_openid_connect_provider.this.url, "https://", "")}:sub"
        values   = ["system:serviceaccount:${namespace.value}:${each.key}"]
      }
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/appliance"]
    }
    dynamic "condition" {
      for_each = each.value.require_mfa ? { "aws:MultiFactorAuthPresent" = "true" } : {}
      content {
        test     = "Bool"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "this" {
  for_each = { for name, account in var.accounts : name => account.statements if length(account.statements) > 0 }
  dynamic "statement" {
    for_each = each.value
    iterator = outer
    content {
      effect      = outer.value.effect
      actions     = outer.value.actions
      not_actions = outer.value.not_actions
      resources   = outer.value.resources
      dynamic "condition" {
        for_each = outer.value.conditions
        iterator = inner
        content {
          test     = inner.value.test
          variable = inner.value.variable
          values   = [for value in inner.value.values : outer.key == 1 ? value : upper(value)]
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  for_each           = var.accounts
  name               = "veeam-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_policy" "this" {
  for_each = data.aws_iam_policy_document.this
  name     = each.key
  policy   = each.value.json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each   = aws_iam_policy.this
  role       = aws_iam_role.this[each.key].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "merged" {
  role = aws_iam_role.this["none"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for name, account in var.accounts : merge(
        { Effect = "Allow", Action = name == "worker" ? ["kms:Decrypt"] : ["kms:*"], Resource = "*" },
        { for key, value in { Condition = { StringEquals = { "aws:PrincipalTag/name" = name } } } : key => value if account.require_mfa },
      ) if name != "none"
    ]
  })
}
