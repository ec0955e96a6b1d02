import { posix } from "node:path";
import type { GuardrailFiles } from "../config/options.js";
import type { Role } from "../iam/model.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import { statementLines } from "./policies-digest.js";

/** What limits roles by the base's configuration, of which the head's declares less. */
export interface DroppedLimits {
  readonly setting: "guardrails" | "groups" | "policies";
  /** In words, what is not declared any more. */
  readonly what: string;
  /** `on main`. */
  readonly where: string;
  /** Puts all that the base declares above a role, beside what is there. */
  attach(role: Role): Role;
}

/** Required actions that a role of the head has only without what was dropped. */
export interface Unguarded {
  readonly role: Role;
  readonly kind: string;
  readonly actions: readonly string[];
  readonly by: DroppedLimits;
}

/** What of the base's guardrails the head does not declare, with where the base does. A file of another level is the same. */
export function droppedWords(before: readonly GuardrailFiles[], now: readonly GuardrailFiles[]): string {
  const [then, there] = [before, now].map((levels) => new Set(levels.flatMap(filesOf)));
  // A list that allows what another one of the base allows is wider; what is in a new file may be needed there.
  const isKept = (level: GuardrailFiles) => {
    const own = new Set(filesOf(level));
    return now.some((one) => one.isAllowList && filesOf(one).every((file) => own.has(file) || !then?.has(file)));
  };
  return before
    .flatMap((level) => [
      ...level.files
        .filter(({ file }) => !there?.has(file))
        .map(({ file, place }) => `${file} (${formatLocation(locate(place))})`),
      ...(level.isAllowList && !isKept(level)
        ? [`the \`allow-list\` of ${level.name} (${formatLocation(locate(level.place))})`]
        : []),
    ])
    .join(", ");
}

function filesOf({ files }: GuardrailFiles): readonly string[] {
  return files.map(({ file }) => file);
}

/**
 * What stands for a policy of the base whose file is gone: the one file of the head that holds all of it, has its name, or is named in its
 * place; else itself. `added`: policies of files that the base lacks.
 */
export function movedPolicy(gone: Role, added: readonly Role[], named: readonly GuardrailFiles[]): Role {
  const lines = statementLines(gone);
  const names = new Set(named.flatMap(filesOf));
  const signs: readonly ((role: Role) => boolean)[] = [
    (role) => lines.length > 0 && lines.every((line) => statementLines(role).includes(line)),
    ({ file }) => posix.basename(file) === posix.basename(gone.file),
    ({ file }) => names.has(file),
  ];
  const found = signs.map((isIt) => added.filter(isIt)).find(({ length }) => length === 1);
  return { ...(found?.[0] ?? gone), file: gone.file };
}

/**
 * `again`: the same workers under what the base declares as well. What limited a role before may be dropped for that; guardrails are the
 * organization's.
 */
export function unguarded(
  workers: readonly { readonly role: Role; readonly evaluated: EvaluatedRole }[],
  again: readonly { readonly evaluated: EvaluatedRole }[],
  by: DroppedLimits,
  grantedOf: (role: Role, kind: string) => ReadonlySet<string>,
): readonly Unguarded[] {
  return workers.flatMap(({ role, evaluated }, index) =>
    evaluated.kinds.map(({ kind: { name: kind }, verdicts }, at) => {
      const guarded = again[index]?.evaluated.kinds[at]?.verdicts;
      const granted = by.setting === "guardrails" ? null : grantedOf(role, kind);
      const freed = verdicts.filter(
        ({ action, verdict }, place) =>
          ![verdict, "granted"].includes(guarded?.[place]?.verdict ?? verdict) &&
          !["missing", "denied"].includes(verdict) &&
          granted?.has(action) !== false,
      );
      return { role, kind, actions: freed.map(({ action }) => action), by };
    }),
  );
}
