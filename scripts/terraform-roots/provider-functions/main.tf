terraform {
  required_version = "~> 1.8"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

provider "aws" { region = "eu-west-1" }

data "aws_caller_identity" "me" {}

locals {
  appliance = provider::aws::arn_build("aws", "iam", "", "111122223333", "role/appliance")
  parsed    = provider::aws::arn_parse(local.appliance)
  repository = provider::aws::arn_build(local.parsed.partition, "s3", "", "", "veeam-repository/*")
  hash      = substr(sha256("veeam:${data.aws_caller_identity.me.account_id}"), 0, 8)
}

resource "aws_iam_role" "hashed" {
  name        = "veeam-${local.hash}"
  description = trimspace(<<-EOT
    Account ${local.parsed.account_id}
  EOT
  )
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.appliance }
    }
  })
}

resource "aws_iam_role_policy" "hashed" {
  name = "p-${md5(aws_iam_role.hashed.name)}"
  role = aws_iam_role.hashed.name
  policy = base64decode(base64encode(jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:PutObject", "s3:GetObject"], Resource = local.repository },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::${provider::aws::arn_parse(local.appliance)["account_id"]}:role/*" },
      { Effect = "Allow", Action = "ec2:*", Resource = "*", Condition = { NumericLessThan = { "aws:MultiFactorAuthAge" = 3600 }, Bool = { "aws:ViaAWSService" = false } } },
    ]
  })))
}
