variable "name" {
  type = string
  validation {
    condition     = startswith(var.name, "veeam-")
    error_message = "not ours"
  }
}
variable "policy" {
  type = object({ json = string })
  default = null
}

resource "aws_iam_role" "this" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/appliance" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "this" {
  count  = var.policy == null ? 0 : 1
  role   = aws_iam_role.this.name
  policy = var.policy.json
}

output "trust" { value = aws_iam_role.this.assume_role_policy }
