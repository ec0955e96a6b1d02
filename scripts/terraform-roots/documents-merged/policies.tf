data "aws_iam_policy_document" "ec2" {
  statement {
    sid       = "Snapshots"
    actions   = ["ec2:CreateSnapshot", "ec2:DeleteSnapshot", "ec2:CreateTags"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "storage" {
  dynamic "statement" {
    for_each = { for bucket in var.buckets : bucket => { list = "arn:aws:s3:::${bucket}", objects = "arn:aws:s3:::${bucket}/*" } }
    content {
      sid       = replace(title(statement.key), "-", "")
      actions   = ["s3:Get*", "s3:Put*", "s3:List*"]
      resources = values(statement.value)
    }
  }
  statement {
    sid       = "Overridden"
    actions   = ["kms:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [
    data.aws_iam_policy_document.ec2.json,
    data.aws_iam_policy_document.storage.json,
  ]
  override_policy_documents = compact([
    var.can_decrypt ? data.aws_iam_policy_document.decrypt[0].json : "",
  ])
  statement {
    sid       = "Queues"
    effect    = "Deny"
    actions   = ["sqs:DeleteMessage"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "decrypt" {
  count = var.can_decrypt ? 1 : 0
  statement {
    sid           = "Overridden"
    effect        = "Allow"
    actions       = ["kms:Decrypt"]
    not_resources = ["arn:aws:kms:*:*:key/secret"]
  }
}
