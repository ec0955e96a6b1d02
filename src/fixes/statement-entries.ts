import { asPolicyCondition, type RequestCondition } from "../iam/requests.js";
import type { TrustedPrincipal } from "./statement-like.js";

/** A value in a statement: a string, a list of strings, or an object, as in `Principal` and `Condition`. */
export type Value = string | readonly string[] | { readonly [key: string]: Value };

export type Entries = readonly (readonly [key: string, value: Value])[];

export function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

/** The entries of an object. Empty for a string or a list. */
export function entriesOf(value: Value): Entries {
  return typeof value === "string" || isList(value) ? [] : Object.entries(value);
}

/** The string itself, or the strings of a list. Empty for an object. */
export function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) ? value : [];
}

/** Entries of a statement that allows the actions on every resource, under the condition that they need. */
export function permissionEntries(actions: readonly string[], condition: RequestCondition | undefined): Entries {
  return [
    ["Effect", "Allow"],
    ["Action", actions],
    ["Resource", "*"],
    ...(condition === undefined ? [] : [["Condition", asPolicyCondition(condition)] as const]),
  ];
}

/** Entries of a statement that lets a principal assume the role. */
export function trustEntries({ type, id }: TrustedPrincipal): Entries {
  return [
    ["Effect", "Allow"],
    ["Principal", { [type]: id }],
    ["Action", "sts:AssumeRole"],
  ];
}
