import type { RequiredAction } from "../iam/requests.js";
import type { Draft, EvaluatedRole } from "./rule.js";

/** A draft about something that the source of the role's plan already has: there is nothing to edit or paste. */
export function inSource({ remedy: _, ...rest }: Draft, says: string): Draft {
  return { ...rest, isInSource: true, help: `the source ${says}: create the plan again` };
}

export function isStale({ role: { stale } }: EvaluatedRole): boolean {
  return stale !== undefined && stale().length > 0;
}

/** Which of the draft's actions a new plan would not grant either. Null if the source doesn't differ from the plan or wasn't tried. */
export function leftInSource(draft: Draft, evaluated: EvaluatedRole): readonly RequiredAction[] | null {
  if (!isStale(evaluated)) return null;
  const actions = new Set(draft.actions);
  const required = evaluated.kinds.find(({ kind }) => kind.name === draft.kind)?.kind.actions ?? [];
  const own = required.filter(({ action }) => actions.has(action));
  return evaluated.trying?.lacking(own, { isRenewed: true }) ?? null;
}
