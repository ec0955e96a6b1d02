import type { Suggestion } from "./suggestion.js";

/** Nobody works through more, and GitHub rations what is created. */
export const MOST_SUGGESTIONS = 20;

export interface Selection {
  readonly chosen: readonly Suggestion[];
  /** How many more could stand there. */
  readonly left: number;
}

/**
 * Those to stand on the pull request together: each can be committed whatever becomes of the others. What stands there
 * already comes first, so that nothing is exchanged without need.
 */
export function selectSuggestions(
  candidates: readonly Suggestion[],
  stands: (suggestion: Suggestion) => boolean,
): Selection {
  const ordered = [...candidates.filter(stands), ...candidates.filter((candidate) => !stands(candidate))];
  const apart: Suggestion[] = [];
  for (const candidate of ordered) {
    if (!apart.some((other) => clash(candidate, other))) apart.push(candidate);
  }
  const chosen = apart.slice(0, MOST_SUGGESTIONS);
  return { chosen, left: apart.length - chosen.length };
}

/** Whether two replace the same lines, or add the same action to one role: the other is looked at again once one is committed. */
function clash(one: Suggestion, other: Suggestion): boolean {
  if (one.path !== other.path) return false;
  if (one.line <= other.endLine && other.line <= one.endLine) return true;
  const actions = new Set(one.finding.actions);
  return one.finding.role === other.finding.role && other.finding.actions.some((action) => actions.has(action));
}
