provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { project = var.project, managed-by = "terraform" }
  }
  ignore_tags {
    key_prefixes = ["kubernetes.io/"]
  }
}
