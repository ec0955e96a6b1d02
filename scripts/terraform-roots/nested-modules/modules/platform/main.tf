terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.main, aws.dr]
    }
  }
}

variable "name" { type = string }
variable "extra_policies" {
  type = list(object({
    name       = string
    effect     = optional(string, "Allow")
    statements = list(object({ actions = list(string), resources = list(string) }))
  }))
}

module "main" {
  source    = "../roles"
  providers = { aws = aws.main }
  name      = "${var.name}-main"
  policies  = concat(local.base, var.extra_policies)
}

module "dr" {
  source    = "../roles"
  providers = { aws = aws.dr }
  name      = "${var.name}-dr"
  policies  = [for policy in local.base : policy if policy.name != "queues"]
}

locals {
  base = [
    { name = "ec2", effect = "Allow", statements = [{ actions = ["ec2:*"], resources = ["*"] }] },
    { name = "queues", effect = "Allow", statements = [{ actions = ["sqs:ReceiveMessage"], resources = ["arn:aws:sqs:*:*:veeam-*"] }, { actions = ["sqs:SendMessage"], resources = ["*"] }] },
  ]
}

output "roles" {
  value = { main = module.main.role_name, dr = module.dr.role_name }
}
