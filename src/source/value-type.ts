/** A type of Terraform's, as far as a value tells it. `unknown`: of what is known after the apply; `null`: any, or of a null by itself. */
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
