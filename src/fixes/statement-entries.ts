import { asPolicyCondition, type RequestCondition } from "../iam/asked-resources.js";
import type { TrustedPrincipal } from "./statement-like.js";

/** Values of a statement: a text, a list of them, or an object as `Principal` and `Condition` have. */
export type Value = string | readonly string[] | { readonly [key: string]: Value };

export type Entries = readonly (readonly [key: string, value: Value])[];

export function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

/** Of an object; a text or a list has none. */
export function entriesOf(value: Value): Entries {
  return typeof value === "string" || isList(value) ? [] : Object.entries(value);
}

/** The texts that a value is or lists. */
export function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) ? value : [];
}

/** Allows the actions on every resource, under the condition that they are needed under. */
export function permissionEntries(actions: readonly string[], condition: RequestCondition | undefined): Entries {
  return [
    ["Effect", "Allow"],
    ["Action", actions],
    ["Resource", "*"],
    ...(condition === undefined ? [] : [["Condition", asPolicyCondition(condition)] as const]),
  ];
}

/** Lets a principal assume the role. */
export function trustEntries({ type, id }: TrustedPrincipal): Entries {
  return [
    ["Effect", "Allow"],
    ["Principal", { [type]: id }],
    ["Action", "sts:AssumeRole"],
  ];
}
