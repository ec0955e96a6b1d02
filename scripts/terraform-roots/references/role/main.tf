variable "name" { default = "main" }
resource "aws_iam_role" "this" {
  name               = "veeam-${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/appliance"]
    }
  }
}

output "role" { value = aws_iam_role.this }
output "all" { value = { main = aws_iam_role.this.name } }
