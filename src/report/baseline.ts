import { append } from "../source/append.js";
import type { BaselineMark, BaselineSource, ReportedFinding } from "./report.js";

/** What is not new: the findings of another run. */
export interface Baseline {
  readonly source: BaselineSource;
  readonly findings: readonly KnownFinding[];
}

/** What of a finding tells whether another run had it as well. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly actions: readonly string[];
  /** Of a finding without a kind, what it says beside its message; else what it says of files of values. */
  readonly details: readonly string[];
}

type Comparable = Pick<ReportedFinding, "kind" | "actions" | "fingerprint" | "lacking"> & {
  readonly related: readonly { readonly message: string }[];
};

export function knownFinding({ kind, actions, related, fingerprint, lacking = [] }: Comparable): KnownFinding {
  return { fingerprint, actions, details: kind === null ? related.map(({ message }) => message) : lacking };
}

/**
 * Marks the findings that count. Each finding of a baseline stands for one: two plans of one module have findings that only
 * their number tells apart. Of several baselines the best mark remains.
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

/** Takes from `candidates` what the finding is compared with. */
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

/**
 * They say that something was not checked, or is less than on the base: however old they are, no result may be green over them.
 */
const UNCHECKED: ReadonlySet<string> = new Set([
  "unreadable-file",
  "no-worker-role",
  "unmatched-role",
  "coverage-lost",
  "weakened-action",
  "stale-plan",
]);

/** Whether being old can take a finding out of the verdict. */
export function isExcusable({ rule }: Pick<ReportedFinding, "rule">): boolean {
  return !UNCHECKED.has(rule);
}

/** Whether a finding bears on the verdict. */
export function isCounting(finding: ReportedFinding, failOnNewOnly: boolean): boolean {
  if (finding.suppressed !== null) return false;
  return !failOnNewOnly || finding.baseline?.state !== "unchanged" || !isExcusable(finding);
}

/** `already on main`; `in part` when there is more to it than there was. Null for what is new or was not compared. */
export function baselineWords({ baseline: mark, actions }: ReportedFinding): string | null {
  if (mark === undefined || mark.source === null) return null;
  if (actions.length > 0 && mark.newActions.length === actions.length) return null;
  const where = sourceWords(mark.source);
  if (mark.state === "unchanged") return `already ${where}`;
  return `in part already ${where}${mark.newActions.length === 0 ? "" : `; new: ${mark.newActions.join(", ")}`}`;
}

export function sourceWords({ kind, name }: BaselineSource): string {
  return kind === "commit" ? `on ${name}` : `in ${name}`;
}
