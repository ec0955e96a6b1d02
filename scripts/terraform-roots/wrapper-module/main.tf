provider "aws" { region = "eu-west-1" }

module "backup" {
  source = "./modules/iam-role"

  role_name             = "veeam-backup"
  trusted_role_arns     = ["arn:aws:iam::111122223333:role/appliance"]
  trusted_role_services = ["ec2.amazonaws.com"]
  role_requires_mfa     = false
  custom_role_policy_arns = [
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    aws_iam_policy.backup.arn,
  ]
  number_of_custom_role_policy_arns = 2
  create_instance_profile           = true
}

module "restore" {
  source                = "./modules/iam-role"
  role_name             = "veeam-restore"
  role_name_prefix      = null
  trusted_role_arns     = ["arn:aws:iam::111122223333:role/appliance"]
  role_sts_externalid   = "veeam"
  attach_admin_policy   = true
  role_permissions_boundary_arn = aws_iam_policy.boundary.arn
}

module "off" {
  source      = "./modules/iam-role"
  create_role = false
}

resource "aws_iam_policy" "backup" {
  name   = "backup"
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["ec2:*"], "Resource": "*"}
  ]
}
EOF
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ec2:*", "s3:*", "sqs:Receive*"], Resource = "*" }] })
}

resource "aws_iam_role_policy" "extra" {
  name   = "extra"
  role   = one([module.backup.iam_role_name])
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ec2:Terminate*", Resource = coalesce("", module.off.iam_role_arn, "*") }] })
}
