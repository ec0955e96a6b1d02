import type { RoleVariant } from "../iam/model.js";
import type { Trusting } from "../rules/rule.js";

/** The variants of a role on the base whose trust may have changed, each with what it is now. */
export function variantPairs(was: Trusting, now: Trusting): readonly (readonly [was: Trusting, now: Trusting])[] {
  const [before, after] = [was.role.variants, now.role.variants];
  return before.flatMap((variant) => {
    // Each variable file may name its own appliance.
    const same = after.find(({ when }) => when === variant.when);
    if (same === undefined ? before.length > 1 && after.length > 1 : same.trust === variant.trust) return [];
    return [[only(was, variant), same === undefined ? now : only(now, same)]];
  });
}

function only(side: Trusting, variant: RoleVariant): Trusting {
  const { definitionOf, identityOf } = variant.meanings ?? side.role;
  return { ...side, role: { ...side.role, definitionOf, identityOf, variants: [variant] } };
}
