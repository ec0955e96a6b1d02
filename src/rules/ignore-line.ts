import { patternOf, type RoleIdentity } from "../select/role-pattern.js";

/** The line of `roles` that accepts an intended loss. */
export function ignoreLine(role: RoleIdentity): string {
  return `\`${patternOf(role)}: ignore\``;
}

/** What else is needed if no role is left to check. */
export function noneLeft(isLast: boolean): string {
  return isLast ? " with `if-no-roles: ignore`" : "";
}
