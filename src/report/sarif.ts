import type { Severity } from "../config/severity.js";
import type { RuleDescription } from "../rules/rule.js";
import { hasLine, type Location } from "../source/location.js";
import type { Report, ReportedFinding } from "./report.js";

/** GitHub keeps 5,000 results of a run; the most severe come first in a report. */
const MOST_RESULTS = 5000;

/** The report as SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function renderSarif(report: Report, rules: readonly RuleDescription[]): string {
  const results = report.findings.slice(0, MOST_RESULTS).map(toResult);
  const driver = {
    name: report.tool.name,
    semanticVersion: report.tool.version,
    rules: rules.map(({ id, summary, defaultSeverity }) => ({
      id,
      shortDescription: { text: summary },
      help: { text: `${summary} See docs/rules/${id}.md.` },
      defaultConfiguration: { level: defaultSeverity === "off" ? "none" : LEVELS[defaultSeverity] },
    })),
  };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  notice: "note",
};

function toResult(finding: ReportedFinding): object {
  const actions = finding.kind === null || finding.actions.length === 0 ? "" : `: ${finding.actions.join(", ")}`;
  const help = finding.help === null ? "" : `. ${finding.help}`;
  return {
    ruleId: finding.rule,
    level: LEVELS[finding.severity],
    // In a SARIF message brackets and backslashes are markup.
    message: { text: `${finding.message}${actions}${help}`.replace(/[[\]\\]/g, "\\$&") },
    locations: [{ physicalLocation: physicalLocation(finding.location) }],
    relatedLocations: finding.related.map(({ location, message }, id) => ({
      id,
      message: { text: message },
      physicalLocation: physicalLocation(location),
    })),
    partialFingerprints: { "workerIamCheck/v1": finding.fingerprint },
    suppressions: finding.suppressed === null ? [] : [{ kind: "external", justification: finding.suppressed.reason }],
  };
}

function physicalLocation(location: Location): object {
  const uri = location.file.split("/").map(encodeURIComponent).join("/");
  if (!hasLine(location)) return { artifactLocation: { uri } };
  const { line: startLine, column: startColumn, endLine, endColumn } = location;
  return { artifactLocation: { uri }, region: { startLine, startColumn, endLine, endColumn } };
}
