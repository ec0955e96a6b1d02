import type { PublishOptions } from "../config/options.js";
import type { Scope } from "../discover/scope.js";
import { writeReportFiles } from "../publish/write-report.js";
import type { Report } from "../report/report.js";
import type { CommandLine } from "./arguments.js";

// The commands load this file by itself: a bundler would write it, and what it needs, into the chunk of each of them.
export { writeBaselineFile } from "../publish/write-report.js";
export { renderSarif } from "../report/sarif.js";

/**
 * Writes the files that were asked for; gives what went wrong with each that was not written. One that the config names, as
 * whoever wrote the repository wished, has to lie in the working directory.
 */
export function writeAskedFiles(
  line: CommandLine,
  scope: Scope,
  report: Report,
  { reportFile, sarifFile }: PublishOptions,
): readonly string[] {
  const within = (name: string): Scope => ({ ...scope, confined: (line.inputs.get(name) ?? "") === "" });
  return [
    ...writeReportFiles(within("report-file"), report, { reportFile, sarifFile: null }, null).faults,
    ...writeReportFiles(within("sarif-file"), report, { reportFile: null, sarifFile }, null).faults,
  ];
}
