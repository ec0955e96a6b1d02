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


data "aws_iam_policy" "by_arn" {
  for_each = toset(["AmazonS3ReadOnlyAccess", "AmazonSQSFullAccess"])
  arn      = "arn:aws:iam::aws:policy/${each.key}"
}

data "aws_iam_policy" "by_name" {
  name = "AmazonS3ReadOnlyAccess"
}

data "aws_iam_policy" "own" {
  arn = "arn:aws:iam::123456789012:policy/elsewhere"
}

data "aws_region" "current" {}
data "aws_default_tags" "tags" {}

resource "aws_iam_role" "r" {
  for_each           = { named = [data.aws_iam_policy.by_name.arn], read = [for p in data.aws_iam_policy.by_arn : p.arn if strcontains(p.arn, "S3")], sqs = [data.aws_iam_policy.by_arn["AmazonSQSFullAccess"].id] }
  name               = "veeam-${each.key}-${data.aws_region.current.id}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  managed_policy_arns = each.value
}

resource "aws_iam_role" "s" {
  name               = "veeam-s"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  permissions_boundary = data.aws_iam_policy.own.arn
}

resource "aws_iam_role_policy_attachment" "s" {
  for_each   = data.aws_iam_policy.by_arn
  role       = aws_iam_role.s.name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "s" {
  role = aws_iam_role.s.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = [data.aws_region.current.name] } } }]
  })
}
