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
  forms = {
    attribute   = aws_iam_role.one.name
    template    = "${aws_iam_role.one.name}"
    parentheses = (aws_iam_role.one).name
    list        = [aws_iam_role.one][0].name
    splat       = one(aws_iam_role.one[*].name)
    counted     = aws_iam_role.counted[1].name
    legacy      = aws_iam_role.counted.1.id
    each        = aws_iam_role.each["a"].name
    values      = values(aws_iam_role.each)[1].name
    looked_up   = lookup(aws_iam_role.each, "b").id
    formatted   = format("%s", aws_iam_role.one.name)
    trimmed     = trimspace(" ${aws_iam_role.one.id}")
    tried       = try(aws_iam_role.counted[7].name, aws_iam_role.each["a"].name)
    coalesced   = coalesce("", aws_iam_role.counted[0].name, "x")
    joined      = join("", aws_iam_role.counted[*].name)
    split       = split("/", aws_iam_role.pathed.arn)[3]
    based       = basename(aws_iam_role.pathed.arn)
    matched     = regex("role/.*/([^/]+)$", aws_iam_role.pathed.arn)[0]
    module      = module.role.role.name
    modules     = module.roles["y"].role.id
    modules_at  = element(values(module.roles)[*].role.name, 0)
    output      = module.role.all.main
    flattened   = flatten([[aws_iam_role.counted[*].name], []])[0]
    sorted      = sort([for role in aws_iam_role.each : role.name])[0]
    chosen      = length(aws_iam_role.counted) > 1 ? aws_iam_role.counted[1].name : "other"
    looped      = { for key, role in aws_iam_role.each : key => role.name }["b"]
  }
}

resource "aws_iam_role" "one" {
  name               = "veeam-one"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "pathed" {
  name               = "veeam-pathed"
  path               = "/a/b/"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "counted" {
  count              = 2
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "each" {
  for_each           = toset(["a", "b"])
  name_prefix        = "veeam-${each.value}-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
module "role" {
  source = "./role"
}
module "roles" {
  source   = ".//role/"
  for_each = toset(["x", "y"])
  name     = each.value
}

resource "aws_iam_role_policy" "forms" {
  for_each = { for name, role in local.forms : name => role if !contains(["joined"], name) }
  name     = each.key
  role     = each.value
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = title(replace(each.key, "_", "")), Effect = "Allow", Action = "ec2:*", Resource = "arn:aws:ec2:*:*:instance/${each.key}" }] })
}

resource "aws_iam_instance_profile" "direct" {
  role = one(toset([aws_iam_role.counted[0].name]))
}
