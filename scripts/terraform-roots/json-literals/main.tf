provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "other"
  region = "eu-west-1"
}
resource "aws_iam_role" "hcl" {
  name               = "veeam-hcl-${var.order}-${var.noval}"
  assume_role_policy = aws_iam_role.json[0].assume_role_policy
}
resource "aws_iam_role_policy" "hcl" {
  role   = aws_iam_role.hcl.name
  name   = "d"
  policy = data.aws_iam_policy_document.d.json
}
resource "aws_iam_role_policy" "esc" {
  role   = aws_iam_role.hcl.name
  name   = "esc"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = local.esc }, { Effect = local.cat == "n1" && local.num == 1 ? "Allow" : "Deny", Action = "logs:PutLogEvents", Resource = "*" }, { Effect = "Allow", Action = var.fromtfvars[1], Resource = "arn:aws:s3:::veeam-repository/*" }] })
}
