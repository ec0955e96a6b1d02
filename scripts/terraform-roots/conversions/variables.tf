variable "numbers" {
  type    = map(string)
  default = { a = 1, b = true, c = 1.50 }
}
variable "dirty_set" {
  type    = set(string)
  default = ["sqs:SendMessage", "ec2:RunInstances", "sqs:SendMessage"]
}
variable "as_list" {
  type    = list(string)
  default = [1, true, "x"]
}
variable "count_text" {
  type    = number
  default = "2"
}
variable "tuple" { type = tuple([string, bool, list(string)]) }
variable "nested" {
  type = map(object({
    enabled = optional(bool, true)
    grants = optional(map(object({
      actions  = set(string)
      effect   = optional(string, "Allow")
      resource = optional(string)
    })), { default = { actions = ["logs:PutLogEvents"] } })
    limits = optional(object({ retries = optional(number, 3), region = optional(string) }), { region = "eu-west-1" })
  }))
}
variable "defaulted" {
  type     = string
  default  = "arn:aws:iam::111122223333:role/appliance"
  nullable = false
}
variable "anything" {
  type    = any
  default = ["a", 1]
}
