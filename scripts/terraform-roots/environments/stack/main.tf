terraform {
  backend "s3" {
    bucket = "state"
    key    = "veeam/prod.tfstate"
    region = "eu-west-1"
  }
}

provider "aws" {
  region = var.region
  assume_role {
    role_arn = "arn:aws:iam::${var.accounts[var.environment]}:role/deployer"
  }
}

locals {
  settings = {
    default = { suffix = "", snapshots = true }
    staging = { suffix = "-stg", snapshots = false }
  }
  setting = merge(local.settings.default, try(local.settings[terraform.workspace], {}), { owner = "backup" })
  common  = yamldecode(templatefile("${path.module}/../common/common.yaml", { environment = var.environment }))
}

module "roles" {
  source = "../modules/veeam-roles"

  for_each    = { for role in local.common.roles : role.name => role if !contains(try(role.not_in, []), var.environment) }
  name        = "${each.key}${local.setting.suffix}"
  statements  = each.value.statements
  environment = var.environment
  snapshots   = local.setting.snapshots
}

resource "aws_iam_instance_profile" "all" {
  for_each = module.roles
  name     = each.value.name
  role     = each.value.name
}
