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


resource "aws_iam_role" "all" {
  for_each           = toset(["a", "b"])
  name               = "veeam-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

module "grant" {
  source = "./grant"
  roles  = aws_iam_role.all
  main   = aws_iam_role.all["a"]
  documents = {
    a = data.aws_iam_policy_document.trust
    b = module.documents["b"]
  }
}

module "documents" {
  source   = "./documents"
  for_each = { b = ["ec2:*"], c = ["sqs:*", "s3:*"] }
  actions  = each.value
}

resource "aws_iam_role_policy" "rest" {
  for_each = { for key, module in module.documents : key => module.document if key != "b" }
  name     = each.key
  role     = values(module.grant.roles)[0].name
  policy   = each.value.json
}

resource "aws_iam_instance_profile" "all" {
  for_each = module.grant.roles
  role     = each.value.id
}
