provider "aws" { region = "eu-west-1" }

data "aws_caller_identity" "current" {}
data "aws_partition" "p" {}

resource "aws_iam_role" "chained" {
  for_each           = local.trusts
  name               = "veeam-${each.key}"
  assume_role_policy = each.value
}

resource "aws_iam_role" "hub" {
  name               = "veeam-hub"
  assume_role_policy = data.aws_iam_policy_document.anyone.json
}

data "aws_iam_policy_document" "anyone" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:${data.aws_partition.p.partition}:iam::111122223333:role/app*"]
    }
  }
}

data "aws_iam_policy_document" "stars" {
  statement {
    actions = ["sts:*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
  statement {
    effect  = "Deny"
    actions = ["sts:AssumeRole"]
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/appliance", "arn:aws:iam::111122223333:root"]
    }
  }
}

data "aws_iam_policy_document" "web" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/${local.issuer}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = [for namespace in ["veeam", "kasten"] : "system:serviceaccount:${namespace}:worker"]
    }
  }
}

locals {
  issuer = replace("https://oidc.eks.eu-west-1.amazonaws.com/id/ABCD", "https://", "")
  trusts = {
    root    = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root", "111122223333"] } }] })
    web     = data.aws_iam_policy_document.web.json
    stars   = data.aws_iam_policy_document.stars.json
    to_hub  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.hub.arn } }] })
    literal = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\"ec2.amazonaws.com\",\"backup.amazonaws.com\"]},\"Action\":\"sts:AssumeRole\"}]}"
    denied  = jsonencode({ Version = "2012-10-17", Statement = concat(jsondecode(data.aws_iam_policy_document.anyone.json).Statement, [{ Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { StringNotEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }, Bool = { "aws:PrincipalIsAWSService" = "true" } } }]) })
  }
}

resource "aws_iam_role_policy" "both" {
  for_each = toset(["web", "stars"])
  role     = aws_iam_role.chained[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for s in jsondecode(local.trusts[each.key]).Statement : { Effect = s.Effect, Action = [for a in flatten([s.Action]) : replace(a, "WithWebIdentity", "")], Resource = "*" }]
  })
}
