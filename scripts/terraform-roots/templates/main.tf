provider "aws" {
  region = local.region
}

locals {
  region  = "eu-west-1"
  actions = ["ec2:CreateSnapshot", "ec2:DescribeInstances", "sqs:SendMessage"]
  vars = {
    account = "123456789012"
    bucket  = "veeam-repository"
    writers = true
    actions = local.actions
  }
}

resource "aws_iam_role" "templated" {
  name               = format("veeam-%s-%03d", "worker", 7)
  assume_role_policy = file("${path.module}/policies/trust.json")
}

resource "aws_iam_role_policy" "templated" {
  role   = aws_iam_role.templated.name
  policy = templatefile("${path.module}/policies/worker.json.tftpl", local.vars)
}

resource "aws_iam_role_policy" "plain" {
  for_each = { for file in fileset("${path.module}/policies/extra", "*.json") : trimsuffix(file, ".json") => file }
  name     = each.key
  role     = aws_iam_role.templated.name
  policy   = file("${path.module}/policies/extra/${each.value}")
}

resource "aws_iam_role_policy" "heredoc" {
  name   = "heredoc"
  role   = aws_iam_role.templated.name
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        %{~for index, action in ["kms:Decrypt", "kms:GenerateDataKey"]~}
        ${index > 0 ? "," : ""}{
          "Effect": "Allow",
          "Action": "${action}",
          "Resource": "arn:aws:kms:${local.region}:${local.vars.account}:key/*"
        }
        %{~endfor~}
      ]
    }
  EOT
}
