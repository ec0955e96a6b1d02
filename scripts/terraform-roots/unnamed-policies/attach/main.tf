variable "role" { type = string }
variable "policies" { type = map(string) }
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = var.policies
  role       = var.role
  policy_arn = each.value
}
