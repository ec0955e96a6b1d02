import { isHcl } from "../hcl/hcl-file.js";
import { type Place, rangeOf, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { isShared } from "../source/yaml-anchors.js";
import { dashIndent } from "./add-to-list.js";
import { isInPlainObject } from "./hcl-source.js";
import { statementBlock, statementObject } from "./hcl-statement.js";
import { type Entries, isList, type Value } from "./statement-entries.js";
import { commaStyleAt, endOfLine, isSynthesized, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";
import { blankBefore, isBelow, isBetween } from "./written-list.js";

interface Placed {
  readonly place: Place;
}

export interface NewStatement {
  readonly entries: Entries;
  /**
   * The new statement, written as a copy of a statement in the document that differs only in its principal. Null if there is no such
   * statement.
   */
  readonly alike: string | null;
}

/** Matches the start of an HCL object. JSON in a heredoc or string, in contrast, has a quote before the first key and a colon after it. */
const HCL_OBJECT = /^\{\s*(?:"[^"]*"\s*=|[^\s"\\}])/;
/** In characters. Statements longer than this have no style to copy: a whole policy has at most a few thousand. */
const MAX_LENGTH = 100_000;
/** In characters: the text before each line or word, which a new statement repeats. */
const MAX_LEAD_LENGTH = 1000;

/**
 * The edits that add a statement after the last one of a document, in that statement's style. Returns null if the
 * statements aren't plainly written together in a list of the file.
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
  if (isSynthesized(file.path) || isShared(file, first.start)) return null;
  const written = file.text.slice(last.start, last.end);
  if (written.length > MAX_LENGTH) return null;
  if (isHcl(file) && written.startsWith("statement")) return blockEdits(file, ranges, last, entries);
  if (written.startsWith("{") && written.endsWith("}")) {
    const statement = objectFor(file, first, written, { entries, alike });
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

/** The text of a statement in braces, in the style of the statement in braces next to it. */
function objectFor(
  file: TextFile,
  first: PlacedRange,
  written: string,
  { entries, alike }: NewStatement,
): string | null {
  if (alike?.startsWith("{")) return alike;
  if (!isHcl(file) || !HCL_OBJECT.test(written)) return objectLike(written, entries);
  // HCL may also use colons, and a heredoc may contain YAML.
  if (/^\{\s*[^\s"=:]+\s*:/.test(written)) return null;
  return isInPlainObject(file.text, first.start + 1) ? hclObjectLike(written, entries) : null;
}

/** Objects in braces: JSON, JSON in a string, or YAML's flow style. */
function objectEdits(
  file: TextFile,
  ranges: readonly PlacedRange[],
  first: PlacedRange,
  last: PlacedRange,
  statement: string,
): readonly TextEdit[] | null {
  const { text } = file;
  const insert = (at: number, newText: string): TextEdit => ({ file, start: at, end: at, newText });
  const shift = shiftInHcl(file, ranges, last).map((blank) => insert(last.end - 1, blank));
  if (ranges.length === 1 && isBelow(text, first.start, "Statement", "value")) {
    return [insert(first.start, "["), ...shift, insert(last.end, `${commaStyleAt(text, last.end)}${statement}]`)];
  }
  if (!isBelow(text, first.start, "Statement", "bracket") || !isBetween(text, ranges, "commas")) return null;
  const blank = blankBefore(text, last.start);
  return [...shift, insert(last.end, `${blank === "" ? commaStyleAt(text, last.start) : `,${blank}`}${statement}`)];
}

/**
 * The indentation to add to a new statement's lines: `terraform fmt` indents `}, {` as deep as the contents of the braces if the braces
 * begin on the bracket's line.
 */
function shiftInHcl(file: TextFile, ranges: readonly PlacedRange[], last: PlacedRange): readonly string[] {
  const { text } = file;
  const written = text.slice(last.start, last.end);
  const closing = lineBefore(file, last.end - 1);
  if (!isHcl(file) || !HCL_OBJECT.test(written) || blankBefore(text, last.start).includes("\n")) return [];
  const earlier = ranges.at(-2);
  if (closing.trim() !== "" || !written.includes("\n")) return [];
  return earlier === undefined || lineBefore(file, earlier.end - 1) !== closing ? ["  "] : [];
}

/**
 * A statement with the quotes, spaces, and line breaks of another statement. Returns null if the other one has more whitespace than any
 * author would write.
 */
function objectLike(written: string, entries: Entries): string | null {
  const [, blank = "", quote = ""] = /^\{((?:\s|\\[nrt])*)(\\*["']?)/.exec(written) ?? [];
  const closing = blankBefore(written, written.length - 1);
  if (blank.length > MAX_LEAD_LENGTH || closing.length > MAX_LEAD_LENGTH) return null;
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

function hclObjectLike(written: string, entries: Entries): string | null {
  const closing = blankBefore(written, written.length - 1);
  if (closing.length > MAX_LEAD_LENGTH) return null;
  const lineEnd = lineEndOf(closing);
  const lead = closing.includes("\n") ? closing.slice(closing.lastIndexOf("\n") + 1) : null;
  return statementObject(entries, lead).replaceAll("\n", lineEnd);
}

/** Consecutive blocks of `aws_iam_policy_document`. */
function blockEdits(
  file: TextFile,
  ranges: readonly PlacedRange[],
  last: PlacedRange,
  entries: Entries,
): readonly TextEdit[] | null {
  const { text } = file;
  const lead = lineBefore(file, last.start);
  const gaps = ranges.slice(1).map(({ start }, index) => text.slice(ranges[index]?.end, start));
  if (lead.length > MAX_LEAD_LENGTH || !/^[ \t]*$/.test(lead) || !gaps.every(isBlankInHcl)) return null;
  const behind = endOfLine(file, last.end);
  const at = isBlankInHcl(`${text.slice(last.end, behind)}\n`) ? behind : last.end;
  const isApart = gaps.length === 0 || gaps.some((gap) => /\n[ \t]*\r?\n/.test(gap));
  const newText = `\n${isApart ? "\n" : ""}${lead}${statementBlock(entries, lead)}`;
  return [{ file, start: at, end: at, newText: newText.replaceAll("\n", lineEndOf(text)) }];
}

/** Whether the gap is only whitespace and comments. */
function isBlankInHcl(gap: string): boolean {
  return gap.length <= MAX_LENGTH && /^(?:\s|(?:#|\/\/)[^\n]*\n)*$/.test(gap);
}

function dashEdits(
  file: TextFile,
  last: PlacedRange,
  alike: string | null,
  entries: Entries,
): readonly TextEdit[] | null {
  const { text } = file;
  const dash = lineBefore(file, last.start);
  if (dash.length > MAX_LEAD_LENGTH || !/^[ \t]*-[ \t]+$/.test(dash)) return null;
  const at = endOfLine(file, last.end);
  const statement =
    alike ??
    entries.flatMap((entry) => blockLines(entry, dashIndent(text))).join(lineEndOf(text) + dash.replace("-", " "));
  return [{ file, start: at, end: at, newText: lineEndOf(text) + dash + statement }];
}

/** The lines of an entry in block YAML, without their shared indentation. */
export function blockLines([key, value]: Entries[number], beforeDash: string): readonly string[] {
  const name = blockWord(key);
  if (typeof value === "string") return [`${name}: ${blockWord(value)}`];
  if (isList(value)) return [`${name}:`, ...value.map((text) => `${beforeDash}- ${blockWord(text)}`)];
  const lines = Object.entries(value).flatMap((entry) => blockLines(entry, beforeDash));
  return [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

/** A word as YAML reads it. Unquoted only if it is plainly a string and not a number, truth value, alias, or anything else. */
export function blockWord(text: string): string {
  if (/^(?:true|false|yes|no|on|off|null|[yn])$/i.test(text)) return `"${text}"`;
  return /^[A-Za-z][A-Za-z0-9-]*(?:[:.][A-Za-z0-9.]+)?$/.test(text) ? text : `"${text}"`;
}
