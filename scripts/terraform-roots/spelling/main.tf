// all of it
/* and
   more */ provider aws { region = "eu-west-1" }

resource aws_iam_role veeam-worker_1 { # a comment
  name = ("veeam-\u0077orker" // another
  )
  assume_role_policy = (
    true
    ? jsonencode({
        "Version" : "2012-10-17", /* : as well */
        Statement : [{
          Effect    = "Allow"
          (join("", ["Act", "ion"])) = "sts:AssumeRole",
          "Princ${"ipal"}" = {
            "AWS" = "arn:aws:iam::111122223333:role/appliance",
          }
        },
        ], # trailing
      })
    : null
  )
  max_session_duration = 60 * 60 * (1 + 1)
  lifecycle {}
}

resource "aws_iam_role_policy" "one" {
  role   = aws_iam_role.veeam-worker_1.name
  policy = <<POLICY
{
  "Version": "2012-10-17", "Statement": [
    %{ for action in local.for ~}
    { "Effect": "Allow", "Action": "${action}", "Resource": "*" },
    %{ endfor ~}
    { "Effect": "Allow", "Action": "logs:%%{x}$${y}*", "Resource": "*" }
  ]
}
POLICY
}

locals {
  for = [for if in ["sqs:*", !false ? "kms:Decrypt" : "x"]: if]
  null-ish = { null = 1, true = 2, if = 3 }
  count = 5 % 3 == 2 && -1 < 0 || false ? 2 : 0
}

resource "aws_iam_role" "r" {
  count = local.count
  name  = "veeam-${count.index == 0 ? "first" : "last"}-${local.null-ish.if}${local.null-ish["true"]}"
  assume_role_policy = aws_iam_role.veeam-worker_1.assume_role_policy
}

resource "aws_iam_role_policy" "legacy" {
  role   = "${aws_iam_role.r.1.name}"
  policy = "${data.aws_iam_policy_document.d.0.json}"
}

data "aws_iam_policy_document" "d" {
  count = "1"
  statement { 
    sid = "" 
    actions = [ "ec2:*" , ]
    resources = ["*"] 
  }
  statement {
    effect = "Deny"
    actions = ["ec2:TerminateInstances",
      # "ec2:RunInstances",
      "ec2:DeleteSnapshot"]
    resources = ["*"]
  }
}

resource "aws_iam_instance_profile" "p" {
  count = 2
  role  = "${element(aws_iam_role.r.*.name, count.index)}"
}
