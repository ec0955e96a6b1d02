variable "context" { type = any }
variable "enabled" { default = null }
variable "namespace" { default = null }
variable "name" { default = null }
variable "attributes" { default = [] }

locals {
  input = {
    enabled    = var.enabled == null ? var.context.enabled : var.enabled
    namespace  = var.namespace == null ? var.context.namespace : var.namespace
    name       = var.name == null ? var.context.name : var.name
    attributes = compact(distinct(concat(coalesce(var.context.attributes, []), coalesce(var.attributes, []))))
    delimiter  = lookup(var.context, "delimiter", null)
  }
  delimiter = local.input.delimiter == null ? "-" : local.input.delimiter
  parts     = { namespace = local.input.namespace, name = local.input.name, attributes = join(local.delimiter, local.input.attributes) }
  labels    = [for part in ["namespace", "name", "attributes"] : local.parts[part] if length(local.parts[part] == null ? "" : local.parts[part]) > 0]
  id        = lower(replace(join(local.delimiter, local.labels), "/[^-a-zA-Z0-9]/", ""))
}

output "id" { value = local.input.enabled ? local.id : "" }
output "enabled" { value = local.input.enabled }
output "context" { value = local.input }
