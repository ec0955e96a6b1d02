variable "actions" {
  default = ["sqs:SendMessage", "ec2:RunInstances"]
}

module "m" {
  source = "./two"
}

locals {
  suffix = "b"
}
