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
  teams = {
    red  = { roles = { reader = ["s3:GetObject"], writer = ["s3:PutObject", "s3:GetObject"] }, admin = false }
    blue = { roles = { reader = ["sqs:ReceiveMessage"] }, admin = true }
  }
  flat = flatten([
    for team, spec in local.teams : [
      for role, actions in spec.roles : {
        team    = team
        role    = role
        actions = spec.admin ? concat(actions, ["ec2:*"]) : actions
        key     = join(".", [team, role])
      }
    ]
  ])
  by_key = { for one in local.flat : one.key => one }
  groups = { for one in local.flat : one.role => one.team... }
  admins = [for team, spec in local.teams : team if spec.admin]
}

resource "aws_iam_role" "r" {
  count              = length(local.flat)
  name               = "veeam-${local.flat[count.index].team}-${local.flat[count.index].role}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

locals {
  roles = zipmap(local.flat[*].key, aws_iam_role.r[*].name)
  ids   = { for index, one in local.flat : one.key => aws_iam_role.r[index] }
}

resource "aws_iam_role_policy" "own" {
  for_each = local.roles
  role     = each.value
  name     = "own"
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = local.by_key[each.key].actions, Resource = "*" }] })
}

resource "aws_iam_role_policy" "admins" {
  count  = length(local.admins)
  name   = "admins"
  role   = local.ids["${local.admins[count.index]}.reader"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*" }] })
}

resource "aws_iam_policy_attachment" "groups" {
  for_each   = local.groups
  name       = each.key
  policy_arn = "arn:aws:iam::aws:policy/${each.key == "reader" ? "AmazonSSMManagedInstanceCore" : "AmazonSQSFullAccess"}"
  roles      = [for team in each.value : local.ids["${team}.${each.key}"].name]
}

resource "aws_iam_instance_profile" "writers" {
  for_each = { for key, name in local.roles : key => name if endswith(key, ".writer") }
  role     = each.value
}
