terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.second]
    }
  }
}
variable "arn" { type = string }
data "aws_region" "first" {}
data "aws_region" "second" { provider = aws.second }
data "aws_partition" "first" {}
resource "aws_iam_role" "m" {
  provider           = aws.second
  name               = "veeam-m-${data.aws_region.first.name}-${data.aws_region.second.name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = var.arn } }] })
}
resource "aws_iam_role_policy" "m" {
  provider = aws.second
  role   = aws_iam_role.m.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = aws_iam_role.m.tags_all["Team"] == "backup" ? "Allow" : "Deny", Action = "kms:Decrypt", Resource = "*" }, { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:${data.aws_partition.first.partition}:s3:::veeam-repository/*" }, { Effect = "Allow", Action = ["s3:PutObject"], Resource = "arn:aws:s3:::${data.aws_region.second.name == "eu-west-1" ? "veeam-repository" : "no"}/*" }] })
}
