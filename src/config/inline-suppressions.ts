import { nearestWord } from "../source/nearest-word.js";
import { type Place, rangePlace, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { commentsWith } from "./comments-with.js";
import { isDate, readRuleId } from "./config-sections.js";
import type { Suppression } from "./options.js";
import type { ConfigProblem } from "./settings.js";

/** The suppressions of a comment, one per rule. If the comment has problems, it suppresses nothing. */
export interface InlineSuppression {
  readonly suppressions: readonly Suppression[];
  readonly problems: readonly ConfigProblem[];
  /** Warnings about parts of the comment that might not mean what their author intended. */
  readonly doubts?: readonly ConfigProblem[];
}

/**
 * A comment with the lines (from 1) whose findings it suppresses: its own line and, for a comment on a separate line, the next line that
 * isn't a comment.
 */
export interface SuppressingComment extends InlineSuppression {
  readonly lines: ReadonlySet<number>;
}

/** Whether a suppression is written at the resource and not in the configuration. */
export function isInline({ role }: Suppression): boolean {
  return role === "";
}

/** Anything that looks like an intended suppression, however it is spelled. */
const HINT = /worker.{0,3}iam.{0,3}ch/i;

/**
 * The suppressing comments of a YAML or HCL file, such as `# worker-iam-check: ignore[partial-action] one queue is
 * enough, until 2027-06-30`.
 */
export function suppressingComments(file: TextFile): readonly SuppressingComment[] {
  const pieces = commentsWith(HINT, file).flatMap((comment) => linesOf(file, comment));
  if (pieces.length === 0) return [];
  const found: SuppressingComment[] = [];
  let above: Set<number>[] = [];
  let start = 0;
  let next = 0;
  for (const [index, written] of file.text.split("\n").entries()) {
    const end = start + written.length;
    const first = next;
    while ((pieces[next]?.end ?? Number.POSITIVE_INFINITY) <= end) next += 1;
    const own = pieces.slice(first, next);
    const code = file.text.slice(start, own[0]?.start ?? end).trim();
    const here = suppressedAt(index + 1, code);
    const read = own.flatMap((piece) => readComment(file, piece) ?? []);
    found.push(...read.map((one) => ({ lines: here, ...one })));
    if (own.length > 0 ? code !== "" : !/^(?:#|\/\/)/.test(code)) {
      for (const lines of above) for (const line of here) lines.add(line);
      above = [];
    } else if (read.length > 0) above.push(here);
    start = end + 1;
  }
  return found;
}

function linesOf({ text }: TextFile, { start, end }: TextRange): readonly TextRange[] {
  let at = start;
  return text
    .slice(start, end)
    .split("\n")
    .map(({ length }) => {
      const line = { start: at, end: at + length };
      at = line.end + 1;
      return line;
    });
}

/** A comment on the key of a YAML list also covers the next line, where its items begin. */
function suppressedAt(line: number, code: string): Set<number> {
  return new Set(code.endsWith(":") ? [line, line + 1] : [line]);
}

const FORM = "worker-iam-check: ignore[RULE] reason, until YYYY-MM-DD";
/** The help for suppressions in metadata. */
export const IN_METADATA = "write `[RULE] reason, until YYYY-MM-DD`; the date is optional";
const SHAPE = `write \`${FORM.slice(FORM.indexOf("ignore"))}\`; the date is optional`;
/** Spaces after the colon are optional. */
const MARK = /^worker-iam-check: {0,9}ignore/;

/** Reads a comment or one line of it. Returns null if it isn't about suppression. */
function readComment(file: TextFile, { start, end }: TextRange): InlineSuppression | null {
  const comment = file.text.slice(start, end).trimEnd();
  const said = comment.endsWith("*/") ? comment.slice(0, -2) : comment;
  const opening = /^[\s#/*]*/.exec(said)?.[0].length ?? 0;
  const place = rangePlace(file, start + opening, start + comment.length);
  const words = said.slice(opening);
  const [mark] = MARK.exec(words) ?? [];
  if (mark !== undefined) return readSuppression(words.slice(mark.length), place);
  if (!isSuppression(words) && !words.includes("worker-iam-check: ignore[")) return null;
  const problems = [
    { message: "the comment does not have the expected form", help: `begin it with \`${FORM}\``, place },
  ];
  return { suppressions: [], problems };
}

/** Whether the text is a misspelled suppression: it has brackets, or a colon and a word close to `ignore`. */
function isSuppression(words: string): boolean {
  const [, name = "", colon, verb = "", bracket] = /^([\w-]{1,30}) {0,9}(:?) {0,9}(\w{1,20})(\[?)/.exec(words) ?? [];
  if (nearestWord(name, ["worker-iam-check"]) === null) return false;
  return bracket === "[" || (colon === ":" && nearestWord(verb, ["ignore"]) !== null);
}

/** A word such as "until" before anything that looks like a date, in any notation, or before the last word or two. */
const UNTIL =
  /\b(?:until|till|expires|expiry)\b:?(?=.{0,12}?(?:\d{4}|\d[-./]\d|\d{1,2}(?:st|nd|rd|th)?\.? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d)|\s\S{1,20}(?:\s\S{1,20})?\s*$)/gi;

/** A date, unless it is the date of an agreement or a version of the policy language. */
const DATE =
  /(?<!\b(?:since|on|of|from|version|agreed|approved|reviewed) )\b(?!2012-10-17|2008-10-17)(?:20\d\d([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:20\d\d))\b/i;

/** Reads `[RULE, RULE] reason, until YYYY-MM-DD` from a comment or from the metadata of a template's role. */
export function readSuppression(said: string, place: Place, shape = SHAPE): InlineSuppression {
  const problems: ConfigProblem[] = [];
  const [whole, names = "", rest = ""] = /^\s*\[([^\]]*)\](.*)$/s.exec(said) ?? [];
  if (whole === undefined) {
    return { suppressions: [], problems: [{ message: "it names no rule", help: shape, place }] };
  }
  const words = names.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  const rules = words.flatMap((word) => readRuleId(word, place, problems) ?? []);
  if (words.length === 0) problems.push({ message: "it names no rule", help: shape, place });
  // A suppression that its author meant to end must not last forever.
  const until = [...rest.matchAll(UNTIL)].at(-1);
  const expires =
    until === undefined
      ? null
      : rest
          .slice(until.index + until[0].length)
          .trim()
          .replace(/\)$/, "");
  const reason = rest
    .slice(0, until?.index)
    .replace(/^[\s:,]+/, "")
    .trimEnd()
    .replace(/[,(]$/, "")
    .trimEnd();
  if (!/[\p{L}\p{N}]/u.test(reason)) problems.push({ message: "it has no reason", help: shape, place });
  if (expires !== null && !isDate(expires))
    problems.push({ message: `\`${expires}\` is not a date`, help: shape, place });
  if (problems.length > 0) return { suppressions: [], problems };
  const shared = { role: "", actions: [], reason, expires, place };
  const [date] = expires === null ? (DATE.exec(reason) ?? []) : [];
  const message = `has no end date: \`${date}\` in its reason does not come right after \`until\``;
  const doubts =
    date === undefined ? [] : [{ message, help: "write `until YYYY-MM-DD` if the suppression should end then", place }];
  return { suppressions: rules.map((rule) => ({ ...shared, rule })), problems, doubts };
}
