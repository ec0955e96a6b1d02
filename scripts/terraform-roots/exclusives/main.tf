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


locals {
  aws = "arn:aws:iam::aws:policy"
}

resource "aws_iam_role" "r" {
  count              = 4
  name               = "veeam-${count.index}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  managed_policy_arns = count.index == 3 ? ["${local.aws}/AmazonSQSReadOnlyAccess"] : null
}

resource "aws_iam_policy" "p" {
  for_each = { ec2 = "ec2:*", sqs = "sqs:*" }
  name     = each.key
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.value, Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "p" {
  for_each   = { for pair in setproduct(range(3), keys(aws_iam_policy.p)) : join("-", pair) => { role = tonumber(pair[0]), policy = pair[1] } }
  role       = aws_iam_role.r[each.value.role].name
  policy_arn = aws_iam_policy.p[each.value.policy].arn
}

resource "aws_iam_role_policy_attachments_exclusive" "one" {
  role_name   = aws_iam_role.r[1].name
  policy_arns = flatten([aws_iam_policy.p["ec2"].arn, [], formatlist("${local.aws}/%s", ["AmazonSSMManagedInstanceCore"])])
}

resource "aws_iam_role_policy_attachments_exclusive" "two" {
  role_name   = aws_iam_role.r[2].name
  policy_arns = []
}

resource "aws_iam_role_policy" "i" {
  for_each = { a = "s3:*", b = "kms:*" }
  name     = each.key
  role     = aws_iam_role.r[0].name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.value, Resource = "*" }] })
}

resource "aws_iam_role_policies_exclusive" "zero" {
  role_name    = aws_iam_role.r[0].name
  policy_names = [aws_iam_role_policy.i["a"].name]
}

resource "aws_iam_instance_profile" "p" {
  for_each = { for index, role in aws_iam_role.r : "veeam-profile-${index}" => role.name if index % 2 == 0 }
  name     = each.key
  role     = each.value
}
