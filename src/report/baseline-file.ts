import type { JsonField } from "../source/json-field.js";
import { isExcusable, type KnownFinding, knownFinding } from "./baseline.js";
import { jsonText } from "./json-text.js";
import { LIMITS, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from "./limits.js";
import { readReport } from "./read-report.js";
import type { ReportedFinding } from "./report.js";

const BASELINE_VERSION = 1;

/**
 * Renders findings as a baseline file: sorted, one value per line, and without line numbers, so that a diff of the file
 * shows only changed findings. Most fields are there for people; only the fields of `KnownFinding` are read back.
 */
export function renderBaselineFile(findings: readonly ReportedFinding[]): string {
  const entries = findings
    .filter((finding) => finding.suppressed === null && isExcusable(finding))
    .map((finding) => {
      const { fingerprint, actions, details } = knownFinding(finding);
      const { rule, role, kind, location } = finding;
      return { fingerprint, rule, role, kind, file: location.file, actions: [...actions].sort(), details };
    });
  const sorted = entries
    .map((entry) => [`${entry.file}\n${entry.role}\n${entry.rule}\n${JSON.stringify(entry)}`, entry] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
  return jsonText({ baselineVersion: BASELINE_VERSION, findings: sorted });
}

/** Reads a baseline file or the report of an earlier run. Throws `JsonShapeError` if the document is neither. */
export function readBaselineFile(document: JsonField): readonly KnownFinding[] {
  const version = document.field("baselineVersion");
  if (version.optional((field) => field) === null)
    return readReport(document)
      .findings.filter(({ suppressed }) => suppressed === null)
      .map(knownFinding);
  if (version.count() !== BASELINE_VERSION) throw version.unlike(`${BASELINE_VERSION}: write the file again`);
  return document
    .field("findings")
    .list(LIMITS.findings)
    .map((entry) => ({
      fingerprint: entry.field("fingerprint").text(200),
      actions: entry
        .field("actions")
        .list(LIMITS.actions)
        .map((action) => action.text(MAX_NAME_LENGTH)),
      details: entry
        .field("details")
        .list(LIMITS.related)
        .map((detail) => detail.text(MAX_TEXT_LENGTH)),
    }));
}
