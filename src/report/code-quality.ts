import type { Severity } from "../config/severity.js";
import { formatLocation, hasLine, type Location } from "../source/location.js";
import { jsonText } from "./json-text.js";
import { messageWithActions } from "./message-with-actions.js";
import type { Report, ReportedFinding } from "./report.js";

const SEVERITIES: Readonly<Record<Severity, "critical" | "minor" | "info">> = {
  error: "critical",
  warning: "minor",
  notice: "info",
};

/**
 * The findings as GitLab's code quality report, which is a part of Code Climate's format:
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. It has no place for suppressed findings.
 */
export function renderCodeQuality(report: Report): string {
  const counting = report.findings.filter(({ suppressed }) => suppressed === null);
  return jsonText(counting.map(toIssue));
}

function toIssue(finding: ReportedFinding): object {
  return {
    description: messageWithActions(finding),
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: SEVERITIES[finding.severity],
    location: { path: finding.location.file, lines: { begin: firstLine(finding.location) } },
    ...(finding.help === null ? {} : { content: { body: `${formatLocation(finding.location)}: ${finding.help}` } }),
  };
}

/** A line is required; of a file as a whole it is the first, and so it is of what only stands in another commit. */
function firstLine(location: Location): number {
  return hasLine(location) && location.commit === undefined ? location.line : 1;
}
