variable "deny" {}
resource "aws_iam_policy" "this" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }, { Effect = "Deny", Action = var.deny, Resource = "*" }]
  })
}
output "arn" { value = aws_iam_policy.this.arn }
