import { type CheckEnvironment, type Inspected, inspect } from "../check.js";
import type { CheckOptions } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import { type Fix, fixOf } from "../fixes/fix.js";
import { isHcl } from "../fixes/hcl-source.js";
import { applyEdits, type TextEdit } from "../fixes/text-edit.js";
import type { CheckResult } from "../report/build-report.js";
import { fingerprint } from "../report/fingerprint.js";
import type { JudgedFinding } from "../rules/apply-rules.js";
import { fileOf } from "../source/place.js";

export interface MendedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface Mended {
  /** What the check found before and, in the texts as mended, after. */
  readonly before: CheckResult;
  readonly after: CheckResult;
  readonly findings: readonly Chosen[];
  readonly files: readonly MendedFile[];
}

/** Far more rounds than a role has findings; each applies at most one fix to a role. */
const MOST_ROUNDS = 100;

/**
 * Mends what can be mended and writes nothing. Each round applies fixes that do not touch each other and checks the edited
 * texts; a fix that leaves its finding standing, or makes something unreadable, is taken back. Suppressed findings stay.
 */
export async function mend(
  options: CheckOptions,
  environment: CheckEnvironment,
): Promise<Mended | { readonly problems: readonly ConfigProblem[] }> {
  const look = (edited: ReadonlyMap<string, string>): Promise<Inspected> =>
    inspect(options, { ...environment, scope: { ...environment.scope, edited } });
  const first = await look(new Map());
  if ("problems" in first) return first;
  const stale = new Set(first.result.findings.filter(({ rule }) => rule === "stale-plan").map(({ role }) => role));
  const originals = new Map<string, string>();
  const futile = new Set<string>();
  const findings: Chosen[] = [];
  let texts: ReadonlyMap<string, string> = new Map();
  let { result } = first;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const chosen = chooseFixes(result, futile, stale);
    if (chosen.length === 0) break;
    const edits = chosen.flatMap(({ fix }) => fix.edits);
    const edited = editedTexts(texts, edits);
    const next = await look(edited);
    if ("problems" in next) return next;
    const failed = stillThere(
      chosen.filter((one) => !isAheadOfPlan(one)),
      next.result,
    );
    const spoilt = failed.length === 0 && isSpoilt(result, next.result);
    const done = spoilt ? chosen : [...failed, ...chosen.filter(isAheadOfPlan)];
    for (const { finding } of done) futile.add(keyOf(finding));
    if (spoilt || failed.length > 0) continue;
    for (const { file } of edits) if (!originals.has(file.path)) originals.set(file.path, file.text);
    findings.push(...chosen);
    texts = edited;
    result = next.result;
  }
  const files = [...originals].map(([path, before]) => ({ path, before, after: texts.get(path) ?? before }));
  return { before: first.result, after: result, findings, files };
}

interface Chosen {
  readonly finding: JudgedFinding;
  readonly fix: Fix;
  /** The role was judged by a plan, which holds what its source said when it was made. */
  readonly isPlanned: boolean;
}

/** The plan says nothing of its edited source: whether the finding is gone, the next plan tells. */
function isAheadOfPlan({ isPlanned, fix }: Chosen): boolean {
  return isPlanned && fix.edits.every(({ file }) => isHcl(file));
}

/** Where the source is ahead of the plan already, it may hold what the plan lacks: it would be added again. */
function chooseFixes(
  { findings, roles: judged }: CheckResult,
  futile: ReadonlySet<string>,
  stale: ReadonlySet<string | null>,
): readonly Chosen[] {
  const planned = new Set(judged.filter(({ role }) => role.format === "terraform-plan").map(({ role }) => role.id));
  const chosen: Chosen[] = [];
  const roles = new Set<string>();
  for (const finding of findings) {
    if (finding.remedy === undefined || finding.suppressedBy !== null || futile.has(keyOf(finding))) continue;
    const role = `${fileOf(finding.place)}\n${finding.role}`;
    if (roles.has(role)) continue;
    const fix = fixOf(finding.remedy);
    if (
      fix === null ||
      touch(
        fix.edits,
        chosen.flatMap((other) => other.fix.edits),
      )
    )
      continue;
    const one = { finding, fix, isPlanned: finding.role !== null && planned.has(finding.role) };
    if (isAheadOfPlan(one) && stale.has(finding.role)) continue;
    roles.add(role);
    chosen.push(one);
  }
  return chosen;
}

function touch(some: readonly TextEdit[], others: readonly TextEdit[]): boolean {
  return some.some((a) => others.some((b) => a.file.path === b.file.path && a.start <= b.end && b.start <= a.end));
}

function editedTexts(texts: ReadonlyMap<string, string>, edits: readonly TextEdit[]): ReadonlyMap<string, string> {
  const edited = new Map(texts);
  for (const file of new Set(edits.map((edit) => edit.file))) {
    edited.set(
      file.path,
      applyEdits(
        file.text,
        edits.filter((edit) => edit.file === file),
      ),
    );
  }
  return edited;
}

function stillThere(chosen: readonly Chosen[], result: CheckResult): readonly Chosen[] {
  const left = new Set(result.findings.map(keyOf));
  return chosen.filter(({ finding }) => left.has(keyOf(finding)));
}

function keyOf(finding: JudgedFinding): string {
  return [fingerprint(finding), ...finding.actions].join(" ");
}

/** Whether the check now sees less than before, or more faults of writing. */
function isSpoilt(before: CheckResult, after: CheckResult): boolean {
  const faults = ({ findings }: CheckResult): number =>
    findings.filter(({ rule }) => rule === "unreadable-file" || rule === "invalid-policy").length;
  return after.roles.length < before.roles.length || faults(after) > faults(before);
}
