import type { Report } from "./report.js";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notices: number;
  readonly suppressed: number;
}

export function countFindings(report: Report): Counts {
  const counting = report.findings.filter(({ suppressed }) => suppressed === null);
  const having = (wanted: string): number => counting.filter(({ severity }) => severity === wanted).length;
  return {
    errors: having("error"),
    warnings: having("warning"),
    notices: having("notice"),
    suppressed: report.findings.length - counting.length,
  };
}

/** The conclusion in one line, for the end of the text and the head of the comment. */
export function describeConclusion(report: Report): string {
  const { errors, warnings, notices, suppressed } = countFindings(report);
  const counts = [
    plural(errors, "error"),
    plural(warnings, "warning"),
    ...(notices > 0 ? [plural(notices, "notice")] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ].join(", ");
  const roles = plural(report.roles.length, "worker role");
  const files = `${plural(report.files.read, "file")} read`;
  return `${report.conclusion}: ${roles} checked, ${counts}; ${files}, ${report.files.matched} matched`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
