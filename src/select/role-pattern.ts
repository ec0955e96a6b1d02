import type { Role } from "../iam/model.js";
import { covers, literal, wildcards } from "../iam/pattern.js";
import { parentOf } from "../source/folder-path.js";
import { fileOf } from "../source/place.js";

export type PatternMatch = "literal" | "glob" | "none";

/** The properties that distinguish a role from others. */
export type RoleIdentity = Pick<
  Role,
  "id" | "name" | "sharesId" | "partialName" | "format" | "file" | "nestedIn" | "place" | "isRooted"
>;

/**
 * How a pattern of `roles` matches a role. The exact name, logical ID, or address takes precedence over a glob. In a glob, `*` matches any
 * characters, including dots, brackets, and slashes, because addresses and paths are full of them.
 */
export function matchRole(pattern: string, role: RoleIdentity): PatternMatch {
  return roleMatcher(pattern)(role);
}

/** Parses a pattern once, and returns a function that matches it against any role. */
export function roleMatcher(pattern: string): (role: RoleIdentity) => PatternMatch {
  const glob = wildcards(pattern);
  return (role) => {
    if (
      callsOf(role).includes(pattern) ||
      [role.file, role.nestedIn?.[0]].some((file) => pattern === `${file}:${role.id}`)
    )
      return "literal";
    return namesOf(role).some((text) => covers(glob, literal(text))) ? "glob" : "none";
  };
}

function callsOf(role: RoleIdentity): readonly (string | null)[] {
  return [role.id, role.name, logicalIdOf(role)];
}

/** A pattern that matches this role and no other. */
export function patternOf({ sharesId, file, id }: Pick<RoleIdentity, "sharesId" | "file" | "id">): string {
  return sharesId === true ? `${file}:${id}` : id;
}

/** How reports refer to a role: by its ID, unless another role has the same ID and the place doesn't show which one is meant. */
export function reportedId(role: Role): string {
  const { id, file, nestedIn } = role;
  return creatorOf(role) && role.sharesId ? `${nestedIn?.[0] ?? file}:${id}` : id;
}

/** The root, template, or plan that creates the role, if its place is in a module or another file. Otherwise falsy. */
export function creatorOf({ nestedIn, root, file, place }: Role): string | null | undefined {
  const path = fileOf(place);
  const own = nestedIn?.[0] ?? (root === undefined ? file : root);
  return [path, parentOf(path), "."].includes(own ?? ".") ? null : own;
}

/** Marks the roles whose ID is also the ID or name of another role. */
export function markSharedIds<T extends RoleIdentity>(roles: readonly T[]): readonly T[] {
  const counts = new Map<string | null, number>();
  for (const role of roles) for (const name of new Set(callsOf(role))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return roles.map((role) => ((counts.get(role.id) ?? 0) > 1 ? { ...role, sharesId: true } : role));
}

/** The strings that globs are matched with. */
export function namesOf(role: RoleIdentity): readonly string[] {
  const names = [role.id, logicalIdOf(role) ?? "", role.name ?? role.partialName ?? "", role.file, fileOf(role.place)];
  return names.filter((name) => name !== "");
}

/** A CloudFormation role's ID in its own template: for a role in a nested stack (`Stack/Role`), only the last part. */
export function logicalIdOf({ format, id }: RoleIdentity): string | null {
  return format === "cloudformation" ? id.slice(id.lastIndexOf("/") + 1) : null;
}
