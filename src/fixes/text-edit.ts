import { lineAround } from "../source/line-index.js";
import type { TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** An edit that replaces a range of a file. An empty range is an insertion. */
export interface TextEdit extends TextRange {
  readonly file: TextFile;
  readonly newText: string;
}

/** Whether CDK's synthesis generates the file and would overwrite an edit. */
export function isSynthesized(path: string): boolean {
  return /(^|\/)cdk\.out\//.test(path);
}

/** Applies the edits of one file, which must not overlap. Insertions at the same offset keep their order. */
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

/** The separator for two things on one line, in the style of the nearest comma before the offset. */
export function commaStyleAt(text: string, offset: number): "," | ", " {
  const comma = text.lastIndexOf(",", offset - 1);
  return comma === -1 || /\s/.test(text[comma + 1] ?? "") ? ", " : ",";
}

/** The text's line end, according to its first line. */
export function lineEndOf(text: string): "\r\n" | "\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** The offset of the end of the line, before its line end. */
export function endOfLine(file: TextFile, offset: number): number {
  const { end } = lineAround(file, offset);
  return end > offset && file.text[end - 1] === "\r" && file.text[end] === "\n" ? end - 1 : end;
}

/** The text on the line before the offset. */
export function lineBefore(file: TextFile, offset: number): string {
  return file.text.slice(lineAround(file, offset).start, offset);
}
