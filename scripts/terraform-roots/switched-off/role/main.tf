variable "name" {}
variable "trust" {}
resource "aws_iam_role" "this" {
  name               = "veeam-${var.name}"
  assume_role_policy = var.trust
}
output "name" { value = aws_iam_role.this.name }
output "admin" { value = var.name == "backup" ? "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" : "" }
