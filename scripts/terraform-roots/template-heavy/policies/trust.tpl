{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        %{~ if length(who) > 0 ~}
        "Service": ${jsonencode(who)},
        %{~ endif ~}
        "AWS": [%{ for index, arn in arns }${index == 0 ? "" : ", "}"${arn}"%{ endfor }]
      }
    }
  ]
}
