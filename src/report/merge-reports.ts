import { createHash } from "node:crypto";
import type { FailOn, IfNoRoles, RolesBeyond } from "../config/options.js";
import type { RuleId } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { Draft, RuleDescription } from "../rules/rule.js";
import { isStaleSuppression, runRules, unreadableFile } from "../rules/run-rules.js";
import { unmatchedLine, unmatchedRole } from "../rules/unmatched-role.js";
import { linesOf } from "../select/select-roles.js";
import { filePlace } from "../source/place.js";
import { describeSource, isCounting, markFindings } from "./baseline.js";
import { type Comparison, conclude, NO_COMPARISON, ordered, reportComparison, reportFinding } from "./build-report.js";
import { clip, MAX_TEXT_LENGTH } from "./limits.js";
import {
  type Conclusion,
  type Report,
  type ReportedFinding,
  type ReportedRequirements,
  type ReportedRole,
  SCHEMA_VERSION,
} from "./report.js";
import { TOOL } from "./tool.js";

/** A report file of an earlier run: the report, or why it couldn't be read. */
export type ReportFile =
  | { readonly file: string; readonly report: Report }
  | { readonly file: string; readonly reason: string; readonly help: string };

/** Options that the merging run sets itself. */
export interface MergeOptions {
  readonly failOn: FailOn;
  readonly ifNoRoles: IfNoRoles;
  readonly severities: ReadonlyMap<RuleId, Severity | "off">;
  readonly rolesBeyond: RolesBeyond | null;
}

interface Part {
  /** Distinguishes this report's roles from the roles in other reports. Null if the roles are already distinct. */
  readonly label: string | null;
  readonly report: Report;
}

/**
 * Merges several reports into one, as if one run had checked everything. The result is never greener than its parts: an
 * unreadable file is an error, and a failed report fails the whole.
 */
export function mergeReports(files: readonly ReportFile[], options: MergeOptions, comparison = NO_COMPARISON): Report {
  const parts = labeled(files.flatMap((file) => ("report" in file ? [file] : [])));
  const reports = parts.map(({ report }) => report);
  const unreadable = files.flatMap((file) => ("report" in file ? [] : [unreadableReport(file)]));
  const roles = parts.flatMap(({ label, report }) =>
    report.roles.map((role) => ({ ...role, id: named(role.id, label) })),
  );
  const { failOnNewOnly } = comparison;
  const found = markParts(parts, comparison.baselines);
  const checked = unmatchedFindings(withoutUsedLines(found).flat(), roles, options);
  const findings = [...unreadable, ...withoutRepeated(checked)];
  if (roles.length === 0) findings.push(...nothingChecked(files.length, findings, options.ifNoRoles));
  const failed = reports.some(
    ({ conclusion }, at) => conclusion === "failure" && !(failOnNewOnly && isExcused(found[at] ?? [])),
  );
  const total = (name: "matched" | "read" | "unreadable"): number =>
    reports.reduce((sum, { files: counts }) => sum + counts[name], 0);
  return {
    schemaVersion: SCHEMA_VERSION,
    conclusion: failed
      ? failedConclusion(options.failOn)
      : conclude(findings, roles.length > 0, options.failOn, failOnNewOnly),
    tool: TOOL,
    requirements: mergeRequirements(reports),
    files: {
      matched: total("matched"),
      read: total("read"),
      unreadable: total("unreadable") + unreadable.length,
      paths: [...new Set(reports.flatMap(({ files: { paths } }) => paths))],
    },
    roles,
    notChecked: parts.flatMap(({ label, report }) =>
      report.notChecked.map((entry) => ({ ...entry, id: named(entry.id, label) })),
    ),
    findings: ordered(findings, failOnNewOnly),
    ...mergeBaselines(reports, comparison),
    ...mergeDeployments(reports),
    ...mergeGuardrails(reports),
    ...mergeUnseen(reports),
    ...mergePaths(parts),
  };
}

/**
 * The deployment that all reports share. Empty if they differ; each role still shows whether its permissions are limited to a deployment.
 */
function mergeDeployments(reports: readonly Report[]): Pick<Report, "deployment"> {
  const [first] = reports;
  const texts = new Set(reports.map(({ deployment }) => JSON.stringify(deployment)));
  return first?.deployment === undefined || texts.size > 1 ? {} : { deployment: first.deployment };
}

function mergePaths(parts: readonly Part[]): Pick<Report, "paths"> {
  const paths = parts.flatMap(({ label, report }) =>
    (report.paths ?? []).map((one) => ({ ...one, role: named(one.role, label) })),
  );
  return paths.length === 0 ? {} : { paths };
}

/** The lowest number of levels in any report, because the merged report can count only levels that all parts were checked against. */
function mergeGuardrails(reports: readonly Report[]): Pick<Report, "guardrails"> {
  const guardrails = Math.min(...reports.map((report) => report.guardrails ?? 0));
  return reports.length > 0 && guardrails > 0 ? { guardrails } : {};
}

/** Names that every part reports as unseen. If one part has seen a name, it counts as seen. */
function mergeUnseen(reports: readonly Report[]): Pick<Report, "unseen"> {
  const [first, ...others] = reports.map(({ unseen = [] }) => unseen);
  const unseen = (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  return unseen.length > 0 ? { unseen } : {};
}

/** The baselines of this run and of all parts. Repeated notes are merged. */
function mergeBaselines(reports: readonly Report[], comparison: Comparison): Pick<Report, "baseline"> {
  const own = reportComparison(comparison).baseline;
  const all = [...(own === undefined ? [] : [own]), ...reports.flatMap(({ baseline }) => baseline ?? [])];
  if (all.length === 0) return {};
  const sources = new Map(all.flatMap((one) => one.sources.map((source) => [describeSource(source), source] as const)));
  const notes = comparison.baselines.length > 0 ? [] : new Set(all.flatMap(({ note }) => note ?? []));
  const note = clip([...notes].join(" "), MAX_TEXT_LENGTH);
  return {
    baseline: {
      sources: [...sources.values()],
      note: note === "" ? null : note,
      failOnNewOnly: comparison.failOnNewOnly,
    },
  };
}

/** The findings of each part. Each keeps the mark from its own run, unless this run's baseline gives it a better one. */
function markParts(
  parts: readonly Part[],
  baselines: Comparison["baselines"],
): readonly (readonly ReportedFinding[])[] {
  const found = parts.map(({ label, report }) => report.findings.map((finding) => labelFinding(finding, label)));
  const marked = markFindings(found.flat(), baselines);
  let start = 0;
  return found.map(({ length }) => {
    start += length;
    return marked.slice(start - length, start);
  });
}

/** Whether the part may have failed only because of old findings. */
function isExcused(findings: readonly ReportedFinding[]): boolean {
  const failing = findings.filter(({ suppressed, severity }) => suppressed === null && severity !== "notice");
  return failing.length > 0 && failing.every((finding) => !isCounting(finding, true));
}

/** A part that failed under its own, stricter `fail-on` fails the whole, unless `fail-on` is `never` here. */
function failedConclusion(failOn: FailOn): Conclusion {
  return failOn === "never" ? "neutral" : "failure";
}

/**
 * Labels the reports if their roles would collide. Plans of one root module for several environments have the same roles in the same
 * places; every role's name then includes its report's label.
 */
function labeled(files: readonly { readonly file: string; readonly report: Report }[]): readonly Part[] {
  const places = files.flatMap(({ report }) => report.roles.map(({ id, location }) => `${id}\n${location.file}`));
  const ambiguous = new Set(places).size < places.length;
  const labels = ambiguous ? distinguishing(files.map(({ file }) => file)) : [];
  return files.map(({ report }, at) => ({ report, label: labels[at] ?? null }));
}

/** The path segments that differ: `prod` and `dev` for `reports/prod/report.json` and `reports/dev/report.json`. */
function distinguishing(files: readonly string[]): readonly string[] {
  const paths = files.map((file) => file.replace(/\.json$/i, "").split("/"));
  const [first = []] = paths;
  const same = (at: (path: readonly string[]) => string | undefined): boolean =>
    paths.every((path) => path.length > 1 && at(path) === at(first));
  while (same((path) => path[0])) for (const path of paths) path.shift();
  while (same((path) => path.at(-1))) for (const path of paths) path.pop();
  return paths.map((path) => path.join("/"));
}

function named(id: string, label: string | null): string {
  return label === null ? id : `${id} (${label})`;
}

function labelFinding(finding: ReportedFinding, label: string | null): ReportedFinding {
  if (label === null || finding.role === null) return finding;
  const fingerprint = createHash("sha256").update(`${finding.fingerprint}\n${label}`).digest("hex").slice(0, 20);
  return { ...finding, role: named(finding.role, label), message: `${label}: ${finding.message}`, fingerprint };
}

/**
 * Drops findings about unused config lines, unless every job has them. A line that matches nothing in one job may match
 * something in another.
 */
function withoutUsedLines(found: readonly (readonly ReportedFinding[])[]): readonly (readonly ReportedFinding[])[] {
  const said = found.map((findings) => new Set(findings.filter(isStaleSuppression).map(keyOf)));
  return found.map((findings) =>
    findings.filter((finding) => !isStaleSuppression(finding) || said.every((keys) => keys.has(keyOf(finding)))),
  );
}

/**
 * Reports lines of `roles` that match nothing in their job. A line may match a role of another job, and the reports show which lines
 * selected roles. A line that selected no role in any job is reported here, as in a run that checks everything.
 */
function unmatchedFindings(
  findings: readonly ReportedFinding[],
  roles: readonly ReportedRole[],
  { severities, rolesBeyond }: MergeOptions,
): readonly ReportedFinding[] {
  const used = new Set(roles.flatMap(({ selectedBy }) => linesOf(selectedBy)));
  const severity = severities.get(unmatchedRole.id) ?? unmatchedRole.defaultSeverity;
  return findings.flatMap((finding) => {
    const line = unmatchedLine(finding);
    if (line === null) return [finding];
    if (used.has(line) || severity === "off") return [];
    return [rolesBeyond === "shared" ? finding : { ...finding, severity }];
  });
}

/** Drops repeated findings about files and the config, which several jobs share. */
function withoutRepeated(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const said = new Set<string>();
  return findings.filter((finding) => {
    if (finding.role !== null) return true;
    const key = keyOf(finding);
    const repeated = said.has(key);
    said.add(key);
    return !repeated;
  });
}

function keyOf({ rule, severity, message, location, suppressed }: ReportedFinding): string {
  return JSON.stringify([rule, severity, message, location, suppressed]);
}

function unreadableReport({ file, reason, help }: Extract<ReportFile, { reason: string }>): ReportedFinding {
  const place = filePlace(file);
  return ownFinding(runRules.unreadableFile, unreadableFile({ message: `${file} ${reason}`, help, place }));
}

function nothingChecked(
  files: number,
  findings: readonly ReportedFinding[],
  ifNoRoles: IfNoRoles,
): readonly ReportedFinding[] {
  if (ifNoRoles === "ignore" || findings.some(({ rule }) => rule === runRules.noWorkerRole.id)) return [];
  const message =
    files === 0
      ? "nothing was checked: no file matched `reports`"
      : "nothing was checked: the reports contain no worker role";
  const help =
    "set `reports` to the report files of earlier jobs, or, if there are no worker roles, set `if-no-roles: ignore`";
  const draft = { role: null, kind: null, actions: [], message, help, place: filePlace("."), related: [] };
  return [ownFinding(runRules.noWorkerRole, { ...draft, severity: ifNoRoles })];
}

function ownFinding({ id }: RuleDescription, draft: Draft): ReportedFinding {
  return reportFinding({ severity: "error", ...draft, rule: id, suppressedBy: null });
}

/** The requirements of all reports, joined. They differ only if jobs check against different versions. */
function mergeRequirements(reports: readonly Report[]): ReportedRequirements {
  const joined = (name: Exclude<keyof ReportedRequirements, "assumed">): string =>
    [...new Set(reports.map(({ requirements }) => requirements[name]))].join(", ") || "none";
  const assumed = reports.length > 0 && reports.every(({ requirements }) => requirements.assumed === true);
  return {
    version: joined("version"),
    title: joined("title"),
    source: joined("source"),
    date: joined("date"),
    ...(assumed ? { assumed } : {}),
  };
}
