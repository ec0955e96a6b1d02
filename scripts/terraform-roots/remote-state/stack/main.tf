provider "aws" { region = "eu-west-1" }

data "terraform_remote_state" "policies" {
  backend = "local"
  config = {
    path = "${path.module}/../policies/terraform.tfstate"
  }
}

locals {
  remote = data.terraform_remote_state.policies.outputs
}

resource "aws_iam_role" "r" {
  name               = "veeam-remote"
  assume_role_policy = local.remote.trust
}

resource "aws_iam_role_policy" "r" {
  for_each = local.remote.documents
  name     = each.key
  role     = aws_iam_role.r.name
  policy   = each.value
}

resource "aws_iam_role_policy_attachment" "r" {
  role       = aws_iam_role.r.name
  policy_arn = local.remote.managed[0]
}
