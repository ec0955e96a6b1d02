terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
  backend "s3" {}
}

provider "aws" { region = "eu-west-1" }

variable "appliance_arn" {
  type    = string
  default = null
}
variable "external_ids" {
  type    = map(list(string))
  default = {}
}
variable "buckets" { type = set(string) }
variable "can_decrypt" { type = bool }

resource "aws_iam_role" "backup" {
  name               = "veeam-backup"
  path               = "/veeam/"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "backup" {
  name   = "all"
  role   = aws_iam_role.backup.id
  policy = data.aws_iam_policy_document.all.json
}
