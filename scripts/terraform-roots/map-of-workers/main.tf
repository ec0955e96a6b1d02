provider "aws" {
  region = "eu-west-1"
  default_tags { tags = { team = "backup" } }
}

locals {
  policies = merge([for name, worker in var.workers : { for arn in worker.managed : "${name}/${basename(arn)}" => { role = name, arn = arn } }]...)
}

resource "aws_iam_role" "this" {
  for_each             = var.workers
  name                 = join("-", [var.prefix, each.key])
  path                 = each.value.path
  permissions_boundary = try(aws_iam_policy.boundary[each.value.boundary].arn, null)
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for service in each.value.assumed_by.services : { Effect = "Allow", Principal = { Service = service }, Action = "sts:AssumeRole" }],
      length(each.value.assumed_by.roles) == 0 ? [] : [{ Effect = "Allow", Principal = { AWS = each.value.assumed_by.roles }, Action = "sts:AssumeRole" }],
    )
  })
}

resource "aws_iam_role_policy" "own" {
  for_each = { for name, worker in var.workers : name => worker if length(worker.actions) > 0 }
  role     = aws_iam_role.this[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = sort(each.value.actions), Resource = "*" }]
  })
}

resource "aws_iam_role_policy" "buckets" {
  for_each = { for name, worker in var.workers : name => worker.buckets if worker.buckets != null }
  name     = "buckets"
  role     = aws_iam_role.this[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = flatten([for bucket in each.value : ["arn:aws:s3:::${bucket}", "arn:aws:s3:::${bucket}/*"]]) }]
  })
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each   = local.policies
  role       = aws_iam_role.this[each.value.role].name
  policy_arn = each.value.arn
}

resource "aws_iam_policy" "boundary" {
  for_each = toset(distinct(compact([for worker in values(var.workers) : worker.boundary])))
  name     = "boundary-${each.key}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", NotAction = "iam:*", Resource = "*" },
      { Effect = "Deny", Action = "${each.value}:Delete*", Resource = "*" },
    ]
  })
}

resource "aws_iam_instance_profile" "this" {
  for_each = toset([for name, worker in var.workers : name if worker.profile])
  name     = "${var.prefix}-${each.key}"
  role     = aws_iam_role.this[each.key].name
}
