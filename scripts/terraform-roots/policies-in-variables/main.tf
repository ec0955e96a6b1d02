provider "aws" {
  region = "eu-west-1"
}
resource "aws_iam_role" "r" {
  name               = "veeam-variables"
  assume_role_policy = var.trust_policy
}
resource "aws_iam_policy" "p" {
  for_each = { for one in var.policies : one.name => one.policy }
  name     = each.key
  policy   = jsonencode(each.value)
}
resource "aws_iam_role_policy_attachment" "p" {
  for_each   = merge({ for name, policy in aws_iam_policy.p : name => policy.arn }, { for arn in var.attach : arn => arn })
  role       = aws_iam_role.r.name
  policy_arn = each.value
}
resource "aws_iam_role_policy" "raw" {
  for_each = var.raw
  name     = each.key
  role     = aws_iam_role.r.name
  policy   = each.value
}
