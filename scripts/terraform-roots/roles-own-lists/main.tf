provider "aws" {
  region = "eu-west-1"
}

variable "with_storage" {
  default = "true"
}

locals {
  aws_policies = ["AmazonSSMManagedInstanceCore", "service-role/AmazonEC2SpotFleetTaggingRole"]
  inline = {
    ec2     = ["ec2:CreateSnapshot", "ec2:RunInstances"]
    storage = var.with_storage ? ["s3:GetObject", "s3:PutObject", "s3:ListBucket"] : []
    keys    = ["kms:Decrypt"]
  }
}

resource "aws_iam_role" "owns" {
  name                = "veeam-owns"
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["ec2.amazonaws.com"] } }] })
  managed_policy_arns = formatlist("arn:aws:iam::aws:policy/%s", local.aws_policies)

  dynamic "inline_policy" {
    for_each = { for name, actions in local.inline : name => actions if length(actions) > 0 }
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = "*" }] })
    }
  }
}

resource "aws_iam_role" "empties" {
  name                = "veeam-empties"
  assume_role_policy  = aws_iam_role.owns.assume_role_policy
  managed_policy_arns = []
  inline_policy {}
}

resource "aws_iam_role" "exclusive" {
  name               = "veeam-exclusive"
  assume_role_policy = aws_iam_role.owns.assume_role_policy
}

resource "aws_iam_role_policy" "exclusive" {
  for_each = toset(["sqs:SendMessage", "sqs:ReceiveMessage"])
  name     = replace(each.key, ":", "-")
  role     = aws_iam_role.exclusive.name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.key, Resource = "*" }] })
}

resource "aws_iam_role_policies_exclusive" "exclusive" {
  role_name    = aws_iam_role.exclusive.name
  policy_names = [for policy in aws_iam_role_policy.exclusive : policy.name]
}

resource "aws_iam_role_policy_attachments_exclusive" "exclusive" {
  role_name   = aws_iam_role.exclusive.name
  policy_arns = ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
}

resource "aws_iam_role_policy_attachment" "exclusive" {
  role       = aws_iam_role.exclusive.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
}

resource "aws_iam_policy_attachment" "all" {
  name       = "all"
  roles      = [aws_iam_role.exclusive.name, "veeam-empties-not"]
  policy_arn = aws_iam_policy.shared.arn
}

resource "aws_iam_policy" "shared" {
  name_prefix = "shared-"
  policy      = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "ssm:SendCommand", Resource = "*" } })
}
