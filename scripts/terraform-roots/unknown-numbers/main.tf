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


resource "aws_kms_key" "k" {
  count = 1
}

locals {
  keys  = [for key in aws_kms_key.k : key.arn if key.arn != ""]
  grant = toset(local.keys)
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["ec2:CreateSnapshot", "ec2:DescribeInstances"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = local.grant
    content {
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

data "aws_iam_policy_document" "denying" {
  statement {
    actions   = ["ec2:*"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = local.grant
    content {
      effect    = "Deny"
      actions   = ["kms:*"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role" "r" {
  for_each           = toset(["d", "denying", "list"])
  name               = "veeam-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "d" {
  role   = aws_iam_role.r["d"].name
  policy = data.aws_iam_policy_document.d.json
}

resource "aws_iam_role_policy" "denying" {
  role   = aws_iam_role.r["denying"].name
  policy = data.aws_iam_policy_document.denying.json
}

resource "aws_iam_role_policy" "list" {
  role = aws_iam_role.r["list"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = flatten([
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = "*" },
      [for key in local.keys : { Effect = "Allow", Action = ["kms:Decrypt"], Resource = key }],
      [for key in aws_kms_key.k : { Effect = "Deny", Action = ["kms:GenerateDataKey"], Resource = key.arn }],
    ])
  })
}
