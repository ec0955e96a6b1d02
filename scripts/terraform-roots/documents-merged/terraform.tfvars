appliance_arn = "arn:aws:iam::111122223333:role/appliance"
buckets       = ["veeam-repository", "veeam-archive"]
external_ids  = { StringEquals = ["one", "two"] }
