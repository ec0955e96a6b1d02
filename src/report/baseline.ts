import { append } from "../source/append.js";
import type { BaselineMark, BaselineSource, ReportedFinding } from "./report.js";

/** The findings of another run. A finding that matches one of them isn't new. */
export interface Baseline {
  readonly source: BaselineSource;
  readonly findings: readonly KnownFinding[];
}

/** The parts of a finding that decide whether another run had the same one. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly actions: readonly string[];
  /** For a finding without a kind, the messages of its related places. Otherwise, the finding's `lacking`. */
  readonly details: readonly string[];
}

type Comparable = Pick<ReportedFinding, "kind" | "actions" | "fingerprint" | "lacking"> & {
  readonly related: readonly { readonly message: string }[];
};

export function knownFinding({ kind, actions, related, fingerprint, lacking = [] }: Comparable): KnownFinding {
  return { fingerprint, actions, details: kind === null ? related.map(({ message }) => message) : lacking };
}

/**
 * Marks each finding that isn't suppressed. A baseline finding matches only one finding, because two plans of one
 * module can have the same findings and differ only in their number. With several baselines, the best mark wins.
 */
export function markFindings(
  findings: readonly ReportedFinding[],
  baselines: readonly Baseline[],
): readonly ReportedFinding[] {
  return baselines.reduce(markAgainst, findings);
}

const RANK = { new: 0, updated: 1, unchanged: 2 } as const;

function markAgainst(findings: readonly ReportedFinding[], baseline: Baseline): readonly ReportedFinding[] {
  const left = new Map<string, KnownFinding[]>();
  for (const known of baseline.findings) {
    append(left, known.fingerprint, known);
  }
  return findings.map((finding) => {
    const mark = finding.baseline;
    if (finding.suppressed !== null || mark?.state === "unchanged") return finding;
    const found = take(left.get(finding.fingerprint) ?? [], knownFinding(finding), baseline.source);
    return mark !== undefined && RANK[mark.state] >= RANK[found.state] ? finding : { ...finding, baseline: found };
  });
}

/** Removes the best match for the finding from `candidates` and returns the resulting mark. */
function take(candidates: KnownFinding[], { actions, details }: KnownFinding, source: BaselineSource): BaselineMark {
  const whole = candidates.findIndex(
    (known) => lacking(actions, known.actions).length + lacking(details, known.details).length === 0,
  );
  const [known] = candidates.splice(Math.max(whole, 0), 1);
  if (known === undefined) return { state: "new", source: null, newActions: [] };
  if (whole !== -1) return { state: "unchanged", source, newActions: [] };
  return { state: "updated", source, newActions: lacking(actions, known.actions) };
}

function lacking(wanted: readonly string[], known: readonly string[]): readonly string[] {
  const all = new Set(known);
  return wanted.filter((word) => !all.has(word));
}

/** Rules that report that something wasn't checked, or that coverage shrank. Their findings always count, however old they are. */
const UNCHECKED: ReadonlySet<string> = new Set([
  "unreadable-file",
  "no-worker-role",
  "unmatched-role",
  "coverage-lost",
  "weakened-action",
  "stale-plan",
]);

/** Whether an old finding of this rule is exempt from the verdict. */
export function isExcusable({ rule }: Pick<ReportedFinding, "rule">): boolean {
  return !UNCHECKED.has(rule);
}

/** Whether a finding counts toward the verdict. */
export function isCounting(finding: ReportedFinding, failOnNewOnly: boolean): boolean {
  if (finding.suppressed !== null) return false;
  return !failOnNewOnly || finding.baseline?.state !== "unchanged" || !isExcusable(finding);
}

/** `already on main`, or `in part already on main` if the finding has grown. Returns null if the finding is new or wasn't compared. */
export function describeBaseline({ baseline: mark, actions }: ReportedFinding): string | null {
  if (mark === undefined || mark.source === null) return null;
  if (actions.length > 0 && mark.newActions.length === actions.length) return null;
  const where = describeSource(mark.source);
  if (mark.state === "unchanged") return `already ${where}`;
  return `in part already ${where}${mark.newActions.length === 0 ? "" : `; new: ${mark.newActions.join(", ")}`}`;
}

export function describeSource({ kind, name }: BaselineSource): string {
  return kind === "commit" ? `on ${name}` : `in ${name}`;
}
