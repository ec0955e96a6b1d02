import { plural } from "../source/plural.js";
import { describeSource, isCounting } from "./baseline.js";
import type { Accepted, Report, ReportedFinding } from "./report.js";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notices: number;
  readonly suppressed: number;
  /** Findings that the baseline also has, whether or not they count. */
  readonly unchanged: number;
}

/** The findings that count toward the verdict. */
export function countingFindings({ findings, baseline }: Report): readonly ReportedFinding[] {
  return findings.filter((finding) => isCounting(finding, baseline?.failOnNewOnly ?? false));
}

/**
 * The findings to show first: all counting findings except the old ones. If only new findings count, an old one that
 * counts anyway is included.
 */
export function freshFindings(report: Report): readonly ReportedFinding[] {
  const counting = countingFindings(report);
  if (report.baseline?.failOnNewOnly === true) return counting;
  return counting.filter(({ baseline }) => baseline?.state !== "unchanged");
}

/** The findings left out of the verdict because they are old. */
export function leftOutFindings({ findings, baseline }: Report): readonly ReportedFinding[] {
  if (baseline?.failOnNewOnly !== true) return [];
  return findings.filter((finding) => finding.suppressed === null && !isCounting(finding, true));
}

export function countFindings(report: Report): Counts {
  const counting = countingFindings(report);
  const having = (wanted: string): number => counting.filter(({ severity }) => severity === wanted).length;
  return {
    errors: having("error"),
    warnings: having("warning"),
    notices: having("notice"),
    suppressed: report.findings.filter(({ suppressed }) => suppressed !== null).length,
    unchanged: oldFindings(report).length,
  };
}

/** The conclusion in one line, for the end of the text report. */
export function describeConclusion(report: Report): string {
  const { errors, warnings, notices } = countFindings(report);
  const counts = [
    plural(errors, "error"),
    plural(warnings, "warning"),
    ...(notices > 0 ? [plural(notices, "notice")] : []),
    ...describeSuppressed(report),
    ...describeOld(report),
  ].join(", ");
  const roles = plural(report.roles.length, "worker role");
  const files = `${plural(report.files.read, "file")} read`;
  return `${report.conclusion}: ${roles} checked, ${counts}; ${files}, ${report.files.matched} matched`;
}

/** `3 suppressed, 1 of them by this change`. Empty if no finding is suppressed. */
export function describeSuppressed({ findings }: Report): readonly string[] {
  const all = findings.flatMap(({ suppressed }) => suppressed ?? []);
  const added = all.filter(({ isNew }) => isNew).length;
  if (all.length === 0) return [];
  return [
    `${all.length} suppressed${added === 0 ? "" : `${all.length === added ? "" : `, ${added} of them`} by this change`}`,
  ];
}

/** `3 already on main` if those are left out of the other counts, otherwise `3 of them already on main`. */
export function describeOld(report: Report): readonly string[] {
  const isOfThem = leftOutFindings(report).length === 0;
  return describeOldFindings(report).map((words) => (isOfThem ? words.replace(" ", " of them ") : words));
}

/** `3 already on main`. Empty if no finding is old. */
export function describeOldFindings(report: Report): readonly string[] {
  const leftOut = leftOutFindings(report);
  const old = leftOut.length > 0 ? leftOut : oldFindings(report);
  if (old.length === 0) return [];
  const places = new Set(old.flatMap(({ baseline }) => (baseline?.source ? [describeSource(baseline.source)] : [])));
  return [`${old.length} already ${places.size === 1 ? [...places].join("") : "known"}`];
}

function oldFindings({ findings }: Report): readonly ReportedFinding[] {
  return findings.filter(({ suppressed, baseline }) => suppressed === null && baseline?.state === "unchanged");
}

/** `accepted by security, until 2027-06-30` */
export function describeAcceptance({ reason, until }: Accepted): string {
  return until === undefined ? reason : `${reason}, until ${until}`;
}
