import type { Severity } from "../config/severity.js";
import { isOfOthers } from "../rules/unmatched-role.js";
import { hasLine, type Location } from "../source/location.js";
import { baselineWords } from "./baseline.js";
import { countingFindings, leftOutFindings } from "./conclusion.js";
import type { Report, ReportedFinding } from "./report.js";
import { visible } from "./visible.js";

/** The runner keeps ten annotations of each level and step (actions/toolkit#734), so more are not sent. */
const MOST_PER_LEVEL = 10;

/** The runner cuts a message at 4,096 characters (ExecutionContext.cs). */
const LONGEST_MESSAGE = 4000;

export interface Annotations {
  /** Workflow commands, a line each, most severe first. */
  readonly commands: readonly string[];
  readonly shown: number;
  readonly all: number;
}

/** The one line that an annotation stands on: one on several lines is shown below the last, far from the place to edit. */
export type AnnotationLine = (location: Location) => number;

export const firstLine: AnnotationLine = (location) => (hasLine(location) ? location.line : 1);

const LEVELS: readonly Severity[] = ["error", "warning", "notice"];

/** What is worth an annotation, most severe first. What is left out of the verdict is a notice. */
export function annotated(report: Report): readonly ReportedFinding[] {
  const leftOut = leftOutFindings(report).map((finding) => ({ ...finding, severity: "notice" as const }));
  const shown = [...countingFindings(report), ...leftOut].filter((finding) => !isOfOthers(finding));
  return LEVELS.flatMap((level) => shown.filter(({ severity }) => severity === level));
}

/** Findings as workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotations(findings: readonly ReportedFinding[], lineOf = firstLine): Annotations {
  const shown = LEVELS.flatMap((level) =>
    findings.filter(({ severity }) => severity === level).slice(0, MOST_PER_LEVEL),
  );
  return { commands: shown.map((finding) => command(finding, lineOf)), shown: shown.length, all: findings.length };
}

function command(finding: ReportedFinding, lineOf: AnnotationLine): string {
  const { location, severity, rule } = finding;
  const line = lineOf(location);
  const properties = Object.entries({
    title: rule,
    // A line of another commit is another one here.
    file: location.file === "." || location.commit !== undefined ? undefined : location.file,
    ...(hasLine(location) && location.commit === undefined ? { line, endLine: line } : {}),
    ...columnsOf(location, line),
  });
  const given = properties.filter(([, value]) => value !== undefined);
  const message = visibleMessage(annotationMessage(finding, LONGEST_MESSAGE));
  return `::${severity} ${given.map(([name, value]) => `${name}=${escapeProperty(visibleProperty(String(value)))}`).join(",")}::${escapeData(message)}`;
}

/** A message has no colours of its own, so one in it comes from a file. */
function visibleMessage(message: string): string {
  return message.replace(/[^\n\t]+/g, visible);
}

/** Line ends are escaped, and belong to the name of a file. */
function visibleProperty(value: string): string {
  return value.replace(/[^\r\n]+/g, visible);
}

/** GitHub takes columns only within one line, which is where the place is, and counts the last one in. */
export function columnsOf(location: Location, line: number): { readonly col?: number; readonly endColumn?: number } {
  if (!hasLine(location) || location.commit !== undefined) return {};
  if (location.line !== line || location.endLine !== line) return {};
  return { col: location.column, endColumn: Math.max(location.column, location.endColumn - 1) };
}

/** All that a finding says, in at most `most` UTF-8 bytes. */
export function annotationMessage(finding: ReportedFinding, most: number): string {
  const actions = finding.kind !== null && finding.actions.length > 0 ? `\n${finding.actions.join(", ")}` : "";
  const help = finding.help === null ? "" : `\nhelp: ${finding.help}`;
  const age = baselineWords(finding);
  return cutToBytes(`${finding.message}${age === null ? "" : ` (${age})`}${actions}${help}`, most);
}

function cutToBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  // A character that is cut in two decodes to U+FFFD.
  return `${bytes
    .subarray(0, most - 3)
    .toString()
    .replace(/\ufffd+$/, "")}...`;
}

export function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
