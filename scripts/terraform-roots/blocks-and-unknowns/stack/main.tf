terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { "worker-iam-check" = "all" }
  }
}

moved {
  from = aws_iam_role.old
  to   = aws_iam_role.worker
}

removed {
  from = aws_iam_role.gone
  lifecycle { destroy = false }
}

check "name" {
  assert {
    condition     = aws_iam_role.worker.name != ""
    error_message = "no name"
  }
}

resource "terraform_data" "id" {
  input = "worker"
}

resource "aws_sqs_queue" "q" {
  for_each    = toset(["jobs", "results"])
  name_prefix = each.key
}

resource "aws_kms_key" "k" {}

data "aws_iam_policy_document" "queues" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [for queue in aws_sqs_queue.q : queue.arn]
  }
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/${aws_kms_key.k.key_id}"]
    }
  }
  statement {
    actions   = ["ec2:*"]
    resources = ["*"]
  }
}

module "roles" {
  source   = "../modules/named"
  for_each = { worker = "w", other = "o" }
  name     = "veeam-${each.key}"
  policy   = each.value == "w" ? { json = data.aws_iam_policy_document.queues.json } : null
}

resource "aws_iam_role" "worker" {
  name_prefix        = "veeam-${terraform_data.id.output}-"
  assume_role_policy = module.roles["worker"].trust
  lifecycle {
    ignore_changes = [tags]
    precondition {
      condition     = length(module.roles) == 2
      error_message = "two"
    }
  }
  depends_on = [module.roles]
}

resource "aws_iam_role_policy" "worker" {
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.queues.json
}

resource "aws_iam_role_policy" "generated_name" {
  name_prefix = "x"
  role        = aws_iam_role.worker.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::veeam-repository/*", "${aws_sqs_queue.q["jobs"].arn}/x"] },
    ]
  })
}
