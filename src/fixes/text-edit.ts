import { lineAround } from "../source/line-index.js";
import type { TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** What stands in a range of a file afterwards; an empty range is an insertion. */
export interface TextEdit extends TextRange {
  readonly file: TextFile;
  readonly newText: string;
}

/** What CDK's synthesis writes anew each time: no place for an edit. */
export function isSynthesised(path: string): boolean {
  return /(^|\/)cdk\.out\//.test(path);
}

/** The text with the edits of one file, which do not overlap. Insertions at one offset stand in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start);
  let at = 0;
  let edited = "";
  for (const { start, end, newText } of ordered) {
    edited += text.slice(at, start) + newText;
    at = end;
  }
  return edited + text.slice(at);
}

/** What parts two things on one line, as the nearest comma before an offset shows. */
export function commaLike(text: string, offset: number): "," | ", " {
  const comma = text.lastIndexOf(",", offset - 1);
  return comma === -1 || /\s/.test(text[comma + 1] ?? "") ? ", " : ",";
}

/** The line end that a text uses: that of its first line. */
export function lineEndOf(text: string): "\r\n" | "\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** The offset where the line of an offset ends, before its line end. */
export function endOfLine(file: TextFile, offset: number): number {
  const { end } = lineAround(file, offset);
  return end > offset && file.text[end - 1] === "\r" && file.text[end] === "\n" ? end - 1 : end;
}

/** What stands in the line before an offset. */
export function lineBefore(file: TextFile, offset: number): string {
  return file.text.slice(lineAround(file, offset).start, offset);
}
