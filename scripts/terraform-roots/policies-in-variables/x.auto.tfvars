attach = [
  "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", # the agent
  "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
]
