import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isWithin, type Scope } from "../discover/scope.js";
import type { Report } from "../report/report.js";

/** Writes the report as JSON, relative to the working directory; gives what went wrong, or null. */
export function writeReport(scope: Scope, report: Report, file: string | null): string | null {
  if (file === null) return null;
  const path = resolve(scope.workingDirectory, file);
  if (scope.confined && !isWithin(scope.root, path))
    return `the report is not written to ${file}, which leads out of the workspace`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (scope.confined && !isWithin(realpathSync(scope.root), realpathSync(dirname(path)))) {
      return `the report is not written to ${file}: a symbolic link leads out of the workspace`;
    }
    writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
    return null;
  } catch (error) {
    return `the report can't be written to ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
