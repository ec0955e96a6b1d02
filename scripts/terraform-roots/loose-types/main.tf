provider "aws" { region = "eu-west-1" }

variable "grants" {
  type = any
  default = {
    one   = "ec2:DescribeInstances"
    two   = ["ec2:CreateSnapshot", "kms:Decrypt"]
    three = { actions = ["s3:GetObject"], resources = "arn:aws:s3:::veeam-repository/*" }
    four  = null
  }
}

variable "external_id" {
  type      = string
  sensitive = true
  default   = "8d7f"
}

variable "services" {
  type    = set(string)
  default = ["ec2", "ssm", "ec2"]
}

locals {
  normal = {
    for name, grant in var.grants : name => {
      actions   = try(grant.actions, tolist(grant), [tostring(grant)])
      resources = try(flatten([grant.resources]), ["*"])
    } if grant != null
  }
}

resource "aws_iam_role" "loose" {
  name = "veeam-loose"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = formatlist("%s.amazonaws.com", var.services) }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::111122223333:role/appliance" }
        Condition = { StringEquals = { "sts:ExternalId" = nonsensitive(var.external_id) } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "loose" {
  for_each = local.normal
  role     = aws_iam_role.loose.name
  name     = each.key
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = each.value.actions, Resource = each.value.resources }]
  })
}

resource "aws_iam_role" "secret" {
  name = "veeam-secret"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::111122223333:role/appliance" }
      Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }
    }]
  })
}

resource "aws_iam_instance_profile" "loose" {
  name = coalesce(null, aws_iam_role.loose.name)
  role = coalesce(null, "", aws_iam_role.loose.name)
}
