resource "aws_iam_policy" "queue" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage", "sqs:ReceiveMessage"], Resource = "*" }] })
}

variable "names" {
  default = ["one", "three"]
}
