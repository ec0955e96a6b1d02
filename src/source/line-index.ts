import type { TextLocation } from "./location.js";
import { oncePer } from "./once-per.js";
import type { TextFile } from "./text-file.js";

const startsOf = oncePer(({ text }: TextFile): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
});

/** The 0-based line that contains an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The offset at which a 1-based line starts. Returns null if the file has no such line. */
export function lineStart(file: TextFile, line: number): number | null {
  return startsOf(file)[line - 1] ?? null;
}

/** The start of the line that contains an offset, and its end before the `\n`. */
export function lineAround(file: TextFile, offset: number): { readonly start: number; readonly end: number } {
  const starts = startsOf(file);
  const line = lineOf(starts, offset);
  const next = starts[line + 1];
  return { start: starts[line] ?? 0, end: next === undefined ? file.text.length : next - 1 };
}

/** Converts two offsets to lines and columns. Indexes a file's lines once, on first use. */
export function locateOffsets(file: TextFile, start: number, end: number): TextLocation {
  const starts = startsOf(file);
  const first = lineOf(starts, start);
  const last = lineOf(starts, end);
  return {
    file: file.path,
    line: first + 1,
    column: start - (starts[first] ?? 0) + 1,
    endLine: last + 1,
    endColumn: end - (starts[last] ?? 0) + 1,
  };
}
