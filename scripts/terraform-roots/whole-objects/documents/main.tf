variable "actions" {}
data "aws_iam_policy_document" "this" {
  statement {
    actions   = var.actions
    resources = ["*"]
  }
}
output "document" { value = data.aws_iam_policy_document.this }
