import type { Role } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";
import { fileOf } from "../source/place.js";

export type PatternMatch = "literal" | "glob" | "none";

/** What tells a role from others. */
export type RoleIdentity = Pick<Role, "id" | "name" | "partialName" | "format" | "file" | "place">;

/**
 * How a pattern of `roles` fits a role. The name, logical ID or address as it is written wins over a glob; in a glob `*`
 * crosses every character, dots, brackets and slashes too, because addresses and paths are full of them.
 */
export function matchRole(pattern: string, role: RoleIdentity): PatternMatch {
  if (pattern === role.id || pattern === role.name || pattern === logicalIdOf(role)) return "literal";
  return namesOf(role).some((text) => matchesPattern(pattern, text)) ? "glob" : "none";
}

/** What globs are matched with. */
export function namesOf(role: RoleIdentity): readonly string[] {
  const names = [role.id, logicalIdOf(role) ?? "", role.name ?? role.partialName ?? "", role.file, fileOf(role.place)];
  return names.filter((name) => name !== "");
}

/** Of a role in a nested stack (`Stack/Role`) its own template knows only the last part. */
export function logicalIdOf({ format, id }: RoleIdentity): string | null {
  return format === "cloudformation" ? id.slice(id.lastIndexOf("/") + 1) : null;
}
