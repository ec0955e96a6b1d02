import type { Bearing } from "./bearing.js";
import { covers, overlaps } from "./pattern.js";
import type { ResourceScope } from "./resource-reach.js";

/** More patterns than this are not compared with each other: the answer stays "on some resources". */
const MOST_PATTERNS = 200;

/**
 * Whether statements that each speak of some of the resources asked for speak of all of them together. One of them has to be
 * a NotResource, and what it leaves out has to stand in the others: `Resource: X` and `NotResource: X` are everything.
 */
export function reachAllTogether(bearings: readonly Bearing[]): boolean {
  const scopes = bearings.flatMap(({ prepared, strength }) =>
    strength === "partial" && prepared.condition.holds === "yes" ? (prepared.scope ?? []) : [],
  );
  if (scopes.reduce((sum, { patterns }) => sum + patterns.length, 0) > MOST_PATTERNS) return false;
  return scopes.some((scope) => scope.negated && isFilled(scope, scopes));
}

/** Whether each pattern that a NotResource leaves out is spoken of by another statement; by itself it never is. */
function isFilled(scope: ResourceScope, scopes: readonly ResourceScope[]): boolean {
  return scope.patterns.every(({ pattern }) =>
    scopes.some((other) =>
      other.negated
        ? other.patterns.every((left) => !overlaps(left.pattern, pattern))
        : other.patterns.some((held) => !held.open && covers(held.pattern, pattern)),
    ),
  );
}
