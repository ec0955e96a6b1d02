provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "two"
  region = "eu-central-1"
  assume_role { role_arn = "arn:aws:iam::222222222222:role/deploy" }
}
provider "aws" {
  alias  = "three"
  region = "us-east-1"
  assume_role { role_arn = "arn:aws:iam::333333333333:role/deploy" }
}

locals {
  policies = {
    aws   = ["ec2:*"]
    two   = ["sqs:*", "s3:*"]
    three = ["kms:*"]
  }
}

module "one" {
  source  = "./worker"
  actions = local.policies.aws
}
module "two" {
  source    = "./worker"
  providers = { aws = aws.two }
  actions   = local.policies["two"]
}
module "three" {
  source    = "./worker"
  providers = { aws = aws.three }
  actions   = local.policies.three
  profile   = false
}

resource "aws_iam_role_policy" "extra" {
  provider = aws.three
  name     = "extra"
  role     = module.three.role
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}
