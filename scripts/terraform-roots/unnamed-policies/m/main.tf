variable "arns" { type = set(string) }
variable "trust" {}
resource "aws_iam_role" "this" {
  name                = "veeam-m"
  assume_role_policy  = var.trust
  managed_policy_arns = var.arns
}
output "role" { value = { name = aws_iam_role.this.name, id = aws_iam_role.this.id } }
