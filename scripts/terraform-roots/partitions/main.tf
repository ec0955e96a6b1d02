terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = local.region
  default_tags { tags = merge(local.tags, { Env = terraform.workspace == "default" ? "base" : "ws" }) }
}
provider "aws" {
  alias  = "us"
  region = "us-gov-west-1"
  default_tags { tags = { Team = "us" } }
}
provider "aws" {
  alias  = "cn"
  region = "cn-north-1"
  skip_credentials_validation = true
}
locals {
  region = "eu-west-1"
  tags   = { Team = "backup", Keep = "yes" }
}
data "aws_partition" "p" {}
data "aws_partition" "us" { provider = aws.us }
data "aws_region" "here" {}
data "aws_region" "us" { provider = aws.us }
data "aws_caller_identity" "me" {}
data "aws_iam_policy" "named" { name = "AmazonS3ReadOnlyAccess" }
data "aws_iam_policy" "by_arn" { arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess" }
module "m" {
  source    = "./m"
  for_each  = toset(["x"])
  providers = { aws = aws.us, aws.second = aws }
  arn       = "arn:${data.aws_partition.p.partition}:iam::111122223333:role/appliance"
}
resource "aws_iam_role" "tagged" {
  name = "veeam-tagged"
  tags = { Team = "own", Size = 5 }
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:${data.aws_partition.p.id}:iam::111122223333:role/appliance" } },
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.${data.aws_partition.p.dns_suffix}" } },
  ] })
}
resource "aws_iam_role_policy" "tagged" {
  name = "t"
  role = aws_iam_role.tagged.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = aws_iam_role.tagged.tags_all["Team"] == "own" ? "Allow" : "Deny", Action = "ec2:*", Resource = "*" },
    { Effect = aws_iam_role.tagged.tags_all.Keep == "yes" ? "Allow" : "Deny", Action = "kms:*", Resource = "*" },
    { Effect = length(aws_iam_role.tagged.tags) == 2 ? "Allow" : "Deny", Action = "sqs:*", Resource = "*" },
    { Effect = "Allow", Action = "ssm:SendCommand", Resource = "arn:aws:ssm:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:*" },
    { Effect = data.aws_region.us.name == "us-gov-west-1" && data.aws_partition.us.partition == "aws-us-gov" ? "Allow" : "Deny", Action = "iam:PassRole", Resource = "*" },
    { Effect = lookup({ default = "Allow", prod = "Deny" }, terraform.workspace, "Deny"), Action = "iam:GetRole", Resource = "*" },
  ] })
}
resource "aws_iam_role_policy_attachment" "named" {
  for_each   = { n = data.aws_iam_policy.named, a = data.aws_iam_policy.by_arn }
  role       = aws_iam_role.tagged.id
  policy_arn = each.value.arn
}
