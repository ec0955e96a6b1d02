import type { Suggestion } from "./suggestion.js";

/** The maximum number of suggestions on a pull request. Nobody works through more, and GitHub limits content creation. */
export const MAX_SUGGESTIONS = 20;

export interface Selection {
  readonly chosen: readonly Suggestion[];
  /** How many more suggestions would be possible. */
  readonly left: number;
}

/**
 * Selects suggestions that are independent: each can be committed regardless of the others. Suggestions already on the pull request take
 * precedence, to avoid needless changes. If two are for the same lines, the one that adds more actions is chosen, because it often fixes
 * both findings. The other follows after that one is committed.
 */
export function selectSuggestions(
  candidates: readonly Suggestion[],
  isPublished: (suggestion: Suggestion) => boolean,
): Selection {
  const larger = candidates.toSorted((a, b) => b.finding.actions.length - a.finding.actions.length);
  const apart = new Set<Suggestion>();
  for (const candidate of [...larger.filter(isPublished), ...larger]) {
    if (![...apart].some((other) => clash(candidate, other))) apart.add(candidate);
  }
  const ordered = candidates.filter((candidate) => apart.has(candidate));
  const chosen = [...ordered.filter(isPublished), ...ordered.filter((one) => !isPublished(one))].slice(
    0,
    MAX_SUGGESTIONS,
  );
  return { chosen, left: ordered.length - chosen.length };
}

/** Whether two suggestions replace the same lines or add the same action to one role. */
function clash(one: Suggestion, other: Suggestion): boolean {
  if (one.path !== other.path) return false;
  if (one.line <= other.endLine && other.line <= one.endLine) return true;
  if (one.finding.role !== other.finding.role) return false;
  const actions = new Set(one.finding.actions);
  return other.finding.actions.some((action) => actions.has(action));
}
