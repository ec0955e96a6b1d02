project             = "veeam"
stage               = "dev"
ssm                 = "true"
appliance_role_arns = ["arn:aws:iam::111122223333:role/appliance", "arn:aws:iam::111122223333:role/standby"]
