import type { Place } from "../source/place.js";
import type { RoleMapping } from "./options.js";

/**
 * Parses `PATTERN: kind, kind` or `PATTERN: ignore`. Splits at the last colon, because patterns (paths, Terraform
 * addresses, ARNs) can contain colons and kinds can't. Returns null without a colon, a pattern, or a kind.
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

/** Splits the kind names of a mapping or a marker at commas and spaces. */
export function splitKinds(text: string): string[] {
  return text.split(/[\s,]+/).filter((kind) => kind !== "");
}
