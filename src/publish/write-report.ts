import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { PublishOptions } from "../config/options.js";
import { isWithin, type Scope } from "../discover/scope.js";
import type { Report } from "../report/report.js";
import { renderSarif } from "../report/sarif.js";
import { allRules } from "../rules/index.js";

/** Writes the report's files, relative to the working directory; gives what went wrong with each that was not written. */
export function writeReportFiles(scope: Scope, report: Report, options: PublishOptions): readonly string[] {
  const { reportFile, sarifFile } = options;
  const faults = [
    reportFile === null ? null : writeWithin(scope, reportFile, () => `${JSON.stringify(report, null, 2)}\n`),
    sarifFile === null ? null : writeWithin(scope, sarifFile, () => renderSarif(report, allRules)),
  ];
  return faults.filter((fault) => fault !== null);
}

function writeWithin(scope: Scope, file: string, render: () => string): string | null {
  const path = resolve(scope.workingDirectory, file);
  if (scope.confined && !isWithin(scope.root, path))
    return `the report is not written to ${file}, which leads out of the workspace`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (scope.confined && !isWithin(realpathSync(scope.root), realpathSync(dirname(path)))) {
      return `the report is not written to ${file}: a symbolic link leads out of the workspace`;
    }
    writeFileSync(path, render());
    return null;
  } catch (error) {
    return `the report can't be written to ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
