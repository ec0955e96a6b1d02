import { inspect } from "../check.js";
import { isExcusable } from "../report/baseline.js";
import { renderBaselineFile } from "../report/baseline-file.js";
import { reportFinding } from "../report/build-report.js";
import { visible } from "../report/visible.js";
import { formatLocation } from "../source/location.js";
import { plural } from "../source/plural.js";
import type { CommandLine } from "./arguments.js";
import { readOptions } from "./read-options.js";
import { chooseFormat, refuse } from "./refuse.js";
import type { Terminal } from "./terminal.js";

/**
 * Runs `baseline`: writes a check's findings to the baseline file, or prints them if no file is named. The exit status
 * is 1 if there is a finding that no baseline excuses.
 */
export async function baselineCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  if (chooseFormat(line, ["json"], terminal) === null) return 2;
  const read = readOptions(line, terminal);
  if (read.kind === "refused") return read.status;
  const { scope } = read;
  const { check: options } = read.options;
  const inspected = await inspect(options, { scope, today: terminal.today });
  if ("problems" in inspected) return refuse(inspected.problems, terminal);
  const findings = inspected.result.findings.filter(({ suppressedBy }) => suppressedBy === null).map(reportFinding);
  const text = renderBaselineFile(findings);
  if (options.baseline === null) {
    terminal.out(text);
  } else {
    // A path from the config could lead anywhere, because the repository's author chose it.
    const confined = line.inputs.get("baseline") === "";
    const { writeBaselineFile } = await import("./report-files.js");
    const fault = writeBaselineFile({ ...scope, confined }, options.baseline, text);
    if (fault !== null) return refuse([{ message: fault, help: null, place: null }], terminal);
    terminal.say(`${options.baseline}: ${plural(findings.filter(isExcusable).length, "finding")}\n`);
  }
  const others = findings.filter((finding) => !isExcusable(finding));
  for (const { message, location } of others)
    terminal.error(`error: ${visible(message)}\n  --> ${visible(formatLocation(location))}\n`);
  return others.length === 0 ? 0 : 1;
}
