import { type CheckEnvironment, type Inspected, inspect } from "../check.js";
import type { CheckOptions } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import type { Examined } from "../examine.js";
import { applyEdits, type TextEdit } from "../fixes/text-edit.js";
import type { CheckResult } from "../report/build-report.js";
import { fingerprint } from "../report/fingerprint.js";
import type { EvaluatedFinding } from "../rules/apply-rules.js";
import { type ChosenFix, chooseFixes, isAheadOfPlan } from "./choose-fixes.js";

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface FixOutcome {
  /** The check's result before the fixes. */
  readonly before: CheckResult;
  /** The check's result with the fixed files. */
  readonly after: CheckResult;
  /** The examined states before and after the fixes. A further check of the same files can reuse them. */
  readonly examined: { readonly before: Examined; readonly after: Examined };
  readonly findings: readonly ChosenFix[];
  readonly files: readonly FixedFile[];
}

/** Far more rounds than a role has findings. Each round applies one edit per role. */
const MAX_ROUNDS = 100;

/**
 * Fixes as much as possible in memory, without writing files. Each round applies fixes that don't overlap and checks the edited files. A
 * fix that doesn't remove its finding, or makes something unreadable, is undone. Suppressed findings aren't fixed.
 */
export async function applyFixes(
  options: CheckOptions,
  environment: CheckEnvironment,
): Promise<FixOutcome | { readonly problems: readonly ConfigProblem[] }> {
  const look = (edited: ReadonlyMap<string, string>): Promise<Inspected> =>
    inspect(options, { ...environment, scope: { ...environment.scope, edited } });
  const first = await look(new Map());
  if ("problems" in first) return first;
  const originals = new Map<string, string>();
  const futile = new Set<string>();
  const findings: ChosenFix[] = [];
  let texts: ReadonlyMap<string, string> = new Map();
  let { result, examined } = first;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const chosen = chooseFixes(result, (finding) => futile.has(keyOf(finding)));
    if (chosen.length === 0) break;
    const edits = chosen.flatMap((one) => one.edits);
    const edited = editedTexts(texts, edits);
    const next = await look(edited);
    if ("problems" in next) return next;
    const fixes = chosen.flatMap((one) => one.fixes);
    const unplanned = chosen.filter((one) => !isAheadOfPlan(one)).flatMap((one) => one.fixes);
    const failed = stillThere(unplanned, next.result);
    const spoilt = failed.length === 0 && isSpoilt(result, next.result);
    const done = spoilt ? fixes : [...failed, ...fixes.filter((fix) => !unplanned.includes(fix))];
    for (const { finding } of done) futile.add(keyOf(finding));
    if (spoilt || failed.length > 0) continue;
    for (const { file } of edits) if (!originals.has(file.path)) originals.set(file.path, file.text);
    findings.push(...fixes);
    texts = edited;
    ({ result, examined } = next);
  }
  const files = [...originals].map(([path, before]) => ({ path, before, after: texts.get(path) ?? before }));
  return {
    before: first.result,
    after: result,
    examined: { before: first.examined, after: examined },
    findings,
    files,
  };
}

function editedTexts(texts: ReadonlyMap<string, string>, edits: readonly TextEdit[]): ReadonlyMap<string, string> {
  const edited = new Map(texts);
  for (const { path, text } of edits.map(({ file }) => file)) {
    const ofFile = edits.filter(({ file }) => file.path === path);
    edited.set(path, applyEdits(text, ofFile));
  }
  return edited;
}

function stillThere(fixes: readonly ChosenFix[], result: CheckResult): readonly ChosenFix[] {
  const left = new Set(result.findings.map(keyOf));
  return fixes.filter(({ finding }) => left.has(keyOf(finding)));
}

function keyOf(finding: EvaluatedFinding): string {
  return [fingerprint(finding), ...finding.actions].join(" ");
}

/** Whether the check now sees fewer roles than before, or more syntax or grammar faults. */
function isSpoilt(before: CheckResult, after: CheckResult): boolean {
  const faults = ({ findings }: CheckResult): number =>
    findings.filter(({ rule }) => rule === "unreadable-file" || rule === "invalid-policy").length;
  return after.roles.length < before.roles.length || faults(after) > faults(before);
}
