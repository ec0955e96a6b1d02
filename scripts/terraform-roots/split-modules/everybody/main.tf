variable "roles" {}
variable "actions" {}

resource "aws_iam_policy" "this" {
  name   = "everybody"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}

resource "aws_iam_policy_attachment" "this" {
  name       = "everybody"
  roles      = sort(var.roles)
  policy_arn = aws_iam_policy.this.arn
}
