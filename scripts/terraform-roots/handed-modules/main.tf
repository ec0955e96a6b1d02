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


module "policies" {
  source   = "./policy"
  for_each = { ec2 = ["ec2:*"], s3 = ["s3:Get*", "s3:List*"], kms = ["kms:Decrypt"] }
  name     = each.key
  actions  = each.value
}

module "backup" {
  source   = "./role"
  name     = "backup"
  trust    = data.aws_iam_policy_document.trust
  policies = [module.policies["ec2"], module.policies["s3"]]
  boundary = module.policies["ec2"]
}

module "restore" {
  source   = "./role"
  name     = "restore"
  trust    = data.aws_iam_policy_document.trust
  policies = values(module.policies)
  inline   = { for name, policy in module.policies : name => policy.document if name != "s3" }
}
