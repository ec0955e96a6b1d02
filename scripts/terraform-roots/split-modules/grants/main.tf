variable "role_arn" {
  default = ""
}
variable "role" {
  default = ""
}
variable "actions" { type = list(string) }

locals {
  role = var.role != "" ? var.role : reverse(split("/", var.role_arn))[0]
}

resource "aws_iam_policy" "this" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = local.role
  policy_arn = aws_iam_policy.this.arn
}
