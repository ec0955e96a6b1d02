terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.90" }
  }
}

provider "aws" {
  region = var.region
  alias  = "main"
}

provider "aws" {
  region = "us-east-1"
}

variable "region" {
  type    = string
  default = "eu-west-1"
  validation {
    condition     = var.region != var.other_region
    error_message = "both are ${var.region}"
  }
}
variable "other_region" { default = "us-east-1" }
variable "token" {
  type      = string
  ephemeral = true
  default   = "secret"
}

module "roles" {
  source    = "./modules/../modules/roles"
  providers = { aws.target = aws.main }
  roles = {
    backup  = { policy = file("${path.module}/policy.json"), tags = {} }
    restore = { policy = templatefile("policy.json", {}), max = 7200 }
  }
}

removed {
  from = module.old
  lifecycle {
    destroy = false
  }
}

moved {
  from = module.role
  to   = module.roles
}

check "roles" {
  data "aws_region" "checked" {}
  assert {
    condition     = data.aws_region.checked.name == "us-east-1"
    error_message = "elsewhere"
  }
}

output "arns" {
  value     = module.roles.arns
  sensitive = true
  precondition {
    condition     = length(module.roles.arns) == 2
    error_message = "not two"
  }
}

resource "aws_iam_role_policies_exclusive" "these" {
  for_each     = module.roles.names
  role_name    = each.value
  policy_names = ["${each.key}-main", "${each.key}-second"]
}
