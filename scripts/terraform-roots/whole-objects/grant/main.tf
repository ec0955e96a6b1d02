variable "roles" { type = map(object({ name = string, id = string, arn = string })) }
variable "main" { type = any }
variable "documents" {
  type    = any
  default = {}
}

resource "aws_iam_role_policy" "b" {
  name   = "b"
  role   = var.roles["b"].name
  policy = var.documents.b.document.json
}

resource "aws_iam_role_policy" "main" {
  name = "main"
  role = var.main.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["kms:Decrypt"], Resource = "*" }, { Effect = "Deny", Action = "iam:PassRole", Resource = [for role in var.roles : role.arn] }]
  })
}

output "roles" { value = { for key, role in var.roles : upper(key) => role } }
