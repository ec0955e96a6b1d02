import { type Checked, type CheckOutcome, check } from "../check.js";
import type { CheckOptions } from "../config/options.js";
import { annotated, annotations } from "../report/annotations.js";
import { renderCodeQuality } from "../report/code-quality.js";
import { jsonText } from "../report/json-text.js";
import { renderJunit } from "../report/junit.js";
import { renderMarkdown } from "../report/markdown/render.js";
import { renderText } from "../report/text.js";
import { allRules } from "../rules/index.js";
import type { CommandLine } from "./arguments.js";
import { describeFix } from "./describe-fix.js";
import { exitStatus } from "./exit-status.js";
import { readOptions } from "./read-options.js";
import { chooseFormat, refuse } from "./refuse.js";
import type { Terminal } from "./terminal.js";
import { textLook } from "./text-look.js";

const FORMATS = ["text", "json", "markdown", "sarif", "junit", "code-quality", "github"] as const;

/** Runs `check` and returns the exit status. */
export async function checkCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const format = chooseFormat(line, FORMATS, terminal);
  if (format === null) return 2;
  const { today, progress } = terminal;
  const read = readOptions(line, terminal);
  if (read.kind === "refused") return read.status;
  const { scope, unread } = read;
  const outcome: CheckOutcome = await check(read.options.check, {
    scope,
    today,
    optionsAt: read.optionsAt,
    unread,
    onReading: progress.reading,
  });
  progress.end();
  if ("problems" in outcome) return refuse(outcome.problems, terminal);
  const print = format === "text" ? terminal.say : terminal.out;
  print(await render(outcome, format, read.options.check.failOn, line, terminal));
  if (format === "text") terminal.say(describeFix(outcome.report, line, terminal.columns));
  const { writeRequestedFiles } = await import("./report-files.js");
  const faults = writeRequestedFiles(line, scope, outcome.report, read.options.publish);
  for (const fault of faults) terminal.error(`error: ${fault}\n`);
  return faults.length === 0 ? exitStatus(outcome.report) : 2;
}

async function render(
  { report, sources }: Checked,
  format: (typeof FORMATS)[number],
  failOn: CheckOptions["failOn"],
  line: CommandLine,
  terminal: Terminal,
): Promise<string> {
  switch (format) {
    case "text":
      return renderText(report, textLook(line, terminal, sources));
    case "json":
      return jsonText(report);
    case "markdown":
      return renderMarkdown(report, null, Number.POSITIVE_INFINITY);
    case "sarif":
      return (await import("./report-files.js")).renderSarif(report, allRules, null);
    case "junit":
      return renderJunit(report, failOn);
    case "code-quality":
      return renderCodeQuality(report);
    case "github":
      return annotations(annotated(report))
        .commands.map((command) => `${command}\n`)
        .join("");
  }
}
