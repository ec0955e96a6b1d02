variable "project" { type = string }
variable "stage" { type = string }
variable "ssm" { type = bool }
variable "tags" {
  type    = map(string)
  default = {}
}
variable "appliance_role_arns" {
  type    = list(string)
  default = []
}
