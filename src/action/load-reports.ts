import { readFileSync, statSync } from "node:fs";
import { findCandidates } from "../discover/find-candidates.js";
import { realPathWithin, reportedPath, type Scope } from "../discover/scope.js";
import type { ReportFile } from "../report/merge-reports.js";
import { readReport } from "../report/read-report.js";
import { decode } from "../source/decode.js";
import { JsonField, JsonShapeError } from "../source/json-field.js";
import { formatLocation } from "../source/location.js";
import { parseJson } from "../source/parse-json.js";
import { locate } from "../source/place.js";
import { whyUnread } from "../source/why-unread.js";

/** Far above the size of a real report, far below what would exhaust a runner. */
const MAX_FILE_SIZE = 32 * 1024 * 1024;
const MAX_SUM = 256 * 1024 * 1024;

/** Reads the report files that the globs match. They may come from an untrusted run, so problems are returned, not thrown. */
export function loadReports(scope: Scope, lines: readonly string[]): readonly ReportFile[] {
  const patterns = lines.map((line) => expectation(line)?.pattern ?? line);
  const found = findCandidates(scope, patterns);
  const missing = found.notFound.map(({ named, reason }) => ({
    file: named,
    reason,
    help: "correct the path in `reports`",
  }));
  let left = MAX_SUM;
  const read = found.candidates.map(({ path }) => {
    const { size, result } = loadReport(scope, path, Math.min(MAX_FILE_SIZE, left));
    left -= size;
    return result;
  });
  return [...undelivered(scope, lines), ...missing, ...read];
}

/**
 * Parses a `KEY: PATTERN` line, which requires a report. Otherwise, a job that ends before writing its report would go unnoticed. Returns
 * null for any other line.
 */
function expectation(line: string): { readonly key: string; readonly pattern: string } | null {
  const [, key, pattern] = /^([\w.-]+):\s+(.+)$/.exec(line) ?? [];
  return key === undefined || pattern === undefined ? null : { key, pattern };
}

function undelivered(scope: Scope, lines: readonly string[]): readonly ReportFile[] {
  const excluded = lines.filter((line) => line.startsWith("!"));
  const keys = new Map<string, Set<string>>();
  const missing = lines.flatMap((line): readonly ReportFile[] => {
    const expected = expectation(line);
    if (expected === null) return [];
    const { key, pattern } = expected;
    const { candidates, notFound } = findCandidates(scope, [pattern, ...excluded]);
    for (const { path } of candidates) keys.set(path, (keys.get(path) ?? new Set()).add(key));
    // `findCandidates` already reports a path that doesn't exist.
    if (candidates.length + notFound.length > 0) return [];
    const help = `check why the job for \`${key}\` wrote no report, or remove its line from \`reports\``;
    return [{ file: pattern, reason: `matches no file: \`${key}\` did not deliver a report`, help }];
  });
  return [...missing, ...[...keys].flatMap(([path, its]) => (its.size > 1 ? [shared(scope, path, its)] : []))];
}

/** The error for a file that several keys match: it may come from only one of the expected jobs. */
function shared(scope: Scope, path: string, keys: Iterable<string>): ReportFile {
  const reason = `is matched by ${[...keys].map((key) => `\`${key}\``).join(" and ")}, so one of them may have delivered no report`;
  return { file: reportedPath(scope, path), reason, help: "give each key in `reports` a separate pattern" };
}

function loadReport(scope: Scope, path: string, most: number): { readonly size: number; readonly result: ReportFile } {
  const file = reportedPath(scope, path);
  const refused = (reason: string, size = 0) => ({
    size,
    result: { file, reason, help: "let the earlier job write it with `report-file`, and pass it on unchanged" },
  });
  const real = realPathWithin(path, [scope.root]);
  if (real === null) return refused("is a symbolic link that points outside the workspace");
  try {
    const { size } = statSync(real);
    if (size > most) return refused(`is too large: the limit is 32 MiB per report and 256 MiB in total`);
    const decoded = decode(readFileSync(real));
    if ("fault" in decoded) return refused(decoded.fault, size);
    const parsed = parseJson({ path: file, text: decoded.text });
    if ("fault" in parsed) {
      const { message, place } = parsed.fault;
      return refused(`${whyUnread("JSON", message)} (${formatLocation(locate(place))})`, size);
    }
    return { size, result: { file, report: readReport(new JsonField(parsed.value)) } };
  } catch (error) {
    if (error instanceof JsonShapeError) return refused(`is not a worker-iam-check report: ${error.message}`);
    return refused(`can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
