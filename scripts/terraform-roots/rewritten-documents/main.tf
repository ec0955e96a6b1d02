provider "aws" { region = "eu-west-1" }

variable "bucket" {
  default = "veeam-repository"
}

locals {
  published = jsondecode(file("${path.module}/published.json"))
  trimmed = merge(local.published, {
    Statement = [
      for statement in local.published.Statement : merge(statement, {
        Action = sort([for action in flatten([statement.Action]) : action if !can(regex("^iam:", action))])
      }) if try(statement.Sid, "") != "Forbidden"
    ]
  })
  by_service = { for action in flatten(local.published.Statement[*].Action) : split(":", action)[0] => action... }
  replaced   = replace(replace(file("${path.module}/placeholders.json"), "__BUCKET__", var.bucket), "/__(KMS|SQS)__/", "*")
}

data "aws_iam_policy_document" "both" {
  source_policy_documents = [jsonencode(local.trimmed), local.replaced]
}

resource "aws_iam_role" "rewritten" {
  name               = "veeam-rewritten"
  assume_role_policy = replace(file("${path.module}/trust.json"), "APPLIANCE", "111122223333:role/appliance")
}

resource "aws_iam_role_policy" "rewritten" {
  name   = "both"
  role   = aws_iam_role.rewritten.name
  policy = data.aws_iam_policy_document.both.json
}

resource "aws_iam_role" "by_service" {
  name               = "veeam-by-service"
  assume_role_policy = aws_iam_role.rewritten.assume_role_policy
}

resource "aws_iam_role_policy" "by_service" {
  for_each = local.by_service
  name     = each.key
  role     = aws_iam_role.by_service.name
  policy   = templatestring(local.template, { actions = each.value, deny = each.key == "sqs" })
}

locals {
  template = <<-EOT
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "$${deny ? "Deny" : "Allow"}", "Action": $${jsonencode(actions)}, "Resource": "*"}
    ]}
  EOT
}
