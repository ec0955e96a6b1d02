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
  const scopes = sureScopes(bearings);
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

/** Whether what some statements allow is all denied by others: each pattern of theirs is held by a Deny that is sure. */
export function leavesNothing(allows: readonly Bearing[], denies: readonly Bearing[]): boolean {
  const held = sureScopes(denies);
  const allowed = allows.flatMap(({ prepared }) => prepared.scope ?? []);
  if (held.length === 0 || allowed.length === 0 || allowed.some(({ negated }) => negated)) return false;
  if ([...held, ...allowed].reduce((sum, { patterns }) => sum + patterns.length, 0) > MOST_PATTERNS) return false;
  return allowed.every(({ patterns }) =>
    patterns.every(({ pattern, open }) =>
      held.some((scope) =>
        scope.negated
          ? !open && scope.patterns.every((left) => !overlaps(left.pattern, pattern))
          : scope.patterns.some((other) => !other.open && covers(other.pattern, pattern)),
      ),
    ),
  );
}

/** Whether what some statements allow lies outside of all that others allow. */
export function areApart(allows: readonly Bearing[], limits: readonly Bearing[]): boolean {
  const [some, others] = [allows, limits].map((bearings) => bearings.flatMap(({ prepared }) => prepared.scope ?? []));
  if (some === undefined || others === undefined || some.length === 0 || others.length === 0) return false;
  if ([...some, ...others].some(({ negated }) => negated)) return false;
  const [patterns, limiting] = [some, others].map((scopes) => scopes.flatMap((scope) => scope.patterns));
  if (patterns === undefined || limiting === undefined || patterns.length * limiting.length > MOST_PATTERNS ** 2)
    return false;
  return patterns.every((one) => limiting.every((other) => !overlaps(one.pattern, other.pattern)));
}

function sureScopes(bearings: readonly Bearing[]): readonly ResourceScope[] {
  return bearings.flatMap(({ prepared, asked, strength }) =>
    strength === "partial" && prepared.condition(asked).holds === "yes" ? (prepared.scope ?? []) : [],
  );
}
