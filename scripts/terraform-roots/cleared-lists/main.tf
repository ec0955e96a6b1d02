provider "aws" { region = "eu-west-1" }
variable "inline" {
  type    = map(list(string))
  default = {}
}
resource "aws_kms_key" "k" {}
resource "terraform_data" "t" { input = ["ec2:CreateTags"] }
locals { trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com", AWS = "arn:aws:iam::111122223333:role/appliance" } }] }) }
resource "aws_iam_role" "nothing" {
  name               = "veeam-nothing"
  assume_role_policy = local.trust
  dynamic "inline_policy" {
    for_each = var.inline
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = "*" }] })
    }
  }
}
resource "aws_iam_role_policy" "nothing" {
  role   = aws_iam_role.nothing.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ec2:RunInstances"], Resource = "*" }] })
}
resource "aws_iam_role" "cleared" {
  name               = "veeam-cleared"
  assume_role_policy = local.trust
  dynamic "inline_policy" {
    for_each = length(var.inline) == 0 ? [{}] : []
    content {}
  }
  managed_policy_arns = []
}
resource "aws_iam_role_policy_attachment" "cleared" {
  role       = aws_iam_role.cleared.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
}
resource "aws_iam_role" "named" {
  name                = "veeam-named"
  assume_role_policy  = local.trust
  managed_policy_arns = [aws_iam_policy.listed.arn, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
}
resource "aws_iam_policy" "listed" {
  name_prefix = "listed"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["kms:Decrypt"], Resource = aws_kms_key.k.arn }, { Effect = "Allow", Action = ["kms:GenerateDataKey"], Resource = "*" }] })
}
resource "aws_iam_role_policy" "b" {
  for_each    = { x = "sqs:SendMessage", y = "sqs:ReceiveMessage", z = "sqs:DeleteMessage" }
  name        = each.key == "z" ? null : each.key
  role        = split("/", aws_iam_role.named.arn)[1]
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = [each.value], Resource = "*" }] })
}
resource "aws_iam_role" "ex" {
  count              = 3
  name               = "veeam-ex-${count.index}"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "ex" {
  for_each = { for p in setproduct(range(3), ["a", "b"]) : "${p[0]}${p[1]}" => p }
  name     = each.value[1]
  role     = aws_iam_role.ex[each.value[0]].name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.value[1] == "a" ? terraform_data.t.input : ["ec2:CreateSnapshot"], Resource = "*" }] })
}
resource "aws_iam_role_policies_exclusive" "ex" {
  count        = 2
  role_name    = aws_iam_role.ex[count.index].name
  policy_names = count.index == 0 ? [] : [for k, p in aws_iam_role_policy.ex : p.name if endswith(k, "b") && startswith(k, tostring(count.index))]
}
resource "aws_iam_role_policies_exclusive" "off" {
  count        = 0
  role_name    = aws_iam_role.ex[2].name
  policy_names = []
}
resource "aws_iam_role_policy_attachments_exclusive" "ex" {
  for_each    = { for i, r in aws_iam_role.ex : i => r.name if i > 0 }
  role_name   = each.value
  policy_arns = each.key == "1" ? [aws_iam_policy.listed.arn] : []
}
