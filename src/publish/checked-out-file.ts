import type { TextFile } from "../source/text-file.js";
import type { Hunk } from "./diff-hunks.js";

/** A file as it lies in the workspace: on pull_request that of a merge commit, whose lines may stand elsewhere in the head. */
export interface CheckedOutFile extends TextFile {
  /** The name that git gives to its bytes. */
  readonly blob: string;
}

/** A hunk, and how many lines further down than in the head it stands in the workspace's file. */
export interface PlacedHunk {
  readonly hunk: Hunk;
  readonly shift: number;
}

/**
 * The hunks that stand in the workspace's file, line for line. Where it is not the head's own file (`blob`), a hunk is left
 * out when lines like its changed ones stand there twice: nobody can tell which are meant.
 */
export function placeHunks(hunks: readonly Hunk[], file: CheckedOutFile, blob: string): readonly PlacedHunk[] {
  const lines = linesOf(file.text);
  const whole = `\n${lines.join("\n")}\n`;
  return hunks.flatMap((hunk) => {
    const shift = file.blob === blob ? 0 : shiftOf(hunk, whole);
    return shift !== null && standsAt(hunk, lines, shift) ? [{ hunk, shift }] : [];
  });
}

/** Lines without their ends: a checkout may change these. */
export function linesOf(text: string): readonly string[] {
  return text.split("\n").map(withoutReturn);
}

export function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function standsAt(hunk: Hunk, lines: readonly string[], shift: number): boolean {
  return hunk.lines.every((line, index) => {
    const written = lines[hunk.start - 1 + index + shift];
    return written !== undefined && withoutMark(withoutReturn(line)) === written;
  });
}

/** A byte order mark stands in the diff, and not in the text that was read. */
function withoutMark(line: string): string {
  return line.replace(/^\ufeff/, "");
}

/** Null when the lines of the change are not there, or stand there more than once. `whole` has a line end at either side. */
function shiftOf({ start, lines, core }: Hunk, whole: string): number | null {
  const changed = lines.slice(core.from, core.to).map((line) => `${withoutMark(withoutReturn(line))}\n`);
  const block = `\n${changed.join("")}`;
  const at = whole.indexOf(block);
  if (at === -1 || whole.includes(block, at + 1)) return null;
  const before = whole.slice(0, at).split("\n").length - 1;
  return before - core.from - (start - 1);
}
