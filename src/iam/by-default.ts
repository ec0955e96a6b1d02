import type { Role } from "./model.js";

/** The role with the defaults of its parameters. Returns null if the defaults rule out no variant, or all of them. */
export function byDefault(role: Role): Role | null {
  const [first, ...rest] = role.variants.filter((variant) => variant.byDefault !== false);
  if (first === undefined || rest.length + 1 === role.variants.length) return null;
  return { ...role, variants: [first, ...rest] };
}
