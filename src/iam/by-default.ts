import type { Role } from "./model.js";

/** The role with its parameters' defaults; null where that leaves nothing out, or nothing. */
export function byDefault(role: Role): Role | null {
  const [first, ...rest] = role.variants.filter((variant) => variant.byDefault !== false);
  if (first === undefined || rest.length + 1 === role.variants.length) return null;
  return { ...role, variants: [first, ...rest] };
}
