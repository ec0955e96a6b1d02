provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
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


variable "account_id" { default = "123456789012" }
variable "policies" {
  type    = list(string)
  default = ["own", "pathed", "foreign"]
}

data "aws_caller_identity" "me" {}

locals {
  arns = {
    own     = "arn:aws:iam::${var.account_id}:policy/veeam-own"
    pathed  = "arn:aws:iam::${data.aws_caller_identity.me.id}:policy/veeam/pathed"
    foreign = "arn:aws:iam::${var.account_id}:policy/not-here"
  }
}

resource "aws_iam_policy" "own" {
  name   = "veeam-own"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
}

resource "aws_iam_policy" "pathed" {
  name   = "pathed"
  path   = "/veeam/"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })
}

resource "aws_iam_role" "r" {
  for_each           = toset(["one", "two"])
  name               = "veeam-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "one" {
  for_each   = toset(slice(var.policies, 0, 2))
  role       = aws_iam_role.r["one"].name
  policy_arn = local.arns[each.key]
  depends_on = [aws_iam_policy.own, aws_iam_policy.pathed]
}

resource "aws_iam_role_policy_attachment" "two" {
  for_each   = local.arns
  role       = "veeam-two"
  policy_arn = each.value
}

resource "aws_iam_role_policy" "assume" {
  role = aws_iam_role.r["one"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sts:AssumeRole", "iam:PassRole"], Resource = "arn:aws:iam::${var.account_id}:role/veeam-two" },
      { Effect = "Allow", Action = "kms:*", Resource = "arn:aws:kms:eu-west-1:${var.account_id}:key/*" },
    ]
  })
}
