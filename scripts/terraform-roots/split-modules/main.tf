provider "aws" { region = "eu-west-1" }

module "identity" {
  source = "./identity"
  roles  = ["reader", "writer", "idle"]
}

module "grants" {
  source = "./grants"
  for_each = {
    reader = ["s3:GetObject", "s3:ListBucket"]
    writer = ["s3:PutObject"]
  }
  role_arn = module.identity.arns[each.key]
  actions  = each.value
}

module "shared" {
  source = "./grants"
  count  = 2
  role   = element(values(module.identity.names), count.index)
  actions = count.index == 0 ? ["ec2:DescribeInstances"] : ["ec2:CreateSnapshot", "ec2:RunInstances"]
}

module "everybody" {
  source  = "./everybody"
  roles   = values(module.identity.names)
  actions = ["logs:PutLogEvents"]
}
