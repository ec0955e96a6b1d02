provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}

module "platform" {
  source = "./modules/platform"
  providers = {
    aws.main = aws
    aws.dr   = aws.dr
  }
  name = "veeam"
  extra_policies = [
    { name = "decrypt", statements = [{ actions = ["kms:Decrypt"], resources = ["*"] }] },
    { name = "deny", effect = "Deny", statements = [{ actions = ["ec2:RunInstances"], resources = ["*"] }] },
  ]
}

output "roles" {
  value = module.platform.roles
}

resource "aws_iam_role_policy_attachment" "outside" {
  for_each   = module.platform.roles
  role       = each.value
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
