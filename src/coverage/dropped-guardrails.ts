import { posix } from "node:path";
import type { GuardrailFiles } from "../config/options.js";
import type { Role } from "../iam/model.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import { statementLines } from "./policies-digest.js";

/** Limits on roles that the base's configuration declares and the head's doesn't. */
export interface DroppedLimits {
  readonly setting: "guardrails" | "groups" | "policies";
  /** A description of the dropped declaration. */
  readonly what: string;
  /** `on main`. */
  readonly where: string;
  /** Adds everything that the base declares above a role to the role's existing limits. */
  attach(role: Role): Role;
}

/** Required actions that a role of the head has only because limits were dropped. */
export interface Unguarded {
  readonly role: Role;
  readonly kind: string;
  readonly actions: readonly string[];
  readonly by: DroppedLimits;
}

/**
 * Describes the base's guardrails that the head doesn't declare, with the places where the base declares them. A file that has moved to
 * another level isn't reported.
 */
export function describeDroppedGuardrails(before: readonly GuardrailFiles[], now: readonly GuardrailFiles[]): string {
  const [then, there] = [before, now].map((levels) => new Set(levels.flatMap(filesOf)));
  // An allow list of the base counts as kept if an allow list of the head contains no other files of the base. It may contain new files,
  // because the list may need their content.
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
 * Finds the replacement for a base policy whose file is gone: the only file on the head that contains the whole policy, has the same name,
 * or is named instead of it. Otherwise, returns the policy itself.
 *
 * @param added policies in files that don't exist on the base
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
 * Finds actions that roles have only because limits were dropped. A change may drop a limit that blocked an action even on the base, unless
 * the limit is a guardrail, which belongs to the organization.
 *
 * @param again the same workers, evaluated with the base's limits as well
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
