import type { GuardrailFiles } from "../config/options.js";
import type { Role } from "../iam/model.js";
import type { EvaluatedRole } from "../rules/rule.js";

/** Guardrails of the base's configuration, of which the head's declares less. */
export interface DroppedGuardrails {
  /** In words, what is not declared any more. */
  readonly what: string;
  /** `on main`. */
  readonly where: string;
  /** Puts all that the base declares above a role. */
  attach(role: Role): Role;
}

/** Required actions that a role of the head has only without what was dropped. */
export interface Unguarded {
  readonly role: Role;
  readonly kind: string;
  readonly actions: readonly string[];
  readonly by: DroppedGuardrails;
}

/** What of the base's guardrails the head does not declare. A file of another level is the same. */
export function droppedWords(before: readonly GuardrailFiles[], now: readonly GuardrailFiles[]): string {
  const wordsOf = (levels: readonly GuardrailFiles[]) =>
    levels.flatMap(({ name, files, isAllowList }) => [
      ...files.map(({ file }) => file),
      ...(isAllowList ? [`\`allow-list\` of ${name}`] : []),
    ]);
  const there = wordsOf(now);
  return wordsOf(before)
    .filter((word) => !there.includes(word))
    .join(", ");
}

/** `again`: the same workers under the base's guardrails, which can only take away. */
export function unguarded(
  workers: readonly { readonly role: Role; readonly evaluated: EvaluatedRole }[],
  again: readonly { readonly evaluated: EvaluatedRole }[],
  by: DroppedGuardrails,
): readonly Unguarded[] {
  return workers.flatMap(({ role, evaluated }, index) =>
    evaluated.kinds.map(({ kind: { name: kind }, verdicts }, at) => {
      const guarded = again[index]?.evaluated.kinds[at]?.verdicts;
      const freed = verdicts.filter(
        ({ verdict }, place) => verdict !== guarded?.[place]?.verdict && verdict !== "missing" && verdict !== "denied",
      );
      return { role, kind, actions: freed.map(({ action }) => action), by };
    }),
  );
}
