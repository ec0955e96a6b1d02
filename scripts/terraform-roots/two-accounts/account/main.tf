variable "name" { default = "veeam" }
variable "trusted" { type = list(string) }

data "aws_caller_identity" "me" {}

resource "aws_iam_role" "this" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = var.trusted } }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "queues"
  role = aws_iam_role.this.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "arn:aws:sqs:*:${data.aws_caller_identity.me.account_id}:*" }]
  })
}

output "name" { value = aws_iam_role.this.name }
