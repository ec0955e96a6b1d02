import { type Role, trustsOf } from "../iam/model.js";
import { isExternalId } from "../iam/trust-external-ids.js";
import { withMeanings } from "../path/with-meanings.js";
import type { Trusting } from "../rules/rule.js";
import { partsOf, type Unresolved } from "../source/node.js";
import { keyOf } from "./unknown-values.js";

/**
 * A role whose trust calls unknown external IDs as the base did, so that a new name for the same parameter is no other ID, and what
 * now looks up another value has another name.
 */
export function withIdsAsBefore(was: Trusting, now: Trusting): Role {
  const before = new Map(idsIn(was.role).map((one) => [keyOf(one.expression, was, now), one]));
  const named = idsIn(now.role).map((one): readonly [string, Unresolved] => {
    const { expression } = one;
    return [expression, before.get(keyOf(expression, now, was)) ?? { ...one, expression: `now ${expression}` }];
  });
  return withMeanings(now.role, new Map(named));
}

function idsIn(role: Role): readonly Unresolved[] {
  const conditions = trustsOf(role).flatMap(({ statements }) => statements.flatMap((one) => one.conditions));
  const values = conditions.flatMap((one) => (one.kind === "test" && isExternalId(one) ? one.values : []));
  const parts = values.flatMap(({ text }) => partsOf(text));
  return parts.flatMap((part) => (typeof part === "string" || "parts" in part ? [] : [part]));
}
