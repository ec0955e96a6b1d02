order = "terraform.tfvars"
merged = { b = 2 }
noval = "x"
undeclared = 5
