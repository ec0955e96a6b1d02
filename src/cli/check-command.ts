import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type CheckOutcome, check } from "../check.js";
import { resolveOptions } from "../config/resolve-options.js";
import { type ConfigProblem, DEFAULT_CONFIG_FILE } from "../config/settings.js";
import type { Report } from "../report/report.js";
import { renderText } from "../report/text.js";
import { decode } from "../source/decode.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { CommandLine } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** Runs `check`; gives the exit status. */
export async function checkCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const config = readConfig(line.config, terminal.workingDirectory);
  if ("problem" in config) return refuse([config.problem], terminal);
  const resolved = resolveOptions(line.inputs, config.file);
  if ("problems" in resolved) return refuse(resolved.problems, terminal);
  const { workingDirectory, today } = terminal;
  const scope = { workingDirectory, root: workingDirectory, confined: false };
  const outcome: CheckOutcome = await check(resolved.options.check, { scope, today });
  if ("problems" in outcome) return refuse(outcome.problems, terminal);
  terminal.out(render(outcome.report, line, terminal));
  const written = writeReport(outcome.report, resolved.options.publish.reportFile, terminal);
  return written ? exitStatus(outcome.report) : 2;
}

function exitStatus(report: Report): number {
  return report.conclusion === "failure" ? 1 : 0;
}

function render(report: Report, line: CommandLine, terminal: Terminal): string {
  switch (line.format) {
    case "text":
      return renderText(report, terminal.paint, terminal.columns);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}

function writeReport(report: Report, file: string | null, terminal: Terminal): boolean {
  if (file === null) return true;
  const path = resolve(terminal.workingDirectory, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
    return true;
  } catch (error) {
    terminal.error(
      `error: the report can't be written to ${file}: ${error instanceof Error ? error.message : error}\n`,
    );
    return false;
  }
}

/** The config file: the one that is named has to be there, the default one may be. */
function readConfig(
  named: string | null,
  workingDirectory: string,
): { readonly file: TextFile | null } | { readonly problem: ConfigProblem } {
  const path = named ?? DEFAULT_CONFIG_FILE;
  try {
    const decoded = decode(readFileSync(resolve(workingDirectory, path)));
    if ("text" in decoded) return { file: { path, text: decoded.text } };
    return { problem: { message: `the config ${path} ${decoded.fault}`, help: "save it as UTF-8", place: null } };
  } catch {
    if (named === null) return { file: null };
    return {
      problem: { message: `the config ${path} can't be read`, help: "check the path given as --config", place: null },
    };
  }
}

function refuse(problems: readonly ConfigProblem[], terminal: Terminal): number {
  for (const { message, help, place } of problems) {
    const where = place === null ? "" : `${formatLocation(locate(place))}: `;
    terminal.error(`error: ${where}${message}\n${help === null ? "" : `  help: ${help}\n`}`);
  }
  return 2;
}
