namespace = "acme"
principals = {
  AWS     = ["arn:aws:iam::111122223333:role/appliance"]
  Service = ["ec2.amazonaws.com"]
}
policy_documents = [
  <<-JSON
  {"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": "ec2:*", "Resource": "*"}, {"Effect": "Allow", "Action": "sqs:Send*", "Resource": "*"}]}
  JSON
  ,
  "{\"Statement\": [{\"Sid\": \"A\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}",
]
policy_document_count    = "2"
managed_policy_arns      = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
instance_profile_enabled = "true"
