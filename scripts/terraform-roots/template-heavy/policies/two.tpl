{
  "Version": "2012-10-17",
  "Statement": [
%{ for name, one in statements ~}
    { "Effect": "%{ if flags.deny && name == "storage" }Deny%{ else }Allow%{ endif }", "Action": ["${join("\", \"", one.actions)}"], "Resource": "*"
%{~ if one.tag != null }, "Condition": { "StringEquals": { "aws:RequestTag/app": "${one.tag}" } }%{ endif } },
%{ endfor ~}
    { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::${account}:role/$${aws:PrincipalTag/role}" }
  ]
}
