variable "actions" {}
variable "profile" { default = true }
data "aws_caller_identity" "me" {}
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

resource "aws_iam_role" "worker" {
  name               = "veeam-worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_policy" "worker" {
  name   = "veeam-worker"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/veeam-worker"
  depends_on = [aws_iam_policy.worker]
}
resource "aws_iam_instance_profile" "worker" {
  count = var.profile ? 1 : 0
  name  = "veeam-worker"
  role  = aws_iam_role.worker.name
}
output "role" { value = aws_iam_role.worker.id }
