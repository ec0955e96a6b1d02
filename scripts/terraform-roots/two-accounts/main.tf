provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "backup"
  region = "eu-west-1"
  assume_role {
    role_arn     = "arn:aws:iam::${var.backup_account}:role/terraform"
    session_name = "plan"
  }
  default_tags {
    tags = { Owner = "backup" }
  }
}

variable "backup_account" { default = "222233334444" }

data "aws_caller_identity" "here" {}
data "aws_caller_identity" "backup" { provider = aws.backup }

locals {
  trusted = "arn:aws:iam::111122223333:role/appliance"
}

resource "aws_iam_role" "here" {
  name = "veeam"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = local.trusted } },
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = data.aws_caller_identity.backup.account_id } },
    ]
  })
}

resource "aws_iam_role_policy" "here" {
  role = "veeam"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Resource = "arn:aws:iam::${data.aws_caller_identity.backup.account_id}:role/veeam" }]
  })
  depends_on = [aws_iam_role.here]
}

module "there" {
  source    = "./account"
  providers = { aws = aws.backup }
  trusted   = [aws_iam_role.here.arn, local.trusted]
}

module "here" {
  source  = "./account"
  name    = "veeam-here"
  trusted = ["arn:aws:iam::${data.aws_caller_identity.here.account_id}:role/veeam"]
}

resource "aws_iam_role_policy" "there" {
  provider = aws.backup
  name     = "extra"
  role     = module.there.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
}
