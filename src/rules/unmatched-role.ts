import type { RoleMapping, RolesBeyond } from "../config/options.js";
import type { Role } from "../iam/model.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { filePlace } from "../source/place.js";
import type { Draft, RuleDescription } from "./rule.js";

/** Reported by the run, which knows the lines of `roles` that match nothing. */
export const unmatchedRole = {
  id: "unmatched-role",
  defaultSeverity: "error",
  summary: "A line of `roles` that matches no role, so the intended role was not checked.",
} as const satisfies RuleDescription;

/** Reports a line of `roles` that matches no role. Only a notice if the line may be right anyway. */
export function unmatchedMapping(mapping: RoleMapping, roles: readonly Role[], beyond: RolesBeyond | null): Draft {
  const near = nearestRole(mapping.pattern, roles);
  const help = advice(near, "correct the name, remove the line, or make `files` match the file that declares the role");
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
const AFTER = "` matches no role, so the intended role was not checked";

/** The end of the message for a configuration that several repositories share. */
const OF_OTHERS = "` matches no role in this repository";

/** Whether a finding is about a line that may be for another repository. Reviewers of a change needn't read it. */
export function isForOtherRepository(finding: {
  readonly rule: string;
  readonly message: string;
  readonly severity: string;
}): boolean {
  const { rule, message, severity } = finding;
  return rule === unmatchedRole.id && severity === "notice" && message.endsWith(OF_OTHERS);
}

/** The line that a finding is about, as written. Returns null for findings of other rules. */
export function unmatchedLine({ rule, message }: { readonly rule: string; readonly message: string }): string | null {
  const after = [AFTER, OF_OTHERS].find((end) => message.endsWith(end));
  if (rule !== unmatchedRole.id || !message.startsWith(BEFORE) || after === undefined) return null;
  return message.slice(BEFORE.length, -after.length);
}
