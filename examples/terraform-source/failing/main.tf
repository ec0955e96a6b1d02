terraform {
  backend "s3" {}
}

provider "aws" {
  region = "eu-west-1"
}

variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role"
  type        = string
}

locals {
  services = ["ec2messages", "iam", "sqs", "ssm"]
}

module "veeam_worker" {
  source        = "./worker-role"
  name          = "veeam-worker"
  appliance_arn = var.appliance_arn
  actions       = [for service in local.services : "${service}:*"]
}
