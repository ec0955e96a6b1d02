/**
 * A Terraform type, as far as a value shows it. `unknown` is the type of a value that is known only after apply. `null`
 * means any type, or the type of a bare null.
 */
export type ValueType =
  | "string"
  | "number"
  | "bool"
  | "null"
  | "unknown"
  | { readonly kind: "tuple"; readonly items: readonly ValueType[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, ValueType> }
  | { readonly kind: "list"; readonly of: ValueType }
  | { readonly kind: "set"; readonly of: ValueType }
  | { readonly kind: "map"; readonly of: ValueType };
