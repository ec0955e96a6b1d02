import type { Assumed, RoleVariant } from "../iam/model.js";
import type { ComparedRole } from "../rules/rule.js";

type Pair = readonly [was: ComparedRole, now: ComparedRole];

/**
 * Pairs each variant of the base whose trust may have changed with the variants of the head that may replace it. In each group,
 * one pair has to be unchanged.
 */
export function variantPairs(was: ComparedRole, now: ComparedRole): readonly (readonly Pair[])[] {
  const [before, after] = [was.role.variants, now.role.variants];
  return before.flatMap((variant): readonly (readonly Pair[])[] => {
    const own = only(was, variant);
    const shared = before.length > 1 && after.length > 1 ? after.map((one) => sharedWith(variant, one)) : [[]];
    if (shared.every((values) => values.length > 0)) {
      const left = after.filter((_, at) => shared[at]?.every(mayBoth));
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

type Shared = readonly [was: Assumed, now: Assumed];

/** The assumptions of both variants about the same. */
function sharedWith({ assumed = new Map() }: RoleVariant, now: RoleVariant): readonly Shared[] {
  return [...assumed].flatMap(([name, value]): readonly Shared[] => {
    const other = now.assumed?.get(name);
    return other === undefined ? [] : [[value, other]];
  });
}

function mayBoth([one, other]: Shared): boolean {
  const [first, second] = one.kind === "one of" ? [one, other] : [other, one];
  return (
    first.kind === "none of" ||
    [...first.values].some((value) => second.values.has(value) === (second.kind === "one of"))
  );
}

function only(side: ComparedRole, variant: RoleVariant): ComparedRole {
  const { definitionOf, identityOf } = variant.meanings ?? side.role;
  return { ...side, role: { ...side.role, definitionOf, identityOf, variants: [variant] } };
}
