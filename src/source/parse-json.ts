import { type StructuralError, structuralErrors } from "./json-errors.js";
import { endOfString } from "./json-index.js";
import type { JsonValue } from "./json-node.js";
import { lookAlikeAdvice, lookAlikeFault } from "./look-alike-words.js";
import { NO_BREAK_SPACE, withOrdinarySpaces, withStraightQuotes } from "./look-alikes.js";
import { type MissingQuote, missingQuotes, withQuotes } from "./missing-quotes.js";
import { type Place, rangePlace } from "./place.js";
import type { TextFile } from "./text-file.js";
import { TOO_DEEP } from "./why-unread.js";

/** Why text isn't JSON, phrased to complete "FILE is not valid JSON: ...". */
export interface JsonFault {
  readonly message: string;
  readonly help: string;
  readonly place: Place;
}

export type ParsedText = { readonly value: JsonValue } | { readonly fault: JsonFault };

/** Calls `JSON.parse`. If that rejects the text, uses a slower parser to find out where and why. */
export function parseJson(file: TextFile): ParsedText {
  const value = jsonValue(file.text);
  return value === undefined ? { fault: jsonFault(file) } : { value };
}

/** The value of JSON text, or undefined if it isn't JSON. */
export function jsonValue(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Replaces each comma before a closing bracket with a space, so that the length stays the same. */
export function withoutTrailingCommas(text: string): string {
  const sign = /[",:[\]{}]/g;
  const pieces: string[] = [];
  let taken = 0;
  let comma = -1;
  let [before, behind] = ["[", 0];
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    const [found] = match;
    const isWordBetween = text.slice(behind, match.index).trim() !== "";
    if (/[\]}]/.test(found) && comma !== -1 && !isWordBetween) {
      pieces.push(text.slice(taken, comma), " ");
      taken = comma + 1;
    }
    // A comma that doesn't follow a value is a different fault.
    comma = found === "," && (isWordBetween || /["\]}]/.test(before)) ? match.index : -1;
    if (found === '"') sign.lastIndex = endOfString(text, match.index);
    [before, behind] = [found, sign.lastIndex];
  }
  return pieces.join("") + text.slice(taken);
}

/** The message and the help, keyed by the parser's name for the fault. */
const faultWords: Readonly<Record<string, readonly [message: string, help: string]>> = {
  CommaExpected: ["a comma is missing", "add the comma"],
  ColonExpected: ["a colon is missing", "add the colon"],
  ValueExpected: ["a value is missing", "write a value, or remove the key or comma before it"],
  PropertyNameExpected: ["a key in double quotes is missing", "write the key in double quotes"],
  CloseBraceExpected: ["a closing } is missing", "add it, or remove an extra {"],
  CloseBracketExpected: ["a closing ] is missing", "add it, or remove an extra ["],
  EndOfFileExpected: ["there is text after the end of the document", "keep one document in the file"],
  UnexpectedEndOfString: ["a string is not closed", "add the closing double quote"],
  UnexpectedEndOfNumber: ["a number is not complete", "complete it, or write it in double quotes"],
  UnexpectedEndOfComment: ["comments are not allowed", "remove the comment"],
  InvalidCommentToken: ["comments are not allowed", "remove the comment"],
  InvalidCharacter: ["a string contains a control character", "write a tab as \\t and a line break as \\n"],
  InvalidEscapeCharacter: ["a string contains an unknown escape", "write a backslash as \\\\"],
  InvalidUnicode: ["a string contains an invalid Unicode escape", "write \\u and four hexadecimal digits"],
  InvalidSymbol: ["a word here is not a JSON value", "write strings and keys in double quotes"],
  InvalidNumberFormat: ["a number is malformed", "correct it, or write it in double quotes"],
  TooDeep: [TOO_DEEP, "reduce the nesting, or leave the file out with `files`"],
};

const MALFORMED = ["it is malformed", "compare it with the output of the tool that wrote it"] as const;

/** A file whose text isn't JSON. `text` has the same length, with straight quotes and ordinary spaces instead of look-alikes. */
interface Broken {
  readonly file: TextFile;
  readonly text: string;
}

/** Finds out where and why text isn't JSON. */
export function jsonFault(file: TextFile): JsonFault {
  if (file.text.trim() === "") {
    return { message: "it is empty", help: "remove the file, or leave it out with `files`", place: startOf(file) };
  }
  // The vendor's page indents with U+00A0, and word processors make quotes curly. JSON accepts neither. Any other fault
  // is more important to the person who fixes the file.
  const text = withOrdinarySpaces(withStraightQuotes(file.text));
  const errors = structuralErrors(text);
  const [first] = errors;
  if (first === undefined) return lookAlikesOnly({ file, text });
  const quote = missingQuote(text);
  if (quote === null) return structuralFault({ file, text }, first);
  const { offset, error } = quote;
  return error !== undefined && faultOffset(text, error) < offset
    ? structuralFault({ file, text }, error)
    : quoteFault({ file, text }, quote);
}

function structuralFault({ file, text }: Broken, fault: StructuralError): JsonFault {
  const comma = commaTooMany(text, fault);
  if (comma !== null) {
    const message = "there is a trailing comma";
    return {
      message,
      help: `remove the comma${lookAlikeAdvice(file, text)}`,
      place: rangePlace(file, comma, comma + 1),
    };
  }
  const at = faultOffset(text, fault);
  const after = fault.error === "CommaExpected" || fault.error === "ColonExpected" ? precedingToken(text, at) : "";
  const [message, help] = faultWords[fault.error] ?? MALFORMED;
  const isVendors = fault.error === "CommaExpected" && file.text.includes(NO_BREAK_SPACE) && lackedByVendor.has(after);
  return {
    message: `${message}${after}`,
    help: `${isVendors ? "the vendor's page lacks this comma too" : help}${lookAlikeAdvice(file, text)}`,
    place: rangePlace(file, at, Math.min(at + 1, file.text.length)),
  };
}

/** The places where the lists on the page for version 7 lack a comma: one in the backup list and one in the restore list. */
const lackedByVendor = new Set([' after "ssm:GetParameter"', ' after "servicequotas:ListServiceQuotas"']);

/** The first missing quote, and the first fault that remains once all quotes are added. */
interface FirstQuote extends MissingQuote {
  readonly error: StructuralError | undefined;
}

/**
 * Returns null if there are faults other than missing quotes, commas, and colons, because the apparent missing quote may then be a
 * different fault.
 */
function missingQuote(text: string): FirstQuote | null {
  const [first, ...others] = missingQuotes(text) ?? [];
  if (first === undefined) return null;
  const quoted = withQuotes(text, [first, ...others]);
  const errors = structuralErrors(quoted);
  const isMore = (error: StructuralError): boolean =>
    error.error !== "CommaExpected" && error.error !== "ColonExpected" && commaTooMany(quoted, error) === null;
  return errors.some(isMore) ? null : { ...first, error: errors[0] };
}

/** Reported where the quote belongs. A parser complains only after the next quote, which it takes for the missing one. */
function quoteFault({ file, text }: Broken, { offset, closes }: MissingQuote): JsonFault {
  const near = closes ? precedingWord(text, offset) : followingWord(text, offset);
  return {
    message: `a double quote is missing${near}`,
    help: `add the double quote${lookAlikeAdvice(file, text)}`,
    place: rangePlace(file, offset, Math.min(offset + 1, text.length)),
  };
}

/** `` after `"ec2:DescribeVolumes` ``, if a string isn't closed. */
function precedingWord(text: string, end: number): string {
  const start = Math.max(text.lastIndexOf("\n", end - 1) + 1, end - MAX_SHOWN_TOKEN_LENGTH);
  const word = /"[^"]*$/.exec(text.slice(start, end))?.[0];
  return word === undefined ? "" : ` after \`${word}\``;
}

/** `` before `ec2:DescribeVolumes"` ``, if a string isn't opened. */
function followingWord(text: string, start: number): string {
  const word = /^[^"\n]*"/.exec(text.slice(start, start + MAX_SHOWN_TOKEN_LENGTH))?.[0];
  return word === undefined ? "" : ` before \`${word}\``;
}

/** A missing comma or colon is reported after the previous token, where it belongs. Other faults stay where the parser found them. */
function faultOffset(text: string, fault: StructuralError): number {
  if (fault.error !== "CommaExpected" && fault.error !== "ColonExpected") return fault.offset;
  return endOfTextBefore(text, fault.offset);
}

function endOfTextBefore(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /[\s\u00a0]/.test(text[end - 1] ?? "")) end -= 1;
  return end;
}

const MAX_SHOWN_TOKEN_LENGTH = 80;

/** Describes a place by the token before it: ` after "ssm:GetParameter"`. Empty if the token is long or spans lines. */
function precedingToken(text: string, end: number): string {
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  const line = text.slice(Math.max(lineStart, end - MAX_SHOWN_TOKEN_LENGTH), end);
  const token = /("[^"]*"|[\w.+-]+|[\]}])$/.exec(line)?.[1];
  return token === undefined ? "" : ` after ${token}`;
}

/** The offset of a trailing comma, if that is why the parser expected another item. Returns null for any other fault. */
function commaTooMany(text: string, fault: StructuralError): number | null {
  if (fault.error !== "PropertyNameExpected" && fault.error !== "ValueExpected") return null;
  const end = endOfTextBefore(text, fault.offset);
  return text[end - 1] === "," && /[\]}]/.test(text[fault.offset] ?? "") ? end - 1 : null;
}

function lookAlikesOnly({ file, text }: Broken): JsonFault {
  const fault = lookAlikeFault(file, text);
  if (fault === null) return unexplained(file);
  const { message, help, at } = fault;
  return { message, help, place: rangePlace(file, at, at + 1) };
}

function unexplained(file: TextFile): JsonFault {
  const [message, help] = MALFORMED;
  return { message, help, place: startOf(file) };
}

function startOf(file: TextFile): Place {
  return rangePlace(file, 0, Math.min(1, file.text.length));
}
