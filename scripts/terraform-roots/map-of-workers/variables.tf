variable "workers" {
  type = map(object({
    path        = optional(string, "/")
    actions     = optional(list(string), ["ec2:DescribeInstances"])
    buckets     = optional(set(string))
    profile     = optional(bool, true)
    boundary    = optional(string)
    managed     = optional(list(string), [])
    assumed_by  = optional(object({
      services = optional(list(string), ["ec2.amazonaws.com"])
      roles    = optional(list(string), ["arn:aws:iam::111122223333:role/appliance"])
    }), {})
  }))
  nullable = false
  default  = {}
}

variable "prefix" {
  type     = string
  nullable = false
  default  = "veeam"
}
