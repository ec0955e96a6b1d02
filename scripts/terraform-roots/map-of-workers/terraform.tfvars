prefix = null
workers = {
  "snapshot" = {
    actions  = ["ec2:*Snapshot", "ec2:CreateTags"]
    boundary = "ec2"
  }
  "archive" = {
    path    = "/archive/"
    buckets = ["veeam-repository"]
    managed = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/AmazonSQSFullAccess"]
    profile = false
  }
  "idle" = {
    actions    = []
    assumed_by = { roles = [] }
  }
  "iam" = {
    actions    = ["iam:PassRole", "iam:GetRole", "sqs:DeleteMessage", "sqs:SendMessage"]
    boundary   = "sqs"
    assumed_by = { services = [] }
  }
}
