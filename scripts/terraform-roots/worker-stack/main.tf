terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

locals {
  name = "${var.project}-${var.stage}"
  tags = merge(var.tags, { Name = local.name })
}

resource "aws_s3_bucket" "repository" {
  bucket        = "veeam-repository"
  force_destroy = var.stage != "prod"
}

resource "aws_sqs_queue" "jobs" {
  name              = "${local.name}-jobs.fifo"
  fifo_queue        = true
  kms_master_key_id = aws_kms_key.this.arn
}

resource "aws_kms_key" "this" {
  policy = data.aws_iam_policy_document.key.json
}

data "aws_caller_identity" "this" {}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.this.account_id}:root"]
    }
  }
  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.worker.arn]
    }
  }
}
