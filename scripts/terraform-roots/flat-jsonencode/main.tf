provider "aws" {
  region = "eu-west-1"
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "aws_sqs_queue" "jobs" {
  name = "veeam-jobs"
}

resource "aws_iam_role" "worker" {
  name = "veeam-worker-${data.aws_caller_identity.current.account_id}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::111122223333:role/appliance" }
      },
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" } },
    ]
  })
}

resource "aws_iam_policy" "worker" {
  name = "${aws_iam_role.worker.name}-policy"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Ec2", Effect = "Allow", Action = ["ec2:CreateSnapshot", "ec2:Describe*"], Resource = "*" },
      { Sid = "Queue", Effect = "Allow", Action = "sqs:*", Resource = aws_sqs_queue.jobs.arn },
      {
        Sid      = "Repository"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "arn:${data.aws_partition.current.partition}:s3:::veeam-repository/*"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.worker.arn
}

resource "aws_iam_instance_profile" "worker" {
  name = aws_iam_role.worker.name
  role = aws_iam_role.worker.name
}
