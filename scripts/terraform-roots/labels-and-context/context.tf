variable "context" {
  type = any
  default = {
    enabled     = true
    namespace   = null
    stage       = null
    name        = null
    attributes  = []
    delimiter   = null
    label_order = []
    tags        = {}
  }
}
variable "enabled" {
  type    = bool
  default = null
}
variable "namespace" {
  type    = string
  default = null
}
variable "attributes" {
  type    = list(string)
  default = []
}

module "this" {
  source     = "./label"
  enabled    = var.enabled
  namespace  = var.namespace
  attributes = var.attributes
  context    = var.context
}
