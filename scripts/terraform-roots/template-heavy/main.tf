provider "aws" { region = "eu-west-1" }

locals {
  statements = {
    compute = { actions = ["ec2:RunInstances", "ec2:CreateTags"], tag = "veeam" }
    storage = { actions = ["s3:PutObject"], tag = null }
  }
  rendered = { for name in ["one", "two"] : name => templatefile("policies/${name}.tpl", { statements = local.statements, account = 123456789012, flags = { deny = name == "two" } }) }
}

resource "aws_iam_role" "t" {
  for_each           = local.rendered
  name               = "veeam-${each.key}"
  assume_role_policy = templatefile("${path.root}/policies/trust.tpl", { who = each.key == "one" ? ["ec2.amazonaws.com"] : [], arns = ["arn:aws:iam::111122223333:role/appliance"] })
}

resource "aws_iam_role_policy" "t" {
  for_each = local.rendered
  role     = aws_iam_role.t[each.key].name
  policy   = each.value
}

resource "aws_iam_role_policy" "directives" {
  role   = aws_iam_role.t["one"].name
  name   = "directives"
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[%{for k, v in { a = "kms:Decrypt", b = "kms:GenerateDataKey" }}%{if k != "a"},%{endif}{\"Effect\":\"Allow\",\"Action\":\"${v}\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/k\":\"$${aws:username}-${k}\"}}}%{endfor}]}"
}


resource "aws_iam_role_policy" "indented" {
  role = aws_iam_role.t["two"].name
  name = "indented"
  policy = format(<<-POLICY
    {
        "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Action": %s, "Resource": "%s:%%" }, ${indent(2, jsonencode({ Effect = "Allow", Action = "sqs:Se<nd>Message", Resource = "*" }))}]
    }
    POLICY
  , jsonencode(["ec2:CreateSnapshot"]), "arn:aws:ec2:eu-west-1:123456789012")
}
