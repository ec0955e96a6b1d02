resource "aws_iam_role_policy" "second" {
  role   = element(aws_iam_role.worker[*].name, 3)
  policy = data.aws_iam_policy_document.second.json
}

resource "aws_iam_instance_profile" "workers" {
  count = 2
  name  = "veeam-${count.index}"
  role  = aws_iam_role.worker.*.name[count.index]
}

resource "aws_iam_policy" "queue" {
  name   = "queue"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "queue" {
  role       = aws_iam_role.worker[0].name
  policy_arn = aws_iam_policy.queue.arn
}
