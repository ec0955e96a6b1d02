import { hasLine, type Location } from "../source/location.js";
import type { TextFile } from "../source/text-file.js";
import { cells, cutToCells } from "./cells.js";
import { visible } from "./visible.js";

/** How to draw a snippet's marks and gutter, colored or plain. */
export interface SnippetLook {
  readonly columns: number;
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** The maximum number of lines shown of a place that spans several. */
const MAX_LINES = 3;

/**
 * The lines of a place, with one line before and one after. A place on one line is underlined with carets; in a place
 * that spans several lines, each line is marked at its start. Empty if the location has no line.
 */
export function snippet(file: TextFile, location: Location, look: SnippetLook): readonly string[] {
  if (!hasLine(location)) return [];
  const lines = file.text.split("\n");
  const isOneLine = location.endLine === location.line;
  const last = Math.min(location.endLine, location.line + MAX_LINES - 1);
  const from = Math.max(1, location.line - 1);
  const to = Math.min(lines.length, last + 1);
  const digits = String(to).length;
  const width = look.columns - digits - 5;
  const shift = shiftOf(lines[location.line - 1] ?? "", location.column, width);
  const gutter = look.dim(`${" ".repeat(digits + 3)}|`);
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return numbers.flatMap((number) => {
    const text = (lines[number - 1] ?? "").replace(/\r$/, "");
    const isMarked = !isOneLine && number >= location.line && number <= last;
    const start = `${isMarked ? look.mark(">") : " "} ${look.dim(`${String(number).padStart(digits)} |`)}`;
    const line = `${start} ${cut(text, shift, width)}`.trimEnd();
    if (!isOneLine || number !== location.line) return [line];
    const cellsBefore = (column: number): number =>
      cells(shownText(text.slice(shift, Math.max(shift, Math.min(column - 1, shift + lettersIn(width))))));
    const carets = caretsBelow(cellsBefore(location.column), cellsBefore(location.endColumn), width);
    return [line, `${gutter} ${carets.blanks}${look.mark(carets.marks)}`];
  });
}

/** How many characters to cut from the start of a long line so that the place is in view. */
function shiftOf(line: string, column: number, width: number): number {
  if (column < lettersIn(width) && cells(line.slice(0, column)) + MARGIN < width) return 0;
  const near = line.slice(column - 1, column - 1 + width);
  const shown = cells(near) > near.length ? Math.floor(width / 2) : width;
  return Math.min(column - 1, Math.max(0, line.length - shown));
}

const MARGIN = 20;

/**
 * An upper bound for the characters that fit on a terminal line: a character has at most two code units, and text with
 * more than a few combining marks isn't real.
 */
function lettersIn(width: number): number {
  return 4 * width;
}

/** A tab becomes one space, in the line and above the carets alike. */
function shownText(text: string): string {
  return visible(text.replaceAll("\t", " "));
}

function cut(text: string, shift: number, width: number): string {
  const rest = shownText(text.slice(shift, shift + lettersIn(width)));
  return cells(rest) <= width ? rest : `${cutToCells(rest, width - 3)}...`;
}

function caretsBelow(start: number, end: number, width: number): { readonly blanks: string; readonly marks: string } {
  return { blanks: " ".repeat(start), marks: "^".repeat(Math.max(1, Math.min(end, width) - start)) };
}
