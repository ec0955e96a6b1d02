import type { Role } from "../iam/model.js";
import { patternOf } from "./role-pattern.js";

/** Lines of `roles` that map roles to kinds, one for each role. */
export function mappingLines(
  pairs: readonly { readonly role: Role; readonly kinds: readonly string[] }[],
): readonly string[] {
  const kindsOf = new Map<string, Set<string>>();
  for (const { role, kinds } of pairs) {
    const known = kindsOf.get(patternOf(role)) ?? new Set();
    for (const kind of kinds) known.add(kind);
    kindsOf.set(patternOf(role), known);
  }
  return [...kindsOf].map(([id, kinds]) => `${id}: ${[...kinds].join(", ")}`);
}
