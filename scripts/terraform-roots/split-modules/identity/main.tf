variable "roles" { type = set(string) }

resource "aws_iam_role" "these" {
  for_each           = var.roles
  name               = "veeam-${each.value}"
  path               = "/veeam/"
  assume_role_policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:role/appliance" },
    "Action": "sts:AssumeRole"
  }]
}
EOF
}

resource "aws_iam_instance_profile" "these" {
  for_each = aws_iam_role.these
  name     = each.value.name
  role     = each.value.name
}

output "arns" { value = { for key, role in aws_iam_role.these : key => role.arn } }
output "names" { value = { for key in var.roles : key => aws_iam_role.these[key].name } }
