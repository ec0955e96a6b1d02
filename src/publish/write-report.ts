import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { PublishOptions } from "../config/options.js";
import { isOwnOutput } from "../discover/own-output.js";
import { isWithin, realPathWithin, reportedPath, type Scope } from "../discover/scope.js";
import { systemFault } from "../discover/system-fault.js";
import type { Report } from "../report/report.js";
import { renderSarif } from "../report/sarif.js";
import { allRules } from "../rules/index.js";

/** Writes a baseline file. Its path is relative to the root, like all paths in the configuration. Returns what went wrong, or null. */
export function writeBaselineFile({ root, confined }: Scope, file: string, text: string): string | null {
  return writeWithin({ root, workingDirectory: root, confined }, "baseline", file, () => text);
}

/** The outcome of writing the report's files. */
export interface WrittenReport {
  /** Paths relative to the root. Null if not requested or not written. */
  readonly reportFile: string | null;
  readonly sarifFile: string | null;
  /** The fault of each file that wasn't written. */
  readonly faults: readonly string[];
}

/**
 * Writes the report's files, whose names are relative to the working directory. `rulePages` is the address of the
 * rules' pages, if known.
 */
export function writeReportFiles(
  scope: Scope,
  report: Report,
  options: Pick<PublishOptions, "reportFile" | "sarifFile">,
  rulePages: string | null,
): WrittenReport {
  const faults: string[] = [];
  const write = (file: string | null, render: () => string): string | null => {
    if (file === null) return null;
    const fault = writeWithin(scope, "report", file, render);
    if (fault === null) return reportedPath(scope, resolve(scope.workingDirectory, file));
    faults.push(fault);
    return null;
  };
  const reportFile = write(options.reportFile, () => `${JSON.stringify(report, null, 2)}\n`);
  const sarifFile = write(options.sarifFile, () => renderSarif(report, allRules, rulePages));
  return { reportFile, sarifFile, faults };
}

function writeWithin(scope: Scope, what: string, file: string, render: () => string): string | null {
  const path = resolve(scope.workingDirectory, file);
  if (scope.confined && !isWithin(scope.root, path))
    return `the ${what} is not written to ${file}, which is outside the workspace`;
  try {
    if (scope.confined && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      return `the ${what} is not written to ${file}, which is a symbolic link`;
    if (scope.confined && leadsOut(scope.root, dirname(path)))
      return `the ${what} is not written to ${file}: a symbolic link points outside the workspace`;
    if (scope.confined && holdsOther(path))
      return `the ${what} is not written to ${file}, which contains something else`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, render());
    return null;
  } catch (error) {
    const { code, reason } = systemFault(error);
    const why = code === "EEXIST" ? "its folder is a file" : reason;
    return `the ${what} can't be written to ${file}: ${why}; give a different path`;
  }
}

/**
 * Whether a file exists at the path that this tool did not write. A pull request may name any file as the report, even one that someone is
 * working on.
 */
function holdsOther(path: string): boolean {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text.trim() !== "" && !isOwnOutput(text);
}

/** Whether the folder, or its nearest existing ancestor, is behind a symbolic link that is broken or leads out of the root. */
function leadsOut(root: string, folder: string): boolean {
  let existing = folder;
  while (lstatSync(existing, { throwIfNoEntry: false }) === undefined) existing = dirname(existing);
  return realPathWithin(existing, [root]) === null;
}
