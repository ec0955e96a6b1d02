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


variable "roles" {
  type = list(object({
    name     = string
    inline   = optional(map(object({ actions = list(string), resources = list(string) })), {})
    managed  = optional(list(string))
    boundary = optional(string, "none")
  }))
  default = [
    { name = "one", inline = { ec2 = { actions = ["ec2:*"], resources = ["*"] }, s3 = { actions = ["s3:*"], resources = ["arn:aws:s3:::veeam-repository/*", "arn:aws:s3:::veeam-repository"] } } },
    { name = "two", managed = ["AmazonSQSFullAccess"], boundary = "strict" },
    { name = "three", managed = [], boundary = "loose" },
  ]
}

locals {
  inline = merge([for role in var.roles : { for key, spec in role.inline : "${role.name}.${key}" => spec }]...)
  boundaries = {
    strict = one([for policy in [aws_iam_policy.strict] : policy.arn])
    loose  = "arn:aws:iam::aws:policy/PowerUserAccess"
  }
}

data "aws_iam_policy_document" "inline" {
  for_each = local.inline
  statement {
    sid       = replace(title(replace(each.key, ".", " ")), " ", "")
    actions   = each.value.actions
    resources = each.value["resources"]
  }
}

resource "aws_iam_role" "r" {
  for_each             = { for role in var.roles : role.name => role }
  name                 = "veeam-${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = lookup(local.boundaries, each.value.boundary, null)
  managed_policy_arns  = each.value.managed == null ? null : [for name in each.value.managed : "arn:aws:iam::aws:policy/${name}"]

  dynamic "inline_policy" {
    for_each = { for key, document in data.aws_iam_policy_document.inline : split(".", key)[1] => document.json if startswith(key, "${each.key}.") }
    iterator = policy
    content {
      name   = policy.key
      policy = policy.value
    }
  }
}

resource "aws_iam_policy" "strict" {
  policy = data.aws_iam_policy_document.strict.json
}

data "aws_iam_policy_document" "strict" {
  statement {
    sid         = "NotIam"
    not_actions = ["iam:*"]
    resources   = ["*"]
  }
  dynamic "statement" {
    for_each = toset(["sqs:DeleteMessage"])
    content {
      effect    = "Deny"
      actions   = [statement.key]
      resources = ["*"]
    }
  }
}

resource "aws_iam_instance_profile" "r" {
  for_each = { for name, role in aws_iam_role.r : name => role.name if length(var.roles[index(var.roles[*].name, name)].inline) > 0 }
  role     = each.value
}
