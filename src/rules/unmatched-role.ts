import type { RoleMapping, RolesBeyond } from "../config/options.js";
import type { Role } from "../iam/model.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { filePlace } from "../source/place.js";
import type { Draft, RuleDescription } from "./rule.js";

/** About the run, which knows the lines of `roles` that fit nothing. */
export const unmatchedRole = {
  id: "unmatched-role",
  defaultSeverity: "error",
  summary: "A line of `roles` that fits no role, so that what it is meant for was not checked.",
} as const satisfies RuleDescription;

/** A notice where the line may be right all the same. */
export function unmatchedMapping(mapping: RoleMapping, roles: readonly Role[], beyond: RolesBeyond | null): Draft {
  const near = nearestRole(mapping.pattern, roles);
  const help = advice(near, "correct the name, remove the line, or have `files` match where the role is declared");
  return {
    role: null,
    kind: null,
    actions: [],
    message: `${BEFORE}${mapping.text}${beyond === "shared" ? OF_OTHERS : AFTER}`,
    help,
    place: mapping.place ?? filePlace("."),
    related: [],
    ...(beyond === null ? {} : { severity: "notice" }),
  };
}

function nearestRole(pattern: string, roles: readonly Role[]): string | null {
  const names = roles.flatMap(({ id, name }) => [id, name ?? id]);
  return nearestWord(pattern.replace(/^\*+|\*+$/g, ""), names);
}

const BEFORE = "`roles` line `";
const AFTER = "` fits no role, so what it is meant for was not checked";

/** Of a configuration that several repositories share. */
const OF_OTHERS = "` fits no role of this repository";

/** Whether a finding is about a line that may be for another repository: nothing that whoever reviews a change has to read. */
export function isOfOthers(finding: {
  readonly rule: string;
  readonly message: string;
  readonly severity: string;
}): boolean {
  const { rule, message, severity } = finding;
  return rule === unmatchedRole.id && severity === "notice" && message.endsWith(OF_OTHERS);
}

/** The line that a finding is about, as it was written; null for a finding of another rule. */
export function unmatchedLine({ rule, message }: { readonly rule: string; readonly message: string }): string | null {
  const after = [AFTER, OF_OTHERS].find((end) => message.endsWith(end));
  if (rule !== unmatchedRole.id || !message.startsWith(BEFORE) || after === undefined) return null;
  return message.slice(BEFORE.length, -after.length);
}
