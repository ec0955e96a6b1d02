provider "aws" { region = "eu-west-1" }

locals {
  on = { for name, one in var.nested : name => one if one.enabled }
}

resource "aws_iam_role" "these" {
  for_each    = local.on
  name        = "veeam-${each.key}-${each.value.limits == null ? "none" : each.value.limits.retries}"
  description = try(each.value.limits.region, "none")
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = var.defaulted, Service = var.tuple[1] ? var.tuple[0] : "lambda.amazonaws.com" } },
    ]
  })
}

resource "aws_iam_role_policy" "these" {
  for_each = { for name, one in local.on : name => one.grants if try(length(one.grants), 0) > 0 }
  name     = "grants"
  role     = aws_iam_role.these[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for sid, grant in each.value : {
      Sid      = upper(sid)
      Effect   = grant.effect
      Action   = grant.actions
      Resource = coalesce(grant.resource, "*")
    } if length(grant.actions) > 0]
  })
}

resource "aws_iam_role" "counted" {
  count              = var.count_text
  name               = "veeam-counted-${var.numbers["a"]}${var.numbers.c}${count.index}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }, Condition = { Bool = { "aws:SecureTransport" = var.numbers.b } } }] })
}

resource "aws_iam_role_policy" "counted" {
  for_each = var.dirty_set
  name     = replace(each.value, ":", "")
  role     = aws_iam_role.counted[index(tolist(var.dirty_set), each.key)].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = tolist(var.dirty_set)[0], Resource = "*" },
      { Effect = "Allow", Action = each.value, Resource = "arn:aws:ec2:*:*:${join("/", var.as_list)}/${var.anything[1]}" },
    ]
  })
}
