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
  wanted = toset(concat(
    formatlist("ec2:%s", ["CreateSnapshot", "DeleteSnapshot", "CreateTags", "RunInstances", "TerminateInstances"]),
    [for verb in ["Get", "Put"] : "s3:${verb}Object"],
    ["kms:Decrypt", "iam:PassRole"],
  ))
  forbidden = toset(["iam:PassRole", "ec2:TerminateInstances", "iam:GetRole"])
  allowed   = setsubtract(local.wanted, local.forbidden)
  denied    = setintersection(local.wanted, local.forbidden)
  chunks    = chunklist(sort(tolist(local.allowed)), 3)
  by_team   = transpose({ "sqs:SendMessage" = ["red", "blue"], "sqs:ReceiveMessage" = ["blue"], "ssm:SendCommand" = ["red"] })
  services  = distinct([for action in local.wanted : split(":", action)[0]])
  lookup    = matchkeys(["one", "two", "three"], ["a", "b", "c"], ["b"])
  longest   = max([for chunk in local.chunks : length(chunk)]...)
  ranges    = [for index in range(length(local.chunks)) : slice(flatten(local.chunks), index * local.longest, min((index + 1) * local.longest, length(flatten(local.chunks))))]
}

resource "aws_iam_role" "chunked" {
  name               = "veeam-chunked"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_policy" "chunked" {
  count = length(local.chunks)
  name  = format("%s-%02d-%s", aws_iam_role.chunked.name, count.index + 1, element(local.services, count.index))
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Chunk${count.index}", Effect = "Allow", Action = local.ranges[count.index], Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "chunked" {
  for_each   = { for index, policy in aws_iam_policy.chunked : tostring(index) => policy.arn }
  role       = aws_iam_role.chunked.name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "denied" {
  role = aws_iam_role.chunked.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for action in reverse(tolist(local.denied)) : { Effect = "Deny", Action = action, Resource = "*" }]
  })
}

resource "aws_iam_role" "teams" {
  for_each           = merge(local.by_team, { (local.lookup[0]) = ["logs:*"] })
  name               = "veeam-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  inline_policy {
    name   = "team"
    policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = each.value, Resource = "*" } })
  }
}
