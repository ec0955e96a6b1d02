variable "name" {}
variable "policies" {
  type = list(object({
    name       = string
    effect     = string
    statements = list(object({ actions = list(string), resources = list(string) }))
  }))
  default = []
}

module "role" {
  source = "./role"
  name   = var.name
}

resource "aws_iam_policy" "this" {
  count = length(var.policies)
  name  = "${var.name}-${var.policies[count.index].name}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in var.policies[count.index].statements : {
        Effect   = var.policies[count.index].effect
        Action   = statement.actions
        Resource = statement.resources
      }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  count      = length(aws_iam_policy.this)
  role       = module.role.name
  policy_arn = aws_iam_policy.this[count.index].arn
}

output "role_name" { value = module.role.name }
