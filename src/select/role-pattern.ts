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
  const texts = [role.id, role.name ?? role.partialName ?? "", role.file, fileOf(role.place)];
  return texts.some((text) => text !== "" && matchesPattern(pattern, text)) ? "glob" : "none";
}

/** Of a role in a nested stack (`Stack/Role`) its own template knows only the last part. */
function logicalIdOf({ format, id }: RoleIdentity): string | null {
  return format === "cloudformation" ? id.slice(id.lastIndexOf("/") + 1) : null;
}
