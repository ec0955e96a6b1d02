import { RULE_PAGES } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { RuleDescription } from "../rules/rule.js";
import { hasLine, type Location } from "../source/location.js";
import { jsonText } from "./json-text.js";
import { messageWithActions } from "./message-with-actions.js";
import { percentEncode } from "./percent-encode.js";
import type { Report, ReportedFinding, ReportedFix } from "./report.js";

/** GitHub keeps 5,000 results per run. A report lists the most severe first. */
const MAX_RESULTS = 5000;

/**
 * Renders the report as SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
 * Leaves out suppressed findings: GitHub opens an alert for a result regardless of its `suppressions`
 * (codeql-action#1230).
 * `rulePages` is the address of the rules' pages, without a trailing slash. If null, links go to the project's own
 * pages.
 */
export function renderSarif(report: Report, rules: readonly RuleDescription[], rulePages: string | null): string {
  const counting = report.findings.filter(({ suppressed }) => suppressed === null);
  const results = counting.slice(0, MAX_RESULTS).map(toResult);
  const driver = {
    name: report.tool.name,
    semanticVersion: report.tool.version,
    rules: rules.map((rule) => toRule(rule, rulePages === null ? RULE_PAGES : `${rulePages}/`)),
  };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return jsonText({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] });
}

/** Code scanning shows `help` next to each result and groups rules by tag. */
function toRule({ id, summary, defaultSeverity }: RuleDescription, rulePages: string): object {
  const page = `${rulePages}${id}.md`;
  return {
    id,
    name: id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    helpUri: page,
    help: {
      text: `${summary} Why it matters, with an example that fails and one that passes: ${page}.`,
      markdown: `${summary}\n\nWhy it matters, with an example that fails and one that passes: [${id}](${page}).`,
    },
    defaultConfiguration:
      defaultSeverity === "off" ? { enabled: false } : { enabled: true, level: LEVELS[defaultSeverity] },
    properties: { tags: ["iam", "aws"], precision: "high" },
  };
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  notice: "note",
};

function toResult(finding: ReportedFinding): object {
  const help = finding.help === null ? "" : `. ${finding.help}`;
  return {
    ruleId: finding.rule,
    level: LEVELS[finding.severity],
    message: { text: messageText(`${messageWithActions(finding)}${help}`) },
    locations: [{ physicalLocation: physicalLocation(finding.location) }],
    relatedLocations: finding.related.map(({ location, message }, id) => ({
      id,
      message: { text: messageText(message) },
      physicalLocation: physicalLocation(location),
    })),
    partialFingerprints: { "workerIamCheck/v1": finding.fingerprint },
    fixes: finding.fix === null ? [] : [toFix(finding.fix)],
    ...(finding.baseline === undefined ? {} : { baselineState: finding.baseline.state }),
  };
}

/** Brackets and backslashes are markup in a SARIF message. */
function messageText(text: string): string {
  return text.replace(/[[\]\\]/g, "\\$&");
}

function toFix({ description, edits }: ReportedFix): object {
  const files = [...new Set(edits.map(({ location }) => location.file))];
  const changes = files.map((file) => ({
    artifactLocation: artifactLocation(file),
    replacements: edits
      .filter(({ location }) => location.file === file)
      .map(({ location, newText }) => ({ deletedRegion: regionOf(location), insertedContent: { text: newText } })),
  }));
  return { description: { text: messageText(description) }, artifactChanges: changes };
}

/** Code scanning requires a region for every location. */
function physicalLocation(location: Location): object {
  return { artifactLocation: artifactLocation(location.file), region: regionOf(location) };
}

function artifactLocation(file: string): object {
  return { uri: file.split("/").map(percentEncode).join("/") };
}

function regionOf(location: Location): object {
  // A location without lines still has line 1.
  if (!hasLine(location) || location.commit !== undefined) return { startLine: 1 };
  const { line: startLine, column: startColumn, endLine, endColumn } = location;
  return { startLine, startColumn, endLine, endColumn };
}
