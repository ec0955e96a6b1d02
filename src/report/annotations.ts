import type { Severity } from "../config/severity.js";
import { hasLine } from "../source/location.js";
import type { Report, ReportedFinding } from "./report.js";

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

/** Findings as workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotations(report: Report): Annotations {
  const counting = report.findings.filter(({ suppressed }) => suppressed === null);
  const shown = LEVELS.flatMap((level) =>
    counting.filter(({ severity }) => severity === level).slice(0, MOST_PER_LEVEL),
  );
  return { commands: shown.map(command), shown: shown.length, all: counting.length };
}

const LEVELS: readonly Severity[] = ["error", "warning", "notice"];

function command(finding: ReportedFinding): string {
  const { location, severity, rule } = finding;
  const properties = Object.entries({
    title: rule,
    file: location.file === "." ? undefined : location.file,
    ...(hasLine(location) ? { line: location.line, endLine: location.endLine, ...columns(location) } : {}),
  });
  const given = properties.filter(([, value]) => value !== undefined);
  return `::${severity} ${given.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(",")}::${escapeData(messageOf(finding))}`;
}

/** GitHub takes columns only within one line, and counts the last one in. */
function columns(location: {
  line: number;
  endLine: number;
  column: number;
  endColumn: number;
}): Record<string, number> {
  if (location.line !== location.endLine) return {};
  return { col: location.column, endColumn: Math.max(location.column, location.endColumn - 1) };
}

function messageOf(finding: ReportedFinding): string {
  const actions = finding.kind !== null && finding.actions.length > 0 ? `\n${finding.actions.join(", ")}` : "";
  const help = finding.help === null ? "" : `\nhelp: ${finding.help}`;
  const text = `${finding.message}${actions}${help}`;
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}...` : text;
}

export function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
