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


module "iam" {
  source = "./modules/iam"
  defaults = {
    path      = "/veeam/"
    assume    = data.aws_iam_policy_document.trust.json
    max_hours = 2
  }
  items = {
    one = {
      policies = {
        managed = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
        made    = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
      }
      statements = {
        queues = { actions = ["sqs:SendMessage"], resources = ["*"] }
        deny   = { effect = "Deny", actions = ["ec2:TerminateInstances"], resources = ["*"], condition = [{ test = "StringEquals", variable = "aws:RequestedRegion", values = ["us-east-1"] }] }
      }
      profile = true
    }
    two = {
      create   = false
      policies = { managed = "arn:aws:iam::aws:policy/AdministratorAccess" }
    }
    three = {
      statements = { all = { not_actions = ["iam:*"], not_resources = ["arn:aws:s3:::secret/*"] } }
    }
  }
}
