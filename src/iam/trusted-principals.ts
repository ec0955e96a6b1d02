import type { Role } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import { evaluateTrust } from "./trust.js";
import type { DeclaredContext } from "./verdict.js";

/** The accounts, roles and users that a role's trust policy names, and that can assume it for certain. */
export function trustedPrincipals(role: Role, context: DeclaredContext): readonly string[] {
  const named = new Set<string>();
  for (const { trust } of role.variants) {
    if (trust === null || !("statements" in trust)) continue;
    for (const { principals } of trust.statements)
      for (const { type, id } of principals?.principals ?? [])
        if (type === "AWS" && typeof id === "string" && isSomebody(id)) named.add(id);
  }
  return [...named].filter((id) => evaluateTrust(role, "appliance", [id], context)?.verdict === "granted");
}

function isSomebody(id: string): boolean {
  const { kind } = readAwsPrincipal(id);
  return kind === "account" || kind === "entity";
}
