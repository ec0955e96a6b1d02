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


variable "mode" { default = "read" }
variable "features" {
  default = { decrypt = "yes", queues = 0 }
}

locals {
  read    = ["s3:GetObject", "s3:ListBucket"]
  write   = [for verb in ["Put"] : "s3:${verb}Object"]
  actions = var.mode == "read" ? local.read : concat(local.read, local.write)
  both    = tolist(setunion(local.read, local.write))
  flags   = { for name, value in var.features : name => can(tobool(value)) ? tobool(value) : value != "no" }
  text    = var.mode == "read" ? "1" : 2
  first   = coalescelist([], local.write, local.read)[0]
  statements = concat(
    [{ Sid = "Base", Effect = "Allow", Action = local.actions, Resource = ["*"] }],
    [for name, is_on in local.flags : { Sid = title(name), Effect = is_on ? "Allow" : "Deny", Action = [lookup({ decrypt = "kms:Decrypt", queues = "sqs:SendMessage" }, name, "none:None")], Resource = ["*"] }],
    local.text == "1" ? [{ Sid = "One", Effect = "Allow", Action = ["ec2:RunInstances"], Resource = ["*"] }] : [],
    [{ Sid = "Last", Effect = "Allow", Action = [local.first, "ec2:${join("", ["Describe", "*"])}"], Resource = ["*"] }],
  )
}

resource "aws_iam_role" "r" {
  for_each           = { for index, name in distinct(["a", "b", "a"]) : format("%s%d", name, index) => index }
  name               = "veeam-${each.key}-${each.value + 1}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "r" {
  for_each = aws_iam_role.r
  role     = each.value.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = each.key == "a0" ? local.statements : slice(local.statements, 1, length(local.statements)) })
}

resource "aws_iam_role_policy" "both" {
  role   = aws_iam_role.r["b1"].id
  name   = "both"
  policy = jsonencode(jsondecode(jsonencode(yamldecode(yamlencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = local.both, Resource = "arn:aws:s3:::veeam-repository/*" }] })))))
}
