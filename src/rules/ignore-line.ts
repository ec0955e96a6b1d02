import { patternOf, type RoleIdentity } from "../select/role-pattern.js";

/** The line of `roles` for a loss that is meant. */
export function ignoreLine(role: RoleIdentity): string {
  return `\`${patternOf(role)}: ignore\``;
}

/** What else it takes where no role is left to check. */
export function noneLeft(isLast: boolean): string {
  return isLast ? " with `if-no-roles: ignore`" : "";
}
