variable "name" {}
variable "trust" { type = object({ json = string }) }
variable "policies" { type = list(object({ arn = string, name = string })) }
variable "boundary" {
  type    = object({ arn = string })
  default = null
}
variable "inline" {
  type    = map(string)
  default = {}
}
resource "aws_iam_role" "this" {
  name                 = "veeam-${var.name}"
  assume_role_policy   = var.trust.json
  permissions_boundary = var.boundary == null ? null : var.boundary.arn
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = { for policy in var.policies : policy.name => policy.arn }
  role       = aws_iam_role.this.name
  policy_arn = each.value
}
resource "aws_iam_role_policy" "this" {
  for_each = var.inline
  name     = each.key
  role     = aws_iam_role.this.name
  policy   = each.value
}
