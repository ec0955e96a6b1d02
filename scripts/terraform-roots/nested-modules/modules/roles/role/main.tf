variable "name" {}

data "aws_region" "here" {}

resource "aws_iam_role" "this" {
  name               = "${var.name}-${data.aws_region.here.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/appliance"]
    }
  }
}

resource "aws_iam_instance_profile" "this" {
  role = aws_iam_role.this.name
}

output "name" {
  value      = aws_iam_role.this.name
  depends_on = [aws_iam_instance_profile.this]
}
