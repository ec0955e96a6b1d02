variable "create_role" {
  type    = bool
  default = true
}
variable "role_name" {
  type    = string
  default = null
}
variable "role_name_prefix" {
  type    = string
  default = null
}
variable "trusted_role_arns" {
  type    = list(string)
  default = []
}
variable "trusted_role_services" {
  type    = list(string)
  default = []
}
variable "trusted_role_actions" {
  type    = list(string)
  default = ["sts:AssumeRole", "sts:TagSession"]
}
variable "role_requires_mfa" {
  type    = bool
  default = false
}
variable "role_sts_externalid" {
  type    = any
  default = []
}
variable "custom_role_policy_arns" {
  type    = list(string)
  default = []
}
variable "number_of_custom_role_policy_arns" {
  type    = number
  default = null
}
variable "attach_admin_policy" {
  type    = bool
  default = false
}
variable "admin_role_policy_arn" {
  type    = string
  default = "arn:aws:iam::aws:policy/AdministratorAccess"
}
variable "create_instance_profile" {
  type    = bool
  default = false
}
variable "role_permissions_boundary_arn" {
  type    = string
  default = ""
}
