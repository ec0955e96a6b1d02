import { type Role, trustsOf } from "../iam/model.js";
import { isExternalId } from "../iam/trust-external-ids.js";
import { acceptedIds, accepts, type Deciding } from "../iam/trusted-principals.js";
import { withResolvedValues } from "../path/with-resolved-values.js";
import type { ComparedRole, RoleBefore } from "../rules/rule.js";
import { partsOf, type Unresolved } from "../source/node.js";
import { keyOf } from "./unknown-values.js";
import { variantPairs } from "./variant-pairs.js";

/** Whether a role still accepts the external IDs that it accepted before, in each of its variants. */
export function keepsIds(
  { trusting, externalIds = new Map() }: Pick<RoleBefore, "trusting" | "externalIds">,
  now: ComparedRole,
  appliance: readonly string[],
  known: Deciding,
): boolean {
  if (!trusting) return accepts(externalIds, now.role, appliance, known);
  return (
    accepts(externalIds, withIdsAsBefore(trusting, now), appliance, known) &&
    variantPairs(trusting, now).every(
      (pairs) =>
        pairs.length === 0 ||
        pairs.some(([one, is]) =>
          accepts(acceptedIds(one.role, appliance, known), withIdsAsBefore(one, is), appliance, known),
        ),
    )
  );
}

/**
 * The role with the base's names for unknown external IDs in its trust policy, so that an ID isn't different just because its parameter has
 * a new name, and an expression that looks up a different value gets a different name.
 */
function withIdsAsBefore(was: ComparedRole, now: ComparedRole): Role {
  const [idsBefore, ids] = [idsIn(was.role), idsIn(now.role)];
  const before = new Map(idsBefore.map((one) => [keyOf(one, was, now, ids), one]));
  const named = ids.map((one): readonly [string, Unresolved] => {
    const { expression, inFull } = one;
    return [
      inFull ?? expression,
      before.get(keyOf(one, now, was, idsBefore)) ?? { ...one, expression: `now ${expression}` },
    ];
  });
  return withResolvedValues(now.role, new Map(named));
}

function idsIn(role: Role): readonly Unresolved[] {
  const conditions = trustsOf(role).flatMap(({ statements }) => statements.flatMap((one) => one.conditions));
  const values = conditions.flatMap((one) => (one.kind === "test" && isExternalId(one) ? one.values : []));
  const parts = values.flatMap(({ text }) => partsOf(text));
  return parts.flatMap((part) => (typeof part === "string" || "parts" in part ? [] : [part]));
}
