import { type Place, rangeOf, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { dashIndent } from "./add-to-list.js";
import { commaLike, endOfLine, isSynthesised, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";
import { blankBefore, isBelow, isBetween, isShared } from "./written-list.js";

type Value = string | readonly string[] | { readonly [key: string]: Value };
type Entries = readonly (readonly [key: string, value: Value])[];

interface Placed {
  readonly place: Place;
}

export interface NewStatement {
  readonly entries: Entries;
  /** The statement as a copy of another one in the document, where one says the same of somebody else. */
  readonly alike: string | null;
}

/** Characters of a statement whose style can be taken: a whole policy has no more than some thousands. */
const LONGEST = 100_000;
/** Characters of what stands before each line or word, which a new statement repeats. */
const LONGEST_LEAD = 1000;

/**
 * The edits that add a statement behind the last one of a document, in the way that one is written. Null when its statements do not
 * plainly stand together in a list of the file.
 */
export function appendStatement(
  statements: readonly Placed[],
  { entries, alike }: NewStatement,
): readonly TextEdit[] | null {
  const ranges = rangesOf(statements);
  const [first] = ranges ?? [];
  const last = ranges?.at(-1);
  if (ranges === null || first === undefined || last === undefined) return null;
  const { file } = first;
  if (isSynthesised(file.path) || isShared(file, first.start)) return null;
  const written = file.text.slice(last.start, last.end);
  if (written.length > LONGEST) return null;
  if (written.startsWith("{") && written.endsWith("}")) {
    const statement = alike?.startsWith("{") ? alike : objectLike(written, entries);
    return statement === null ? null : objectEdits(file, ranges, first, last, statement);
  }
  const isBlock = isBelow(file.text, first.start, "Statement", "dashes") && isBetween(file.text, ranges, "dashes");
  return isBlock ? dashEdits(file, last, alike?.startsWith("{") ? null : alike, entries) : null;
}

type PlacedRange = TextRange & { readonly file: TextFile };

function rangesOf(statements: readonly Placed[]): readonly PlacedRange[] | null {
  const ranges: PlacedRange[] = [];
  for (const { place } of statements) {
    const range = rangeOf(place);
    const last = ranges.at(-1);
    if (range === null || (last !== undefined && (range.file !== last.file || range.start < last.end))) return null;
    ranges.push(range);
  }
  return ranges;
}

/** Objects in braces: JSON, JSON within a string, YAML's flow style. */
function objectEdits(
  file: TextFile,
  ranges: readonly PlacedRange[],
  first: PlacedRange,
  last: PlacedRange,
  statement: string,
): readonly TextEdit[] | null {
  const { text } = file;
  const insert = (at: number, newText: string): TextEdit => ({ file, start: at, end: at, newText });
  if (ranges.length === 1 && isBelow(text, first.start, "Statement", "value")) {
    return [insert(first.start, "["), insert(last.end, `${commaLike(text, last.end)}${statement}]`)];
  }
  if (!isBelow(text, first.start, "Statement", "bracket") || !isBetween(text, ranges, "commas")) return null;
  const blank = blankBefore(text, last.start);
  return [insert(last.end, `${blank === "" ? commaLike(text, last.start) : `,${blank}`}${statement}`)];
}

/** A statement with the quotes, spaces and line breaks of another one; null where more than any author's blanks stand in it. */
function objectLike(written: string, entries: Entries): string | null {
  const [, blank = "", quote = ""] = /^\{((?:\s|\\[nrt])*)(\\*["']?)/.exec(written) ?? [];
  const closing = blankBefore(written, written.length - 1);
  if (blank.length > LONGEST_LEAD || closing.length > LONGEST_LEAD) return null;
  const colon = quote === "" || /["']\s*:\s/.test(written) ? ": " : ":";
  const isOnLines = blank.includes("n") || blank.includes("\n");
  const between = isOnLines ? `,${blank}` : colon === ":" ? "," : ", ";
  const step = blank.startsWith(closing) ? blank.slice(closing.length) : "  ";
  const word = (text: string): string => (quote === "" && /[^a-zA-Z]/.test(text) ? `"${text}"` : quote + text + quote);
  const listOf = (texts: readonly string[], lead: string): string =>
    isOnLines
      ? `[${lead}${step}${texts.map(word).join(`,${lead}${step}`)}${lead}]`
      : `[${texts.map(word).join(between)}]`;
  const shownValue = (value: Value, lead: string): string => {
    if (typeof value === "string") return word(value);
    if (isList(value)) return listOf(value, lead);
    const all = Object.entries(value);
    const isPlain = !isOnLines || all.every(([, inner]) => typeof inner === "string");
    const deeper = isPlain ? "" : lead + step;
    const shown = all.map(([key, inner]) => `${word(key)}${colon}${shownValue(inner, deeper)}`);
    return isPlain ? `{${shown.join(isOnLines ? ", " : between)}}` : `{${deeper}${shown.join(`,${deeper}`)}${lead}}`;
  };
  return `{${blank}${entries.map(([key, value]) => `${word(key)}${colon}${shownValue(value, blank)}`).join(between)}${closing}}`;
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

function dashEdits(
  file: TextFile,
  last: PlacedRange,
  alike: string | null,
  entries: Entries,
): readonly TextEdit[] | null {
  const { text } = file;
  const dash = lineBefore(file, last.start);
  if (dash.length > LONGEST_LEAD || !/^[ \t]*-[ \t]+$/.test(dash)) return null;
  const at = endOfLine(file, last.end);
  const statement =
    alike ??
    entries.flatMap((entry) => blockLines(entry, dashIndent(text))).join(lineEndOf(text) + dash.replace("-", " "));
  return [{ file, start: at, end: at, newText: lineEndOf(text) + dash + statement }];
}

/** An entry of a block of YAML, without the indentation that all its lines share. */
function blockLines([key, value]: Entries[number], beforeDash: string): readonly string[] {
  const name = blockWord(key);
  if (typeof value === "string") return [`${name}: ${blockWord(value)}`];
  if (isList(value)) return [`${name}:`, ...value.map((text) => `${beforeDash}- ${blockWord(text)}`)];
  const lines = Object.entries(value).flatMap((entry) => blockLines(entry, beforeDash));
  return [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

/** A word as YAML takes it: without quotes what plainly is no number, truth value, alias or anything else than a text. */
export function blockWord(text: string): string {
  if (/^(?:true|false|yes|no|on|off|null|[yn])$/i.test(text)) return `"${text}"`;
  return /^[A-Za-z][A-Za-z0-9-]*(?:[:.][A-Za-z0-9.]+)?$/.test(text) ? text : `"${text}"`;
}
