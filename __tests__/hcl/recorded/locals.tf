locals {
  actions     = ["sqs:SendMessage", "ec2:CreateTags", "ec2:CreateVolume"]
  zones       = toset(["eu-west-1c", "eu-west-1a", "eu-west-1b"])
  ports       = toset([443, 80, 8080])
  flags       = toset([true, false])
  pairs       = toset([{ k = "y", v = 1 }, { k = "x", v = 2 }])
  lists       = toset([["b"], ["a", "c"]])
  tags        = tomap({ team = "backup", Stage = "prod", cost = "42" })
  queues      = { jobs = { arn = "arn:aws:sqs:eu-west-1:111122223333:jobs", dead = ["d2", "d1"] }, events = { arn = "arn:aws:sqs:eu-west-1:111122223333:events", dead = [] } }
  roles       = [{ name = "backup", policies = ["p2", "p1"], trust = { service = "ec2" } }, { name = "restore", policies = ["p3"], trust = { service = "ssm" } }]
  account     = "012345678901"
  region      = "eu-west-1"
  absent      = null
  enabled     = true
  disabled    = false
  empty       = []
  nothing     = {}
  word        = "Größe Übung"
  emoji       = "👩‍🔬🇩🇪x"
  large       = 12345678901234567890
  tiny        = 0.00000012
  various     = [1, "two", true, null]
  document    = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:*"], Resource = "*" }] })
  objects     = [{ name = "n1", tags = { t = "x" }, ids = ["i1", "i2"] }, { name = "n2", tags = { t = "y" }, ids = ["i3"] }]
  deep        = { roles = { worker = { arns = ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"], on = true }, other = { arns = [], on = false } } }
  plain       = "Hello, $${name}!"
  looped      = "%%{ for a in actions }$${a};%%{ endfor }"
  conditional = "%%{ if on }yes%%{ else }no%%{ endif }"
  bare        = "$${x}"
  broken      = "$${"
  called      = "$${upper(name)}"
  filed       = "$${file(name)}"
  nested      = "$${templatestring(name, {})}"
  tmpl        = { a = ["x-$${n}", "y"], b = "q" }
  policy      = "{\"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"$${arn}\"}]}"
  local_ref   = "$${local.region}"
  json        = "$${jsonencode(v)}"
}
