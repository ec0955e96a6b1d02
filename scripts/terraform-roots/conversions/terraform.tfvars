tuple = ["ec2.amazonaws.com", "true", [1, "two"]]
nested = {
  "one" = { unknown = "is dropped", grants = { "b" = { actions = ["s3:PutObject", "s3:GetObject"], resource = "arn:aws:s3:::veeam-repository/*" }, "a" = { actions = [], effect = "Deny" } } }
  "two"   = {}
  "three" = { enabled = "false" }
  "four"  = { grants = null, limits = { retries = "7" } }
  "five"  = { limits = null, grants = {} }
}
defaulted = null
