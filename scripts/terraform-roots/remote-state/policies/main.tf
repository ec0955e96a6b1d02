terraform {
  backend "local" {}
}

output "trust" {
  value = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

output "documents" {
  value = {
    for service in ["ec2", "sqs"] : service => jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${service}:*", Resource = "*" }] })
  }
}

output "managed" {
  value = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
}

resource "aws_iam_policy" "ec2" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
}
