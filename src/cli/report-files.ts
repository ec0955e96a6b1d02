import type { PublishOptions } from "../config/options.js";
import type { Scope } from "../discover/scope.js";
import { writeReportFiles } from "../publish/write-report.js";
import type { Report } from "../report/report.js";
import type { CommandLine } from "./arguments.js";

// Commands import this file dynamically. Otherwise a bundler would copy it and its dependencies into each of their
// chunks.
export { writeBaselineFile } from "../publish/write-report.js";
export { renderSarif } from "../report/sarif.js";

/**
 * Writes the requested files. Returns an error for each file that couldn't be written. A path from the config must be within the root,
 * because the repository's author chose it.
 */
export function writeRequestedFiles(
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
