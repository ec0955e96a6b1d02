import { covers, overlaps } from "./pattern.js";
import { mayName, type RequestedResource, type ResourceScope, type ScopePattern } from "./resource-reach.js";
import type { StatementMatch } from "./statement-match.js";

/** More patterns than this are not compared with each other: the answer stays "on some resources". */
const MAX_PATTERNS = 200;

/**
 * Whether statements that each cover some of the requested resources cover all of them together. One must have a NotResource, and the
 * others must cover what it excludes: `Resource: X` and `NotResource: X` together cover everything.
 */
export function reachAllTogether(matched: readonly StatementMatch[]): boolean {
  const scopes = sureScopes(matched);
  const [requested] = matched.map((match) => match.requested);
  if (requested === undefined || scopes.reduce((sum, { patterns }) => sum + patterns.length, 0) > MAX_PATTERNS)
    return false;
  return scopes.some((scope) => scope.negated && isFilled(scope, scopes, requested));
}

/** Whether other statements cover each pattern that a NotResource excludes. */
function isFilled(scope: ResourceScope, scopes: readonly ResourceScope[], requested: RequestedResource): boolean {
  return scope.patterns.every((pattern) =>
    scopes.some((other) =>
      other.negated
        ? other.patterns.every((left) => !overlapWithin(requested, left, pattern))
        : other.patterns.some((held) => !held.open && coversWithin(requested, held, pattern)),
    ),
  );
}

/** Whether certain Deny statements cover everything that some statements allow, pattern by pattern. */
export function isFullyDenied(allows: readonly StatementMatch[], denies: readonly StatementMatch[]): boolean {
  const held = sureScopes(denies);
  const allowed = allows.flatMap(({ prepared }) => prepared.scope ?? []);
  const [requested] = allows.map((match) => match.requested);
  if (requested === undefined || held.length === 0 || allowed.length === 0) return false;
  if ([...held, ...allowed].reduce((sum, { patterns }) => sum + patterns.length, 0) > MAX_PATTERNS) return false;
  return allowed.every((scope) =>
    scope.negated
      ? held.some(
          (other) =>
            other.negated &&
            other.patterns.every((one) => !mayRequest(requested, one) || isLeftOut(requested, one, scope.patterns)),
        )
      : scope.patterns.every(
          (pattern) => !mayRequest(requested, pattern) || held.some((other) => isHeld(requested, pattern, other)),
        ),
  );
}

/** Whether a pattern may match a requested type: a list may name volumes and instances when only one of the two is requested. */
function mayRequest(requested: RequestedResource, pattern: ScopePattern): boolean {
  if (!mayName(pattern, requested)) return false;
  return requested.segments?.every((segment, at) => overlaps(pattern.segments?.[at] ?? segment, segment)) ?? true;
}

function isHeld(requested: RequestedResource, pattern: ScopePattern, scope: ResourceScope): boolean {
  return scope.negated
    ? !pattern.open && scope.patterns.every((left) => !overlapWithin(requested, left, pattern))
    : scope.patterns.some((other) => !other.open && coversWithin(requested, other, pattern));
}

function isLeftOut(requested: RequestedResource, pattern: ScopePattern, left: readonly ScopePattern[]): boolean {
  return !pattern.open && left.some((other) => !other.open && coversWithin(requested, other, pattern));
}

/** Whether everything in `allows` is either outside `limits` or denied. */
export function grantNothingTogether(
  allows: readonly StatementMatch[],
  limits: readonly StatementMatch[],
  denies: readonly StatementMatch[],
): boolean {
  const [some, others] = [allows, limits].map((matched) => matched.flatMap(({ prepared }) => prepared.scope ?? []));
  const [requested] = allows.map((match) => match.requested);
  if (requested === undefined || some === undefined || others === undefined) return false;
  if (some.length === 0 || others.length === 0) return false;
  const held = sureScopes(denies);
  if ([some, others, held].some((scopes) => countPatterns(scopes) > MAX_PATTERNS)) return false;
  const isLeft = (pattern: ScopePattern): boolean =>
    mayRequest(requested, pattern) && !held.some((scope) => isHeld(requested, pattern, scope));
  const leftOf = ({ negated, patterns }: ResourceScope): Left => ({
    negated,
    patterns: negated ? patterns : patterns.filter(isLeft),
  });
  const limiting = others.map(leftOf);
  return some.map(leftOf).every((one) => limiting.every((other) => shareNothing(requested, one, other)));
}

type Left = Pick<ResourceScope, "negated" | "patterns">;

function countPatterns(scopes: readonly ResourceScope[]): number {
  return scopes.reduce((sum, { patterns }) => sum + patterns.length, 0);
}

/** Whether two scopes have nothing in common. Returns false if both are negated, because the answer is then unknown. */
function shareNothing(requested: RequestedResource, one: Left, other: Left): boolean {
  if (one.negated) return !other.negated && shareNothing(requested, other, one);
  return one.patterns.every((pattern) =>
    other.negated
      ? isLeftOut(requested, pattern, other.patterns)
      : other.patterns.every((limit) => !overlapWithin(requested, pattern, limit)),
  );
}

/** Whether one pattern matches every requested resource that another one matches. */
function coversWithin({ segments }: RequestedResource, held: ScopePattern, pattern: ScopePattern): boolean {
  const [ours, theirs] = [held.segments, pattern.segments];
  if (segments === null || ours === null || theirs === null) return covers(held.pattern, pattern.pattern);
  return segments.every(
    (requested, at) => covers(ours[at] ?? [], theirs[at] ?? []) || covers(ours[at] ?? [], requested),
  );
}

/** Whether two patterns may match the same requested resource. */
function overlapWithin(requested: RequestedResource, first: ScopePattern, second: ScopePattern): boolean {
  const [ours, theirs] = [first.segments, second.segments];
  const { segments } = requested;
  if (![first, second].every((one) => mayName(one, requested))) return false;
  if (segments === null || ours === null || theirs === null) return overlaps(first.pattern, second.pattern);
  return segments.every((segment, at) => {
    const [one, other] = [ours[at] ?? [], theirs[at] ?? []];
    return overlaps(one, other) && overlaps(one, segment) && overlaps(other, segment);
  });
}

function sureScopes(matched: readonly StatementMatch[]): readonly ResourceScope[] {
  return matched.flatMap(({ prepared, requested, strength }) =>
    strength === "partial" && prepared.condition(requested).holds === "yes" ? (prepared.scope ?? []) : [],
  );
}
