provider "aws" { region = "eu-west-1" }

locals {
  role_name = "veeam-literal"
}

resource "aws_iam_role" "a" {
  name               = "veeam-literal"
  assume_role_policy = data.aws_iam_policy_document.t.minified_json
}

resource "aws_iam_role" "b" {
  name               = "veeam-other"
  assume_role_policy = data.aws_iam_policy_document.t.json
}

data "aws_iam_policy_document" "t" {
  version = "2012-10-17"
  statement {
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    principals {
      identifiers = ["ec2.amazonaws.com", "ssm.amazonaws.com"]
      type        = "Service"
    }
    principals {
      identifiers = ["arn:aws:iam::111122223333:root"]
      type        = "AWS"
    }
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::111122223333:role/appliance"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "a" {
  depends_on = [aws_iam_role.a]
  for_each   = toset(["AmazonSSMManagedInstanceCore", "AmazonSQSReadOnlyAccess"])
  role       = local.role_name
  policy_arn = join("/", ["arn:aws:iam::aws:policy", each.value])
}

resource "aws_iam_role_policy" "b" {
  name   = "b"
  role   = trimprefix("role/veeam-other", "role/")
  policy = data.aws_iam_policy_document.b.json
}

data "aws_iam_policy_document" "b" {
  statement {
    effect      = "Allow"
    not_actions = ["iam:*", "s3:*"]
    resources   = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["ec2:TerminateInstances", "ec2:DeleteSnapshot"]
    resources = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*::snapshot/*"]
    condition {
      test     = "StringNotLike"
      variable = "aws:ResourceTag/Name"
      values   = ["veeam-$${aws:username}", "veeam-&{aws:userid}"]
    }
  }
}

resource "aws_iam_user" "u" { name = "veeam-literal" }
resource "aws_iam_user_policy" "u" {
  user   = aws_iam_user.u.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
resource "aws_iam_group" "g" { name = "veeam-literal" }
resource "aws_iam_group_policy_attachment" "g" {
  group      = aws_iam_group.g.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_iam_policy_attachment" "mixed" {
  name       = "mixed"
  users      = [aws_iam_user.u.name]
  groups     = aws_iam_group.g[*].name
  roles      = concat([], aws_iam_role.b[*].name)
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
resource "aws_iam_instance_profile" "b" {
  name = "b"
  role = "veeam-other"
}
