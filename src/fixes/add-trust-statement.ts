import type { Statement } from "../iam/model.js";
import { type Place, rangeOf, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { statementLike, type TrustedPrincipal } from "./statement-like.js";
import { commaLike, endOfLine, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";
import { blankBefore, isBelow, isBetween, isShared } from "./written-list.js";

/** Characters of a statement whose style can be taken; a whole trust policy has no more than a few thousand. */
const LONGEST = 100_000;

/**
 * The edits that add a statement behind the last one of a trust policy, in the way that one is written. Null when its
 * statements do not plainly stand together in the file.
 */
export function addTrustStatement(
  statements: readonly Statement[],
  principal: TrustedPrincipal,
): readonly TextEdit[] | null {
  const ranges = rangesOf(statements.map(({ place }) => place));
  const [first] = ranges ?? [];
  const last = ranges?.at(-1);
  if (ranges === null || first === undefined || last === undefined) return null;
  const { file } = first;
  if (last.end - last.start > LONGEST) return null;
  if (isShared(file, first.start)) return null;
  const written = file.text.slice(last.start, last.end);
  const alike = statements.map((statement) => statementLike(statement, principal)).findLast((text) => text !== null);
  if (written.startsWith("{") && written.endsWith("}")) {
    const statement = alike?.startsWith("{") ? alike : objectLike(written, principal);
    return objectEdits(file, ranges, first, last, statement);
  }
  const isBlock = isBelow(file.text, first.start, "Statement", "dashes") && isBetween(file.text, ranges, "dashes");
  if (isBlock) return dashEdits(file, last, alike?.startsWith("{") ? null : (alike ?? null), principal);
  const [only] = statements;
  const isSingle = statements.length === 1 && isBelow(file.text, first.start, "Statement", "value");
  return isSingle && only !== undefined ? principalEdits(only, principal) : null;
}

/** Block YAML without a dash has no room for a second statement: its Principal names one more, where it limits nothing else. */
function principalEdits(
  { effect, actions, conditions, principals }: Statement,
  { type, id }: TrustedPrincipal,
): readonly TextEdit[] | null {
  const isPlain = effect === "Allow" && conditions.length === 0 && !actions.negated && principals?.negated === false;
  const isAssume = actions.patterns.every(({ text }) => text === "sts:AssumeRole");
  if (!isPlain || !isAssume || principals.principals.some((other) => other.type === type)) return null;
  const range = rangeOf(principals.place);
  if (range === null || !/^["']?[A-Za-z]+["']?:\s/.test(range.file.text.slice(range.start, range.end))) return null;
  const { file } = range;
  const lead = lineBefore(file.text, range.start);
  if (!/^[ \t]+$/.test(lead)) return null;
  const at = endOfLine(file.text, range.end);
  return [{ file, start: at, end: at, newText: `${lineEndOf(file.text)}${lead}${type}: ${yamlWord({ type, id })}` }];
}

/** The id of an account would be a number without quotes. */
function yamlWord({ type, id }: TrustedPrincipal): string {
  return type === "AWS" ? `"${id}"` : id;
}

type PlacedRange = TextRange & { readonly file: TextFile };

function rangesOf(places: readonly Place[]): readonly PlacedRange[] | null {
  const ranges: PlacedRange[] = [];
  for (const place of places) {
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

/** A statement with the quotes, spaces and line breaks of another one. */
function objectLike(written: string, { type, id }: TrustedPrincipal): string {
  const [, blank = "", quote = ""] = /^\{((?:\s|\\[nrt])*)(\\*["']?)/.exec(written) ?? [];
  const closing = blankBefore(written, written.length - 1);
  const colon = quote === "" || /["']\s*:\s/.test(written) ? ": " : ":";
  const between = blank.includes("n") || blank.includes("\n") ? `,${blank}` : colon === ":" ? "," : ", ";
  const word = (text: string): string =>
    `${quote === "" && /[^a-zA-Z]/.test(text) ? `"${text}"` : quote + text + quote}`;
  const entry = (key: string, value: string): string => `${word(key)}${colon}${value}`;
  const entries = [
    entry("Effect", word("Allow")),
    entry("Principal", `{${entry(type, word(id))}}`),
    entry("Action", word("sts:AssumeRole")),
  ];
  return `{${blank}${entries.join(between)}${closing}}`;
}

function dashEdits(
  file: TextFile,
  last: PlacedRange,
  alike: string | null,
  principal: TrustedPrincipal,
): readonly TextEdit[] | null {
  const { text } = file;
  const dash = lineBefore(text, last.start);
  if (!/^[ \t]*-[ \t]+$/.test(dash)) return null;
  const lead = lineEndOf(text) + dash.replace("-", " ");
  const at = endOfLine(text, last.end);
  if (alike !== null) return [{ file, start: at, end: at, newText: lineEndOf(text) + dash + alike }];
  const statement = [
    `${lineEndOf(text)}${dash}Effect: Allow`,
    `${lead}Principal:`,
    `${lead}  ${principal.type}: ${yamlWord(principal)}`,
    `${lead}Action: sts:AssumeRole`,
  ];
  return [{ file, start: at, end: at, newText: statement.join("") }];
}
