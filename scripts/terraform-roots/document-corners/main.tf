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


data "aws_iam_policy_document" "base" {
  version = "2008-10-17"
  statement {
    sid       = "A"
    actions   = ["ec2:CreateSnapshot"]
    resources = ["*"]
  }
  statement {
    sid       = "B"
    actions   = ["sqs:*"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-central-1"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["backup"]
    }
  }
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "later" {
  statement {
    sid       = "B"
    effect    = "Deny"
    actions   = ["sqs:DeleteMessage"]
    resources = ["*"]
  }
  statement {
    sid         = "C"
    not_actions = ["iam:*"]
    resources   = ["arn:aws:s3:::veeam-repository/*", "arn:aws:s3:::veeam-repository"]
  }
  statement {
    actions   = ["kms:GenerateDataKey"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "sourced" {
  source_policy_documents = [data.aws_iam_policy_document.base.json, data.aws_iam_policy_document.unrelated.json]
  statement {
    sid       = "A"
    actions   = ["ec2:DeleteSnapshot"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "unrelated" {
  statement {
    sid       = "Z"
    actions   = ["ssm:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "overridden" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [data.aws_iam_policy_document.later.json, "", jsonencode({ Statement = [{ Sid = "C", Effect = "Allow", Action = "s3:ListBucket", Resource = "*" }] })]
  statement {
    sid       = "Own"
    actions   = ["ec2:RunInstances"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "r" {
  for_each           = { sourced = data.aws_iam_policy_document.sourced, overridden = data.aws_iam_policy_document.overridden, base = data.aws_iam_policy_document.base }
  name               = "veeam-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { id = each.value.version }
}

resource "aws_iam_role_policy" "r" {
  for_each = {
    sourced    = data.aws_iam_policy_document.sourced.json
    overridden = data.aws_iam_policy_document.overridden.minified_json
    base       = jsonencode(jsondecode(data.aws_iam_policy_document.base.json))
  }
  name   = each.key
  role   = aws_iam_role.r[each.key].name
  policy = each.value
}

resource "aws_iam_role_policy" "picked" {
  name = "picked"
  role = aws_iam_role.r["base"].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in jsondecode(data.aws_iam_policy_document.later.json).Statement : statement if statement.Effect == "Allow"]
  })
}
