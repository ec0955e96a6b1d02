variable "principals" { type = map(list(string)) }
variable "assume_actions" { default = ["sts:AssumeRole", "sts:TagSession"] }
variable "policy_documents" {
  type    = list(string)
  default = []
}
variable "policy_document_count" { default = 1 }
variable "managed_policy_arns" {
  type    = set(string)
  default = []
}
variable "instance_profile_enabled" { default = false }
