variable "defaults" {
  type    = any
  default = {}
}
variable "items" {
  type    = any
  default = {}
}

module "wrapped" {
  source   = "../role"
  for_each = var.items

  create     = try(each.value.create, var.defaults.create, true)
  name       = try(each.value.name, "veeam-${each.key}")
  path       = try(each.value.path, var.defaults.path, "/")
  assume     = try(each.value.assume, var.defaults.assume)
  policies   = try(each.value.policies, var.defaults.policies, {})
  statements = try(each.value.statements, var.defaults.statements, {})
  profile    = try(each.value.profile, var.defaults.profile, false)
  max        = try(each.value.max_hours, var.defaults.max_hours, 1) * 3600
}

output "wrapper" { value = module.wrapped }
