import { patternOf, type RoleIdentity } from "../select/role-pattern.js";

/** The line of `roles` that accepts an intended loss. */
export function ignoreLine(role: RoleIdentity): string {
  return `\`${patternOf(role)}: ignore\``;
}

/** The additional setting that is needed if no role is left to check. */
export function noRolesSetting(isLast: boolean): string {
  return isLast ? " with `if-no-roles: ignore`" : "";
}
