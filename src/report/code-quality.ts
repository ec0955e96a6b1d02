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
 * Renders the findings as GitLab's code quality report, a subset of Code Climate's format:
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. The format can't express suppressed
 * findings, so they are left out.
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

/** The format requires a line. A finding about a whole file, or about a place in another commit, gets line 1. */
function firstLine(location: Location): number {
  return hasLine(location) && location.commit === undefined ? location.line : 1;
}
