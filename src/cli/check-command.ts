import { type CheckOutcome, check } from "../check.js";
import { resolveOptions } from "../config/resolve-options.js";
import { findConfig } from "../discover/find-config.js";
import { annotated, annotations } from "../report/annotations.js";
import { renderMarkdown } from "../report/markdown/render.js";
import type { Report } from "../report/report.js";
import { renderSarif } from "../report/sarif.js";
import { renderText } from "../report/text.js";
import { allRules } from "../rules/index.js";
import type { CommandLine } from "./arguments.js";
import { chooseFormat, refuse } from "./refuse.js";
import { writeAskedFiles } from "./report-files.js";
import { localScope, type Terminal } from "./terminal.js";

const FORMATS = ["text", "json", "markdown", "sarif", "github"] as const;

/** Runs `check`; gives the exit status. */
export async function checkCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const format = chooseFormat(line, FORMATS, terminal);
  if (format === null) return 2;
  const { today, progress } = terminal;
  const scope = localScope(terminal);
  const config = findConfig(scope, line.config);
  if ("problem" in config) return refuse([config.problem], terminal);
  const resolved = resolveOptions(line.inputs, config.file);
  if ("problems" in resolved) return refuse(resolved.problems, terminal);
  const outcome: CheckOutcome = await check(resolved.options.check, { scope, today, onReading: progress.reading });
  progress.end();
  if ("problems" in outcome) return refuse(outcome.problems, terminal);
  const print = format === "text" ? terminal.say : terminal.out;
  print(render(outcome.report, format, terminal));
  const faults = writeAskedFiles(line, scope, outcome.report, resolved.options.publish);
  for (const fault of faults) terminal.error(`error: ${fault}\n`);
  return faults.length === 0 ? exitStatus(outcome.report) : 2;
}

function exitStatus(report: Report): number {
  return report.conclusion === "failure" ? 1 : 0;
}

function render(report: Report, format: (typeof FORMATS)[number], terminal: Terminal): string {
  switch (format) {
    case "text":
      return renderText(report, terminal.paint, terminal.columns);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return renderMarkdown(report, null, Number.POSITIVE_INFINITY);
    case "sarif":
      return renderSarif(report, allRules, null);
    case "github":
      return annotations(annotated(report))
        .commands.map((command) => `${command}\n`)
        .join("");
  }
}
