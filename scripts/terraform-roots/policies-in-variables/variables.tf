variable "trust_policy" {
  type    = string
  default = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/appliance"}, "Action": "sts:AssumeRole"}
      ]
    }
  EOT
}
variable "policies" {
  type = list(object({
    name   = string
    policy = any
  }))
}
variable "raw" {
  type = map(string)
}
variable "attach" {
  type    = set(string)
  default = []
}
