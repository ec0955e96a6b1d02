import type { TextRange } from "./place.js";

/** The escapes in double-quoted YAML: all of JSON's, and more. */
const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * The range of each character (UTF-16 unit) of a string's value in the text as written: a JSON string, or a YAML scalar
 * in any style (for a block scalar, the part below its `|` or `>`). Whitespace that YAML folds or strips gets an empty
 * range after the previous character. Returns null if the text can't be a notation of the value.
 */
export function letterRanges(raw: string, value: string): readonly TextRange[] | null {
  // Text without quotes around it may still start with a quote: a block scalar.
  return inStyle(raw[0] ?? "", raw, value) ?? inStyle("", raw, value);
}

function inStyle(style: string, raw: string, value: string): readonly TextRange[] | null {
  const ranges: TextRange[] = [];
  let at = style === '"' || style === "'" ? 1 : 0;
  let next = skipBlank(raw, at, style);
  for (let index = 0; index < value.length; ) {
    const letter = letterAt(raw, next, style);
    if (letter.text !== "" && value.startsWith(letter.text, index)) {
      for (let unit = 0; unit < letter.text.length; unit += 1) ranges.push({ start: next, end: letter.end });
      index += letter.text.length;
      at = letter.end;
      next = skipBlank(raw, at, style);
    } else if (isBlank(value[index])) {
      ranges.push({ start: at, end: at });
      index += 1;
    } else return null;
  }
  return ranges;
}

function isBlank(letter: string | undefined): boolean {
  return letter === " " || letter === "\n" || letter === "\r" || letter === "\t";
}

function skipBlank(raw: string, start: number, style: string): number {
  let at = start;
  for (;;) {
    if (isBlank(raw[at])) at += 1;
    // A backslash at the end of a line joins it to the next line.
    else if (style === '"' && raw[at] === "\\" && (raw[at + 1] === "\n" || raw[at + 1] === "\r")) at += 2;
    else return at;
  }
}

function letterAt(raw: string, at: number, style: string): { readonly text: string; readonly end: number } {
  if (style === "'" && raw[at] === "'") return { text: "'", end: at + 2 };
  if (style !== '"' || raw[at] !== "\\") return { text: raw[at] ?? "", end: at + 1 };
  const name = raw[at + 1] ?? "";
  const digits = HEX_DIGITS[name];
  if (digits === undefined) return { text: ESCAPES[name] ?? name, end: at + 2 };
  const end = at + 2 + digits;
  const code = Number.parseInt(raw.slice(at + 2, end), 16);
  return { text: code <= 0x10ffff ? String.fromCodePoint(code) : "", end };
}
