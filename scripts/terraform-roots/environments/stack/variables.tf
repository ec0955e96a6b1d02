variable "region" { default = "eu-west-1" }
variable "environment" {
  type = string
  validation {
    condition     = contains(["prod", "staging"], var.environment)
    error_message = "prod or staging"
  }
}
variable "accounts" {
  type = map(string)
}
