provider "aws" { region = "eu-west-1" }

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


resource "aws_s3_bucket" "b" {
  count         = 2
  bucket_prefix = "veeam-${count.index}"
}

resource "terraform_data" "first" {}

data "aws_iam_policy_document" "late" {
  depends_on = [terraform_data.first]
  statement {
    actions   = ["ec2:CreateSnapshot"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "unknown" {
  source_policy_documents = [data.aws_iam_policy_document.late.json]
  dynamic "statement" {
    for_each = aws_s3_bucket.b
    content {
      sid       = "Bucket${statement.key}"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = [statement.value.arn, "${statement.value.arn}/*"]
    }
  }
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = aws_s3_bucket.b[*].arn
    }
  }
}

data "aws_iam_policy_document" "unknown_override" {
  source_policy_documents   = [data.aws_iam_policy_document.unknown.json]
  override_policy_documents = [data.aws_iam_policy_document.late.json]
  statement {
    effect    = "Deny"
    actions   = ["s3:DeleteObject"]
    resources = ["${aws_s3_bucket.b[0].arn}/keep/*"]
  }
}

resource "aws_iam_role" "r" {
  name                 = "veeam-deferred"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = data.aws_iam_policy_document.unknown_override.json
}

resource "aws_iam_policy" "p" {
  count       = 2
  name        = "p${count.index}"
  description = aws_s3_bucket.b[count.index].id
  policy      = [data.aws_iam_policy_document.unknown.json, data.aws_iam_policy_document.late.json][count.index]
}

resource "aws_iam_role_policy_attachment" "p" {
  count      = length(aws_iam_policy.p)
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.p[count.index].arn
}

resource "aws_iam_role_policy" "inline" {
  role = aws_iam_role.r.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for bucket in aws_s3_bucket.b : { Effect = "Allow", Action = ["s3:ListBucket"], Resource = bucket.arn }],
      [{ Effect = "Allow", Action = ["ec2:RunInstances"], Resource = "*", Condition = { StringLike = { "ec2:ResourceTag/bucket" = "${aws_s3_bucket.b[0].id}*" } } }],
    )
  })
}

resource "aws_iam_role" "by_unknown" {
  name               = "veeam-by-unknown"
  assume_role_policy = data.aws_iam_policy_document.trust_unknown.json
}

data "aws_iam_policy_document" "trust_unknown" {
  source_policy_documents = [data.aws_iam_policy_document.trust.json]
  statement {
    effect  = "Deny"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.r.arn]
    }
  }
}

resource "aws_iam_role_policy" "maybe" {
  count  = 1
  name   = "maybe"
  role   = aws_iam_role.by_unknown.name
  policy = aws_s3_bucket.b[0].id != "" ? data.aws_iam_policy_document.late.json : data.aws_iam_policy_document.unknown.json
}
