import type { FailOn, Suppression } from "../config/options.js";
import type { Severity } from "../config/severity.js";
import { fixOf } from "../fixes/fix.js";
import { sharingOf } from "../fixes/hcl-list.js";
import { type PasteForm, pasteForm, placeToFix } from "../fixes/paste-form.js";
import type { RequestKey } from "../iam/requests.js";
import { type Declaration, declaresAnything, NOTHING_DECLARED } from "../iam/resource-set.js";
import type { ActionVerdict, Verdict } from "../iam/verdict.js";
import type { Requirements } from "../requirements/requirements.js";
import type { EvaluatedFinding } from "../rules/apply-rules.js";
import type { EvaluatedKind, EvaluatedRole } from "../rules/rule.js";
import { reportedId } from "../select/role-pattern.js";
import { locateOffsets } from "../source/line-index.js";
import type { Location } from "../source/location.js";
import { locate, type Place } from "../source/place.js";
import { toTemplateSyntax } from "../source/pseudo-parameters.js";
import { type Baseline, isCounting, markFindings } from "./baseline.js";
import { fingerprint } from "./fingerprint.js";
import { clip, MAX_NAME_LENGTH, MAX_PATH_LENGTH, MAX_TEXT_LENGTH } from "./limits.js";
import { pathsOf } from "./paths.js";
import {
  type Accepted,
  type Conclusion,
  type CoverageState,
  DECLARED_SCOPE,
  type Report,
  type ReportedFinding,
  type ReportedFix,
  type ReportedKind,
  type ReportedRole,
  SCHEMA_VERSION,
} from "./report.js";
import { TOOL } from "./tool.js";

/** The complete result of a check. */
export interface CheckResult {
  readonly requirements: Requirements;
  /** Whether the version is the default because none is set. */
  readonly assumed?: boolean;
  readonly files: Report["files"];
  readonly roles: readonly EvaluatedRole[];
  /** Coverage by role, keyed like `roles`. Absent if there was nothing to compare with. */
  readonly coverage?: ReadonlyMap<EvaluatedRole, CoverageState> | null;
  readonly notChecked: readonly { readonly id: string; readonly place: Place; readonly reason: string }[];
  readonly findings: readonly EvaluatedFinding[];
  /** Absent when nothing is declared. */
  readonly declared?: Declaration & { readonly guardrails?: readonly unknown[] };
  readonly unseen?: readonly string[];
}

/** The baselines to compare findings with. */
export interface Comparison {
  readonly baselines: readonly Baseline[];
  /** Why the base commit wasn't compared, and what to do about it. Null if there is nothing to say. */
  readonly note: string | null;
  /** Whether old findings are left out of the verdict. */
  readonly failOnNewOnly: boolean;
  /** The base's `fail-on`, if this change switches to `never` and also loses coverage that the base had. */
  readonly failOn?: FailOn | undefined;
}

export const NO_COMPARISON: Comparison = { baselines: [], note: null, failOnNewOnly: false };

/** Resolves places, marks and sorts findings, and determines the conclusion. */
export function buildReport(result: CheckResult, failOn: FailOn, comparison = NO_COMPARISON): Report {
  const { version, title, source, date } = result.requirements;
  const marked = markFindings(result.findings.map(reportFinding), comparison.baselines);
  const findings = ordered(marked, comparison.failOnNewOnly);
  const paths = pathsOf(result.roles).map((one) => ({
    ...one,
    role: name(one.role),
    caller: one.caller === null ? null : name(one.caller),
    worker: one.worker === null ? null : name(one.worker),
  }));
  return {
    schemaVersion: SCHEMA_VERSION,
    conclusion: conclude(findings, result.roles.length > 0, comparison.failOn ?? failOn, comparison.failOnNewOnly),
    tool: TOOL,
    requirements: {
      version: name(version),
      title: name(title),
      source: name(source),
      date,
      ...(result.assumed === true ? { assumed: true } : {}),
    },
    files: result.files,
    roles: result.roles.map((role) => reportRole(role, result.coverage?.get(role))),
    notChecked: result.notChecked.map(({ id, place, reason }) => ({
      id: name(id),
      location: located(place),
      reason: text(reason),
    })),
    findings,
    ...reportComparison(comparison),
    ...reportDeployment(result.declared),
    ...(paths.length === 0 ? {} : { paths }),
    ...(result.unseen?.length ? { unseen: result.unseen.map(text) } : {}),
    ...(result.declared?.guardrails?.length ? { guardrails: result.declared.guardrails.length } : {}),
  };
}

export function reportComparison({ baselines, note, failOnNewOnly }: Comparison): Pick<Report, "baseline"> {
  if (baselines.length === 0 && note === null && !failOnNewOnly) return {};
  return { baseline: { sources: baselines.map(({ source }) => source), note, failOnNewOnly } };
}

function reportDeployment(declared = NOTHING_DECLARED): Pick<Report, "deployment"> {
  if (!declaresAnything(declared)) return {};
  const { partition = null, accounts = [], regions = [] } = declared.deployment ?? {};
  const resources = declared.resources.map(({ actions, arns }) => [name(actions), arns.map(name)] as const);
  return { deployment: { partition, accounts, regions, resources: Object.fromEntries(resources) } };
}

/**
 * `failure` if a counting finding reaches `fail-on`. `neutral` if nothing was checked, or if `never` lets errors pass.
 * Otherwise `success`.
 */
export function conclude(
  findings: readonly ReportedFinding[],
  checked: boolean,
  failOn: FailOn,
  failOnNewOnly = false,
): Conclusion {
  const counting = findings.filter((finding) => isCounting(finding, failOnNewOnly));
  const errors = counting.some((finding) => finding.severity === "error");
  const warnings = counting.some((finding) => finding.severity === "warning");
  switch (failOn) {
    case "error":
      if (errors) return "failure";
      break;
    case "warning":
      if (errors || warnings) return "failure";
      break;
    case "never":
      if (errors) return "neutral";
      break;
  }
  return checked ? "success" : "neutral";
}

function name(given: string): string {
  return clip(given, MAX_NAME_LENGTH);
}

function text(given: string): string {
  return clip(toTemplateSyntax(given), MAX_TEXT_LENGTH);
}

/** A file name from the config need not exist, so it can be of any length. */
function located(place: Place): Location {
  const location = locate(place);
  return { ...location, file: clip(location.file, MAX_PATH_LENGTH) };
}

function reportRole(evaluated: EvaluatedRole, coverage: CoverageState | undefined): ReportedRole {
  const { role, kinds, trust, selectedBy } = evaluated;
  const location = located(role.place);
  const file = clip(role.file, MAX_PATH_LENGTH);
  const passes = [...new Set(kinds.flatMap(({ verdicts }) => verdicts.flatMap((one) => one.passes ?? [])))].map(name);
  return {
    id: name(reportedId(role)),
    name: role.name === null ? null : name(role.name),
    format: role.format,
    location,
    selectedBy: text(selectedBy),
    kinds: Object.fromEntries(kinds.map((kind) => [kind.kind.name, reportKind(kind)])),
    trust: Object.fromEntries(trust.map(({ party, verdict }) => [party, verdict])),
    applianceVerified: trust.every(({ party, verified }) => party !== "appliance" || verified),
    instanceProfile: typeof role.instanceProfile === "boolean" ? role.instanceProfile : null,
    ...(evaluated.satisfies === undefined ? {} : { satisfies: evaluated.satisfies }),
    ...(file === location.file ? {} : { file }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(kinds.some(({ verdicts }) => verdicts.some(({ declaredOnly }) => declaredOnly === true))
      ? { scope: DECLARED_SCOPE }
      : {}),
    ...(passes.length === 0 ? {} : { passes }),
    ...(evaluated.assumed?.isNeeded && evaluated.calls === undefined
      ? { assumedAs: evaluated.assumed.arns.map(name) }
      : {}),
  };
}

function reportKind({ kind, verdicts }: EvaluatedKind): ReportedKind {
  const having = (wanted: Verdict): string[] => verdicts.filter(({ verdict }) => verdict === wanted).map(actionOf);
  return {
    required: kind.actions.length,
    granted: having("granted").length,
    missing: having("missing"),
    denied: having("denied"),
    partial: having("partial"),
    conditional: having("conditional"),
    undetermined: having("undetermined"),
  };
}

function actionOf(verdict: ActionVerdict): string {
  return verdict.action;
}

export function reportFinding(finding: EvaluatedFinding): ReportedFinding {
  const fix = finding.suppressedBy === null ? reportFix(finding) : null;
  const shared = fix === null && finding.remedy?.kind === "add-actions" ? sharingOf(finding.place) : null;
  const help = shared === null ? finding.help : [finding.help ?? [], shared].flat().join("; ");
  const pasteAs = finding.rule === "missing-action" ? formOf(finding) : null;
  const called = finding.of === undefined ? finding.role : reportedId(finding.of);
  return {
    rule: finding.rule,
    severity: finding.severity,
    role: called === null ? null : name(called),
    kind: finding.kind,
    actions: finding.actions.map(name),
    ...(finding.condition === undefined ? {} : { condition: finding.condition.map(reportKey) }),
    ...(finding.lacking === undefined ? {} : { lacking: finding.lacking.map(name) }),
    ...(pasteAs === null ? {} : { pasteAs }),
    message: text(finding.message.replace(finding.role ?? "", () => called ?? "")),
    help: help === null ? null : text(help),
    location: { ...located(finding.place), ...(finding.commit === undefined ? {} : { commit: finding.commit }) },
    related: finding.related.map(({ place, message }) => ({ location: located(place), message: text(message) })),
    fingerprint: fingerprint(finding),
    suppressed: finding.suppressedBy && acceptedBy(finding.suppressedBy, finding.isNewlySuppressed === true),
    fix,
  };
}

function formOf(finding: EvaluatedFinding): PasteForm | null {
  if (finding.isInSource) return "nothing";
  return finding.remedy?.kind === "add-policy" ? "policy" : pasteForm(placeToFix(finding));
}

function reportKey({ operator, key, values }: RequestKey): RequestKey {
  return { operator, key: name(key), values: values.map(name) };
}

function reportFix({ remedy }: EvaluatedFinding): ReportedFix | null {
  const fix = remedy === undefined ? null : fixOf(remedy);
  if (fix === null) return null;
  const edits = fix.edits.map(({ file, start, end, newText }) => ({
    location: locateOffsets(file, start, end),
    newText,
  }));
  return { description: text(fix.description), edits };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 };

/** Sorts findings: counting ones before those that are left out, then by severity, new before old, and by file and line. */
export function ordered(findings: readonly ReportedFinding[], failOnNewOnly: boolean): readonly ReportedFinding[] {
  const leftOut = (finding: ReportedFinding): number =>
    Number(finding.suppressed === null && !isCounting(finding, failOnNewOnly));
  return [...findings].sort((a, b) => leftOut(a) - leftOut(b) || bySeverityAndPlace(a, b));
}

function bySeverityAndPlace(a: ReportedFinding, b: ReportedFinding): number {
  const bySeverity = RANK[a.severity] - RANK[b.severity];
  if (bySeverity !== 0) return bySeverity;
  const byAge = Number(a.baseline?.state === "unchanged") - Number(b.baseline?.state === "unchanged");
  if (byAge !== 0) return byAge;
  // Findings about the whole run read best after those about its files.
  const byScope = Number(a.location.file === ".") - Number(b.location.file === ".");
  if (byScope !== 0) return byScope;
  return compareText(a.location.file, b.location.file) || lineOf(a) - lineOf(b) || compareText(a.rule, b.rule);
}

function lineOf({ location }: ReportedFinding): number {
  return "line" in location ? location.line : 0;
}

/** Compares by code unit, for the same order on every system and in every locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function acceptedBy({ reason, expires }: Suppression, isNew: boolean): Accepted {
  return {
    reason: text(reason),
    ...(expires === null ? {} : { until: expires }),
    ...(isNew ? { isNew } : {}),
  };
}
