order = "b"
