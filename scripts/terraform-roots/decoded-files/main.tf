provider "aws" {
  region = "eu-west-1"
}

locals {
  roles    = yamldecode(file("${path.module}/roles.yaml")).roles
  grants   = csvdecode(file("grants.csv"))
  defaults = jsondecode(file("${path.root}/defaults.json"))
  trust = {
    for role in local.roles : role.name => distinct(concat(local.defaults.trust, lookup(role, "trust", [])))
  }
  by_role = { for grant in local.grants : grant.role => grant... }
}

resource "aws_iam_role" "these" {
  for_each = { for role in local.roles : role.name => role }
  name     = each.value.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for one in local.trust[each.key] : {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = length(regexall("[.]amazonaws[.]com$", one)) > 0 ? { Service = one, AWS = null } : { Service = null, AWS = one }
    }]
  })
}

resource "aws_iam_role_policy" "these" {
  for_each = local.by_role
  name     = "grants"
  role     = aws_iam_role.these[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for grant in each.value : {
      Effect   = title(grant.effect)
      Action   = split(" ", grant.actions)
      Resource = grant.resource == "" ? "*" : grant.resource
    }]
  })
}

resource "aws_iam_role_policy_attachment" "these" {
  for_each = {
    for pair in flatten([for role in local.roles : [for index, policy in try(role.policies, []) : { key = "${role.name}-${index}", role = role.name, arn = policy }]]) : pair.key => pair
  }
  role       = aws_iam_role.these[each.value.role].name
  policy_arn = startswith(each.value.arn, "arn:") ? each.value.arn : "arn:aws:iam::aws:policy/${each.value.arn}"
}

resource "aws_iam_instance_profile" "these" {
  for_each = toset([for role in local.roles : role.name if try(role.profile, false)])
  role     = aws_iam_role.these[each.key].name
}
