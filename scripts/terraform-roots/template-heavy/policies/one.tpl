${jsonencode({
  Version = "2012-10-17"
  Statement = [for name, one in statements : {
    Sid      = title(name)
    Effect   = "Allow"
    Action   = one.actions
    Resource = "*"
  }]
})}
