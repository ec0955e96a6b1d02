/**
 * A type of Terraform's, as far as a value tells it. `unknown`: of what is known after the apply; `any`: of structures beside a null,
 * which Terraform leaves as they are.
 */
export type ValueType =
  | "string"
  | "number"
  | "bool"
  | "null"
  | "any"
  | "unknown"
  | { readonly kind: "tuple"; readonly items: readonly ValueType[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, ValueType> }
  | { readonly kind: "list"; readonly of: ValueType }
  | { readonly kind: "set"; readonly of: ValueType }
  | { readonly kind: "map"; readonly of: ValueType };
