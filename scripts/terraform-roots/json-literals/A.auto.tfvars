order = "z"
