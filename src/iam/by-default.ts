import type { Role } from "./model.js";

/** The role under its parameters' defaults. Returns null if they leave out no variant, or every variant. */
export function byDefault(role: Role): Role | null {
  const [first, ...rest] = role.variants.filter((variant) => variant.byDefault !== false);
  if (first === undefined || rest.length + 1 === role.variants.length) return null;
  return { ...role, variants: [first, ...rest] };
}
