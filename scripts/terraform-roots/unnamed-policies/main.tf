provider "aws" { region = "eu-west-1" }
locals { trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com", AWS = "arn:aws:iam::111122223333:role/appliance" } }] }) }
resource "aws_iam_role" "a" {
  name               = "veeam-a"
  assume_role_policy = local.trust
}
resource "aws_iam_role" "b" {
  name_prefix        = "veeam-b-"
  assume_role_policy = local.trust
}
resource "aws_iam_role" "c" {
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "lit" {
  role   = "veeam-a"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:CreateSnapshot", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "arn" {
  role       = aws_iam_role.b.id
  policy_arn = aws_iam_policy.np.arn
}
resource "aws_iam_policy" "np" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })
}
resource "aws_iam_policy" "np2" {
  name_prefix = "z"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*" }] })
}
data "aws_iam_policy" "sqs" { name = "AmazonSQSFullAccess" }
data "aws_iam_policy" "own" {
  arn = aws_iam_policy.np2.arn
}
resource "aws_iam_role_policy_attachment" "data" {
  role       = aws_iam_role.c.name
  policy_arn = data.aws_iam_policy.own.arn
}
resource "aws_iam_role_policy_attachment" "data2" {
  role       = aws_iam_role.c.id
  policy_arn = data.aws_iam_policy.sqs.id
}
module "attach" {
  source   = "./attach"
  role     = aws_iam_role.a.name
  policies = { one = aws_iam_policy.np2.arn, two = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }
}
module "m" {
  source = "./m"
  arns   = [aws_iam_policy.np.arn]
  trust  = local.trust
}
resource "aws_iam_role_policy" "m" {
  role   = module.m.role.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:SendCommand", Resource = "*" }] })
}
resource "aws_iam_instance_profile" "m" {
  name = module.m.role["name"]
  role = module.m.role.name
}
resource "aws_iam_instance_profile" "b" {
  role = one([aws_iam_role.b.name])
}
