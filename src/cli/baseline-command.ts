import { inspect } from "../check.js";
import { resolveOptions } from "../config/resolve-options.js";
import { findConfig } from "../discover/find-config.js";
import { writeBaselineFile } from "../publish/write-report.js";
import { isExcusable } from "../report/baseline.js";
import { renderBaselineFile } from "../report/baseline-file.js";
import { reportFinding } from "../report/build-report.js";
import { plural } from "../report/conclusion.js";
import { visible } from "../report/text.js";
import { formatLocation } from "../source/location.js";
import type { CommandLine } from "./arguments.js";
import { chooseFormat, refuse } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

/**
 * Runs `baseline`: writes what a check finds to the file that later checks read, or prints it when none is named. The exit
 * status is 1 when there is something that no baseline excuses.
 */
export async function baselineCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  if (chooseFormat(line, ["json"], terminal) === null) return 2;
  const scope = localScope(terminal);
  const config = findConfig(scope, line.config);
  if ("problem" in config) return refuse([config.problem], terminal);
  const resolved = resolveOptions(line.inputs, config.file);
  if ("problems" in resolved) return refuse(resolved.problems, terminal);
  const { check: options } = resolved.options;
  const inspected = await inspect(options, { scope, today: terminal.today });
  if ("problems" in inspected) return refuse(inspected.problems, terminal);
  const findings = inspected.result.findings.filter(({ suppressedBy }) => suppressedBy === null).map(reportFinding);
  const text = renderBaselineFile(findings);
  if (options.baseline === null) {
    terminal.out(text);
  } else {
    // What the config names may be anything that a repository has there.
    const confined = line.inputs.get("baseline") === "";
    const fault = writeBaselineFile({ ...scope, confined }, options.baseline, text);
    if (fault !== null) return refuse([{ message: fault, help: null, place: null }], terminal);
    terminal.say(`${options.baseline}: ${plural(findings.filter(isExcusable).length, "finding")}\n`);
  }
  const others = findings.filter((finding) => !isExcusable(finding));
  for (const { message, location } of others)
    terminal.error(`error: ${visible(message)}\n  --> ${visible(formatLocation(location))}\n`);
  return others.length === 0 ? 0 : 1;
}
