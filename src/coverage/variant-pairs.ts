import { canBothHold, sharedBy } from "../iam/assumed.js";
import type { RoleVariant } from "../iam/model.js";
import type { ComparedRole } from "../rules/rule.js";

const NOTHING: NonNullable<RoleVariant["assumed"]> = new Map();

type Pair = readonly [was: ComparedRole, now: ComparedRole];

/**
 * Pairs each variant of the base whose trust policy may have changed with the variants of the head that may replace it. In each group, the
 * trust policy of at least one pair must be unchanged.
 */
export function variantPairs(was: ComparedRole, now: ComparedRole): readonly (readonly Pair[])[] {
  const [before, after] = [was.role.variants, now.role.variants];
  return before.flatMap((variant): readonly (readonly Pair[])[] => {
    const own = only(was, variant);
    const shared =
      before.length > 1 && after.length > 1
        ? after.map((one) => sharedBy(variant.assumed ?? NOTHING, one.assumed ?? NOTHING))
        : [[]];
    if (shared.every((values) => values.length > 0)) {
      const left = after.filter((_, at) => shared[at]?.every(canBothHold));
      const pairs = left.map((one): Pair => [own, only(now, one)]);
      // An assumption of the form "any other value" may cover only values that nobody deploys.
      const isExact = shared.flat().some(([one]) => one.kind === "one of");
      return isExact ? pairs.map((one) => [one]) : [pairs];
    }
    // Each variable file may name its own appliance.
    const same = after.find(({ when }) => when === variant.when);
    if (same === undefined ? before.length > 1 && after.length > 1 : same.trust === variant.trust) return [];
    return [[[own, same === undefined ? now : only(now, same)]]];
  });
}

function only(side: ComparedRole, variant: RoleVariant): ComparedRole {
  const { definitionOf, identityOf } = variant.meanings ?? side.role;
  return { ...side, role: { ...side.role, definitionOf, identityOf, variants: [variant] } };
}
