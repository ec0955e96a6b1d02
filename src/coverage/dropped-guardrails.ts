import type { GuardrailFiles } from "../config/options.js";
import type { Role } from "../iam/model.js";
import type { ActionVerdict } from "../iam/verdict.js";
import type { EvaluatedRole } from "../rules/rule.js";

/** Guardrails of the base's configuration, of which the head's declares less. */
export interface DroppedGuardrails {
  /** What is not declared any more, in words. */
  readonly what: string;
  /** `on main`. */
  readonly where: string;
  /** Puts all that the base declares above a role. */
  attach(role: Role): Role;
}

/** Required actions that a role of the head has only without what was dropped. */
export interface Unguarded extends Pick<DroppedGuardrails, "what" | "where"> {
  readonly role: Role;
  readonly kind: string;
  readonly actions: readonly string[];
}

/** What of the base's guardrails the head does not declare; null where that is nothing. A file of another level is the same. */
export function droppedWords(before: readonly GuardrailFiles[], now: readonly GuardrailFiles[]): string | null {
  const filesOf = (levels: readonly GuardrailFiles[]) => levels.flatMap(({ files }) => files.map(({ file }) => file));
  const there = new Set(filesOf(now));
  const gone = filesOf(before).filter((file) => !there.has(file));
  if (gone.length > 0) return gone.join(", ");
  const lists = (levels: readonly GuardrailFiles[]) => levels.filter(({ isAllowList }) => isAllowList).length;
  return lists(before) > lists(now) ? "`allow-list`" : null;
}

/** `again`: the same workers under the base's guardrails. */
export function unguarded(
  workers: readonly { readonly role: Role; readonly evaluated: EvaluatedRole }[],
  again: readonly { readonly evaluated: EvaluatedRole }[],
  { what, where }: DroppedGuardrails,
): readonly Unguarded[] {
  return workers.flatMap(({ role, evaluated }, index) =>
    evaluated.kinds.flatMap(({ kind: { name }, verdicts }, at): readonly Unguarded[] => {
      const guarded = again[index]?.evaluated.kinds[at]?.verdicts ?? [];
      const freed = verdicts.filter((now, place) => isFreed(guarded[place], now));
      const actions = freed.map(({ action }) => action);
      return actions.length === 0 ? [] : [{ role, kind: name, actions, what, where }];
    }),
  );
}

function isFreed(guarded: ActionVerdict | undefined, { verdict }: ActionVerdict): boolean {
  if (guarded === undefined || guarded.verdict === "granted" || verdict === "missing" || verdict === "denied")
    return false;
  return verdict === "granted" || guarded.deniedBy === "guardrail";
}
