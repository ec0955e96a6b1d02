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


data "aws_caller_identity" "me" {}

locals {
  boundaries = {
    made      = aws_iam_policy.boundary.arn
    aws       = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    built     = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/limits/boundary"
    counted   = one(aws_iam_policy.counted[*].arn)
    absent    = one(aws_iam_policy.absent[*].arn)
    module    = module.limits.arn
    nothing   = null
    empty     = ""
    elsewhere = "arn:aws:iam::123456789012:policy/company-boundary"
  }
}

resource "aws_iam_role" "r" {
  for_each             = local.boundaries
  name                 = "veeam-${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = each.value
}

resource "aws_iam_role_policy" "r" {
  for_each = aws_iam_role.r
  role     = each.value.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ec2:*", "sqs:*", "s3:*", "ssm:*"], Resource = "*" }] })
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  path   = "/limits/"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ec2:*"], Resource = "*" }] })
}

resource "aws_iam_policy" "counted" {
  count  = 1
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:*"], Resource = "*" }] })
}

resource "aws_iam_policy" "absent" {
  count  = 0
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

module "limits" {
  source = "./limits"
  deny   = ["ec2:TerminateInstances"]
}
