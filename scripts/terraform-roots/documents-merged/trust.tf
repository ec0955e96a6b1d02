data "aws_iam_policy_document" "trust_base" {
  statement {
    sid     = "Ec2"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  source_policy_documents = [data.aws_iam_policy_document.trust_base.json]
  dynamic "statement" {
    for_each = var.appliance_arn == null ? [] : [var.appliance_arn]
    iterator = appliance
    content {
      sid     = "Appliance"
      actions = ["sts:AssumeRole"]
      principals {
        type        = "AWS"
        identifiers = [appliance.value]
      }
      dynamic "condition" {
        for_each = var.external_ids
        content {
          test     = condition.key
          variable = "sts:ExternalId"
          values   = condition.value
        }
      }
    }
  }
}
