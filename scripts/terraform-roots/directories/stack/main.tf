locals {
  files   = fileset(path.module, "roles/**/*.{json,yaml}")
  by_role = { for file in local.files : basename(dirname(file)) => file... }
  shared  = merge([for file in fileset("${path.module}/../shared", "*.yml") : yamldecode(file("${path.module}/../shared/${file}"))]...)
  contents = {
    for file in local.files : file => endswith(file, ".json") ? jsondecode(file(file)) : yamldecode(file("${path.module}/${file}"))
  }
}

resource "aws_iam_role" "this" {
  for_each           = local.by_role
  name               = "veeam-${each.key}"
  assume_role_policy = jsonencode(local.shared.trust)
}

resource "aws_iam_role_policy" "this" {
  for_each = local.files
  name     = replace(basename(each.value), "/[.][a-z]+$/", "")
  role     = aws_iam_role.this[basename(dirname(each.value))].name
  policy = jsonencode({
    Version   = local.shared.version
    Statement = try(local.contents[each.value].Statement, [for action in local.contents[each.value] : { Effect = "Allow", Action = action, Resource = "*" }])
  })
}
