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


resource "terraform_data" "suffix" {
  input            = "x1"
  triggers_replace = ["a"]
}

locals {
  suffix = substr(terraform_data.suffix.id, 0, 4)
}

resource "aws_iam_role" "prefixed" {
  name_prefix        = "veeam-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role" "unnamed" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role" "suffixed" {
  name               = "veeam-${local.suffix}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "prefixed" {
  role   = aws_iam_role.prefixed.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
}

resource "aws_iam_role_policy" "unnamed" {
  role   = basename(aws_iam_role.unnamed.arn)
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_role_policy" "suffixed" {
  role   = "veeam-${local.suffix}"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })
}

resource "aws_iam_policy" "shared" {
  name_prefix = "veeam"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "shared" {
  for_each = {
    prefixed = aws_iam_role.prefixed.name
    unnamed  = aws_iam_role.unnamed.name
  }
  role       = each.value
  policy_arn = aws_iam_policy.shared.arn
}

resource "aws_iam_instance_profile" "prefixed" {
  name_prefix = "veeam-"
  role        = aws_iam_role.prefixed.name
}

resource "aws_iam_instance_profile" "unnamed" {
  name = aws_iam_role.unnamed.name
  role = aws_iam_role.unnamed.name
}
