import { createHash } from "node:crypto";
import { applyEdits } from "../fixes/text-edit.js";
import type { ReportedFinding, ReportedFix } from "../report/report.js";
import { lineStart } from "../source/line-index.js";
import { hasLine, type TextLocation } from "../source/location.js";
import { type CheckedOutFile, linesOf, withoutReturn } from "./checked-out-file.js";
import type { Hunk } from "./diff-hunks.js";
import type { ChangedFile } from "./github.js";
import { type ShownFile, shownHunks } from "./shown-hunks.js";

/** A review comment's replacement for lines of the head's file. It fixes a finding completely. */
export interface Suggestion {
  readonly finding: ReportedFinding;
  /** The finding's fingerprint. */
  readonly fingerprint: string;
  readonly description: string;
  readonly path: string;
  /** The lines to replace in the head's file, from 1. The end is inclusive. */
  readonly line: number;
  readonly endLine: number;
  /** Lines with their line ends. */
  readonly text: string;
  /** The hash of the suggested text, which distinguishes different suggestions for one finding. */
  readonly hash: string;
}

/** The changes of a pull request, and the checked files. */
export interface Diff {
  readonly files: readonly ChangedFile[];
  /** Returns null if the file can't be read. */
  readFile(path: string): CheckedOutFile | null;
}

/**
 * Larger changes, such as replacing the no-break spaces of a whole file, are too much to review at a glance. The `fix`
 * command makes them.
 */
const MAX_EDITS = 30;
const MAX_LINES = 100;
const MAX_TEXT_LENGTH = 20_000;

/** The suggestions that fit on lines of the diff, in the order of the findings. */
export function findSuggestions(findings: readonly ReportedFinding[], diff: Diff): readonly Suggestion[] {
  const changed = new Map(diff.files.map((file) => [file.path, file]));
  const known = new Map<string, ShownFile | null>();
  const shown = (path: string): ShownFile | null => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const file = shownHunks(changed.get(path), diff);
    known.set(path, file);
    return file;
  };
  return findings.flatMap((finding) => {
    const { fix } = finding;
    const extent = fix === null ? null : extentOf(fix);
    const file = extent === null ? null : shown(extent.path);
    return fix === null || extent === null || file === null ? [] : (suggest(finding, fix, file, extent) ?? []);
  });
}

/** The lines of the workspace's file that a fix edits. */
interface Extent {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly edits: readonly PlacedEdit[];
}

interface PlacedEdit extends TextLocation {
  readonly newText: string;
}

/** The lines that a fix edits. Returns null if the fix edits several files or too much, or if an edit has no line. */
function extentOf(fix: ReportedFix): Extent | null {
  const edits = fix.edits.flatMap(({ location, newText }) => (hasLine(location) ? [{ ...location, newText }] : []));
  const [path, ...others] = new Set(fix.edits.map(({ location }) => location.file));
  if (path === undefined || others.length > 0 || edits.length < fix.edits.length || edits.length > MAX_EDITS)
    return null;
  const line = Math.min(...edits.map((edit) => edit.line));
  const endLine = Math.max(...edits.map((edit) => edit.endLine));
  return endLine - line < MAX_LINES ? { path, line, endLine, edits } : null;
}

/** The suggestion for a fix. Returns null unless a single hunk contains everything that the fix edits, because half a fix is useless. */
function suggest(finding: ReportedFinding, fix: ReportedFix, shown: ShownFile, extent: Extent): Suggestion | null {
  for (const { hunk, shift } of shown.hunks) {
    const [line, endLine] = [extent.line - shift, extent.endLine - shift];
    const replaced = linesWithin(hunk, line, endLine);
    if (replaced === null) continue;
    const text = fixedLines(shown.file, extent, replaced);
    if (text === null) return null;
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
    const { fingerprint } = finding;
    return { finding, fingerprint, description: fix.description, path: extent.path, line, endLine, text, hash };
  }
  return null;
}

function linesWithin({ start, lines }: Hunk, line: number, endLine: number): readonly string[] | null {
  return line >= start && endLine < start + lines.length ? lines.slice(line - start, endLine - start + 1) : null;
}

/** The edited lines, with the head's line ends. Returns null if nothing changes, or if more would change than the fix intends. */
function fixedLines(file: CheckedOutFile, extent: Extent, replaced: readonly string[]): string | null {
  const startOf = (line: number): number => lineStart(file, line) ?? file.text.length;
  const start = startOf(extent.line);
  const written = file.text.slice(start, startOf(extent.endLine + 1));
  // Committing the suggestion would drop a byte order mark in the first line.
  const isSame = linesIn(written).every((text, at) => text === withoutReturn(replaced[at] ?? ""));
  const end = lineEndOf(replaced);
  if (!isSame || end === null) return null;
  const offset = (line: number, column: number): number => startOf(line) + column - 1 - start;
  const edits = extent.edits.map(({ line, column, endLine, endColumn, newText }) => {
    return { file, start: offset(line, column), end: offset(endLine, endColumn), newText };
  });
  const fixed = applyEdits(written, edits);
  if (fixed === written || fixed.length > MAX_TEXT_LENGTH) return null;
  return linesIn(fixed)
    .map((text) => text + end)
    .join("");
}

function linesIn(text: string): readonly string[] {
  return linesOf(text.endsWith("\n") ? text.slice(0, -1) : text);
}

/** The line end of the lines. Returns null if the line ends are mixed, because GitHub doesn't document how it treats them. */
function lineEndOf(lines: readonly string[]): "\r\n" | "\n" | null {
  const returns = lines.filter((line) => line.endsWith("\r")).length;
  if (returns === 0) return "\n";
  return returns === lines.length ? "\r\n" : null;
}
