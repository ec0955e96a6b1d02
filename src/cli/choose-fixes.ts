import { fixOf } from "../fixes/fix.js";
import { joinRemedies } from "../fixes/join-remedies.js";
import type { TextEdit } from "../fixes/text-edit.js";
import { isHcl } from "../hcl/hcl-file.js";
import type { CheckResult } from "../report/build-report.js";
import type { EvaluatedFinding } from "../rules/apply-rules.js";
import type { Remedy } from "../rules/remedy.js";
import { fileOf } from "../source/place.js";
import { plural } from "../source/plural.js";

export interface ChosenFix {
  readonly finding: EvaluatedFinding;
  readonly description: string;
  /** Whether the role was checked from a plan, which shows the source as it was when the plan was created. */
  readonly isPlanned: boolean;
}

/** Edits that fix one or more findings of a role. */
export interface RoleEdits {
  readonly fixes: readonly ChosenFix[];
  readonly edits: readonly TextEdit[];
}

interface RoleFix extends RoleEdits {
  readonly remedy: Remedy;
}

/**
 * Chooses at most one edit per role, from the unsuppressed findings whose edits don't overlap with another role's. The result is checked
 * before the next round. If several findings add actions in the same place, one edit adds them all.
 */
export function chooseFixes(
  { findings, roles: checked }: CheckResult,
  isFutile: (finding: EvaluatedFinding) => boolean,
): readonly RoleEdits[] {
  const planned = new Set(checked.filter(({ role }) => role.format === "terraform-plan").map(({ role }) => role.id));
  const chosen = new Map<string, RoleFix>();
  for (const finding of findings) {
    if (finding.remedy === undefined || finding.suppressedBy !== null || isFutile(finding)) continue;
    const key = `${fileOf(finding.place)}\n${finding.role}`;
    const isPlanned = finding.role !== null && planned.has(finding.role);
    const next = nextFix(chosen.get(key), finding, finding.remedy, isPlanned);
    if (next === null) continue;
    const others = [...chosen].flatMap(([other, { edits }]) => (other === key ? [] : edits));
    if (!touch(next.edits, others)) chosen.set(key, next);
  }
  return [...chosen.values()];
}

/** A plan doesn't reflect edits of its source, so only the next plan shows whether the finding is gone. */
export function isAheadOfPlan({ fixes, edits }: RoleEdits): boolean {
  return fixes.some(({ isPlanned }) => isPlanned) && edits.every(({ file }) => isHcl(file));
}

/** Extends the role's edits with the edits for one more finding. Returns null if they can't be combined or nothing is left to add. */
function nextFix(
  earlier: RoleFix | undefined,
  finding: EvaluatedFinding,
  remedy: Remedy,
  isPlanned: boolean,
): RoleFix | null {
  if (earlier === undefined) {
    const fix = fixOf(remedy);
    if (fix === null) return null;
    return { remedy, edits: fix.edits, fixes: [{ finding, description: fix.description, isPlanned }] };
  }
  const joined = joinRemedies(earlier.remedy, remedy);
  if (joined === null || joined.rest === null) return null;
  const [both, rest] = [fixOf(joined.both), fixOf(joined.rest)];
  if (both === null || rest === null) return null;
  const description =
    joined.rest.kind === "add-statement"
      ? `Add ${plural(joined.rest.actions.length, "more action")} to the same statement`
      : rest.description;
  const fixes = [...earlier.fixes, { finding, description, isPlanned }];
  return { remedy: joined.both, edits: both.edits, fixes };
}

function touch(some: readonly TextEdit[], others: readonly TextEdit[]): boolean {
  return some.some((a) => others.some((b) => a.file.path === b.file.path && a.start <= b.end && b.start <= a.end));
}
