import type { Severity } from "../config/severity.js";
import { isForOtherRepository } from "../rules/unmatched-role.js";
import { hasLine, type Location } from "../source/location.js";
import { describeBaseline } from "./baseline.js";
import { countingFindings, leftOutFindings } from "./conclusion.js";
import type { Report, ReportedFinding } from "./report.js";
import { visible } from "./visible.js";

/** The runner keeps ten annotations per level and step (actions/toolkit#734), so we send no more. */
const MAX_PER_LEVEL = 10;

/** The runner cuts a message at 4,096 characters (ExecutionContext.cs). */
const MAX_MESSAGE_LENGTH = 4000;

export interface Annotations {
  /** Workflow commands, one per line, most severe first. */
  readonly commands: readonly string[];
  readonly shown: number;
  readonly all: number;
}

/** The one line that an annotation is attached to. GitHub shows a multi-line annotation below its last line, far from the place to edit. */
export type AnnotationLine = (location: Location) => number;

export const firstLine: AnnotationLine = (location) => (hasLine(location) ? location.line : 1);

const LEVELS: readonly Severity[] = ["error", "warning", "notice"];

/** The findings that deserve an annotation, most severe first. Findings that are left out of the verdict become notices. */
export function annotated(report: Report): readonly ReportedFinding[] {
  const leftOut = leftOutFindings(report).map((finding) => ({ ...finding, severity: "notice" as const }));
  const shown = [...countingFindings(report), ...leftOut].filter((finding) => !isForOtherRepository(finding));
  return LEVELS.flatMap((level) => shown.filter(({ severity }) => severity === level));
}

/** Renders findings as workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotations(findings: readonly ReportedFinding[], lineOf = firstLine): Annotations {
  const shown = LEVELS.flatMap((level) =>
    findings.filter(({ severity }) => severity === level).slice(0, MAX_PER_LEVEL),
  );
  return { commands: shown.map((finding) => command(finding, lineOf)), shown: shown.length, all: findings.length };
}

function command(finding: ReportedFinding, lineOf: AnnotationLine): string {
  const { location, severity, rule } = finding;
  const line = lineOf(location);
  const properties = Object.entries({
    title: rule,
    // A line number in another commit doesn't match the checked-out file.
    file: location.file === "." || location.commit !== undefined ? undefined : location.file,
    ...(hasLine(location) && location.commit === undefined ? { line, endLine: line } : {}),
    ...columnsOf(location, line),
  });
  const given = properties.filter(([, value]) => value !== undefined);
  const message = visibleMessage(annotationMessage(finding, MAX_MESSAGE_LENGTH));
  return `::${severity} ${given.map(([name, value]) => `${name}=${escapeProperty(visibleProperty(String(value)))}`).join(",")}::${escapeData(message)}`;
}

/** Our messages contain no colors, so an escape sequence in one comes from a file. */
function visibleMessage(message: string): string {
  return message.replace(/[^\n\t]+/g, visible);
}

/** Keeps line ends, which can be part of a file name. `escapeProperty` escapes them. */
function visibleProperty(value: string): string {
  return value.replace(/[^\r\n]+/g, visible);
}

/** GitHub accepts columns only if the range is within one line, and its last column is inclusive. */
export function columnsOf(location: Location, line: number): { readonly col?: number; readonly endColumn?: number } {
  if (!hasLine(location) || location.commit !== undefined) return {};
  if (location.line !== line || location.endLine !== line) return {};
  return { col: location.column, endColumn: Math.max(location.column, location.endColumn - 1) };
}

/** The finding's message, actions, and help, in at most `most` UTF-8 bytes. */
export function annotationMessage(finding: ReportedFinding, most: number): string {
  const actions = finding.kind !== null && finding.actions.length > 0 ? `\n${finding.actions.join(", ")}` : "";
  const help = finding.help === null ? "" : `\nhelp: ${finding.help}`;
  const age = describeBaseline(finding);
  return cutToBytes(`${finding.message}${age === null ? "" : ` (${age})`}${actions}${help}`, most);
}

function cutToBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  // A character cut in two decodes to U+FFFD.
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
