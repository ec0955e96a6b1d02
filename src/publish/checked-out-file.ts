import type { TextFile } from "../source/text-file.js";
import type { Hunk } from "./diff-hunks.js";

/** A file in the workspace. On `pull_request` it comes from a merge commit, so its line numbers may differ from the head's. */
export interface CheckedOutFile extends TextFile {
  /** The file's git object name. */
  readonly blob: string;
}

/** A hunk and its offset: how many lines lower it is in the workspace's file than in the head's. */
export interface PlacedHunk {
  readonly hunk: Hunk;
  readonly shift: number;
}

/**
 * The hunks that are found in the workspace's file, line for line. If the file isn't the head's own (`blob`), a hunk
 * whose changed lines occur there twice is left out, because either occurrence could be meant.
 */
export function placeHunks(hunks: readonly Hunk[], file: CheckedOutFile, blob: string): readonly PlacedHunk[] {
  const lines = linesOf(file.text);
  const whole = `\n${lines.join("\n")}\n`;
  return hunks.flatMap((hunk) => {
    const shift = file.blob === blob ? 0 : shiftOf(hunk, whole);
    return shift !== null && occursAt(hunk, lines, shift) ? [{ hunk, shift }] : [];
  });
}

/** Lines without their line ends, which a checkout may change. */
export function linesOf(text: string): readonly string[] {
  return text.split("\n").map(withoutReturn);
}

export function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function occursAt(hunk: Hunk, lines: readonly string[], shift: number): boolean {
  return hunk.lines.every((line, index) => {
    const written = lines[hunk.start - 1 + index + shift];
    return written !== undefined && withoutMark(withoutReturn(line)) === written;
  });
}

/** A diff keeps the byte order mark, but the decoded text doesn't. */
function withoutMark(line: string): string {
  return line.replace(/^\ufeff/, "");
}

/** Returns null if the changed lines are missing or occur more than once. `whole` starts and ends with a line end. */
function shiftOf({ start, lines, core }: Hunk, whole: string): number | null {
  const changed = lines.slice(core.from, core.to).map((line) => `${withoutMark(withoutReturn(line))}\n`);
  const block = `\n${changed.join("")}`;
  const at = whole.indexOf(block);
  if (at === -1 || whole.includes(block, at + 1)) return null;
  const before = whole.slice(0, at).split("\n").length - 1;
  return before - core.from - (start - 1);
}
