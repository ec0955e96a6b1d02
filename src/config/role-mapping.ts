import type { Place } from "../source/place.js";
import type { RoleMapping } from "./options.js";

/**
 * `PATTERN: kind, kind` or `PATTERN: ignore`. Split at the last colon, because patterns (paths, Terraform addresses, ARNs)
 * hold colons and kinds do not. Null when there is no colon, no pattern or no kind.
 */
export function parseRoleMapping(line: string, place: Place | null = null): RoleMapping | null {
  const colon = line.lastIndexOf(":");
  if (colon === -1) return null;
  const pattern = line.slice(0, colon).trim();
  const kinds = splitKinds(line.slice(colon + 1));
  if (pattern === "" || kinds.length === 0) return null;
  return {
    pattern,
    kinds: kinds.length === 1 && kinds[0] === "ignore" ? null : kinds,
    text: `${pattern}: ${kinds.join(", ")}`,
    place,
  };
}

/** Kind names of a mapping or a marker: parted by commas or blanks. */
export function splitKinds(text: string): string[] {
  return text.split(/[\s,]+/).filter((kind) => kind !== "");
}
