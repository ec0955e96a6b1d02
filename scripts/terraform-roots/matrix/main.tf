provider "aws" { region = "eu-west-1" }

variable "regions" {
  type    = list(string)
  default = ["eu-west-1", "eu-central-1"]
}

locals {
  duties = ["backup", "restore"]
  short  = zipmap(var.regions, [for region in var.regions : replace(region, "/^([a-z]+)-([a-z])[a-z]*-([0-9])$/", "$1$2$3")])
  matrix = {
    for pair in setproduct(local.duties, var.regions) : "${pair[0]}-${local.short[pair[1]]}" => { duty = pair[0], region = pair[1] }
  }
  actions = {
    backup  = split(",", "ec2:CreateSnapshot,ec2:DescribeInstances,kms:Decrypt")
    restore = [for verb in ["Run", "Terminate"] : format("ec2:%sInstances", verb)]
  }
  attachments = toset(flatten([
    for role, spec in local.matrix : [
      for policy in concat(["AmazonSSMManagedInstanceCore"], spec.duty == "restore" ? ["AmazonSQSFullAccess"] : []) : "${role}|${policy}"
    ]
  ]))
}

resource "aws_iam_role" "these" {
  for_each = local.matrix
  name     = "veeam-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for principal in [{ Service = "ec2.amazonaws.com" }, { AWS = "arn:aws:iam::111122223333:role/appliance" }] :
      merge({ Effect = "Allow", Action = "sts:AssumeRole" }, { Principal = principal })
    ]
  })
  inline_policy {
    name = "regional"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = local.actions[each.value.duty]
        Resource  = "*"
        Condition = { StringEquals = { "aws:RequestedRegion" = each.value.region } }
      }]
    })
  }
}

resource "aws_iam_role_policy_attachment" "these" {
  for_each   = local.attachments
  role       = aws_iam_role.these[split("|", each.value)[0]].name
  policy_arn = "arn:aws:iam::aws:policy/${element(split("|", each.key), 1)}"
}

resource "aws_iam_instance_profile" "restore" {
  for_each = { for key, spec in local.matrix : key => spec.region if spec.duty == "restore" }
  name     = each.key
  role     = aws_iam_role.these[each.key].id
}
