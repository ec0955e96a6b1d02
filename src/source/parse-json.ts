import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { JsonValue } from "./json-node.js";
import { locateOffsets } from "./line-index.js";
import { type Place, rangePlace } from "./place.js";
import type { TextFile } from "./text-file.js";

/** Why a text is not JSON, in words that complete "FILE is not JSON: ...". */
export interface JsonFault {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
}

export type ParsedText = { readonly value: JsonValue } | { readonly fault: JsonFault };

/** `JSON.parse`; a text that it refuses is looked at again, slowly, to say where and why. */
export function parseJson(file: TextFile): ParsedText {
  const value = jsonValue(file.text);
  return value === undefined ? { fault: jsonFault(file) } : { value };
}

/** What a text says; undefined when it is no JSON. */
export function jsonValue(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

const NO_BREAK_SPACE = "\u00a0";

const faultWords: Readonly<Record<string, string>> = {
  CommaExpected: "a comma is missing",
  ColonExpected: "a colon is missing",
  ValueExpected: "a value is missing",
  PropertyNameExpected: "a key in double quotes is missing",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "there is text after the end of the document",
  UnexpectedEndOfString: "a string is not closed",
  UnexpectedEndOfNumber: "a number is not complete",
  UnexpectedEndOfComment: "JSON has no comments",
  InvalidCommentToken: "JSON has no comments",
  InvalidCharacter: "a string holds a control character",
  InvalidEscapeCharacter: "a string holds an unknown escape",
  InvalidUnicode: "a string holds an invalid unicode escape",
  InvalidSymbol: "there is a word that is no JSON value",
  InvalidNumberFormat: "a number is malformed",
};

/** Says where and why a text is no JSON. */
export function jsonFault(file: TextFile): JsonFault {
  // The vendor's page indents with U+00A0, which JSON does not count as white space. Taken for spaces (of the same
  // length, so that offsets stay), what is left is the next fault, which matters more to whoever mends the file.
  const errors = structuralErrors(file.text.replaceAll(NO_BREAK_SPACE, " "));
  const firstSpace = file.text.indexOf(NO_BREAK_SPACE);
  const first = errors[0];
  if (first === undefined) {
    return firstSpace === -1 ? unexplained(file) : noBreakSpacesOnly(file, firstSpace);
  }
  const at = faultRange(file.text, first);
  const after = first.error === "CommaExpected" || first.error === "ColonExpected" ? precedingToken(file.text, at) : "";
  return {
    message: `${faultWords[first.error] ?? "it is malformed"}${after}`,
    help: faultHelp(file, first, firstSpace),
    place: rangePlace(file, at, Math.min(at + 1, file.text.length)),
  };
}

interface StructuralError {
  readonly error: string;
  readonly offset: number;
}

function structuralErrors(text: string): readonly StructuralError[] {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // A document nested deeper than the parser's stack: there is no better place than its start.
    return [{ error: "TooDeep", offset: 0 }];
  }
  return errors.map((error) => ({ error: printParseErrorCode(error.error), offset: error.offset }));
}

/** A missing comma belongs behind the token before it, where it is to be typed; other faults stand where they are. */
function faultRange(text: string, fault: StructuralError): number {
  if (fault.error !== "CommaExpected" && fault.error !== "ColonExpected") return fault.offset;
  return endOfTextBefore(text, fault.offset);
}

function endOfTextBefore(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /[\s\u00a0]/.test(text[end - 1] ?? "")) end -= 1;
  return end;
}

const LONGEST_SHOWN_TOKEN = 80;

/** ` after "ssm:GetParameter"`: what the reader looks for; nothing when the token is long or spans lines. */
function precedingToken(text: string, end: number): string {
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  const line = text.slice(Math.max(lineStart, end - LONGEST_SHOWN_TOKEN), end);
  const token = /("[^"]*"|[\w.+-]+|[\]}])$/.exec(line)?.[1];
  return token === undefined ? "" : ` after ${token}`;
}

function faultHelp(file: TextFile, fault: StructuralError, firstSpace: number): string | null {
  const hints: string[] = [];
  if (firstSpace !== -1) {
    if (fault.error === "CommaExpected") hints.push("the vendor's page lacks this comma too");
    hints.push(`also replace the no-break spaces (U+00A0, first at ${showPosition(file, firstSpace)})`);
  } else if (fault.error === "CommaExpected") {
    hints.push("add the comma");
  }
  return hints.length === 0 ? null : hints.join("; ");
}

function noBreakSpacesOnly(file: TextFile, at: number): JsonFault {
  const count = file.text.split(NO_BREAK_SPACE).length - 1;
  return {
    message: `it holds ${count} no-break spaces (U+00A0), which are not white space in JSON`,
    help: "replace them by ordinary spaces: text copied from the vendor's page has them",
    place: rangePlace(file, at, at + 1),
  };
}

function unexplained(file: TextFile): JsonFault {
  return {
    message: file.text.trim() === "" ? "it is empty" : "it is malformed",
    help: null,
    place: rangePlace(file, 0, Math.min(1, file.text.length)),
  };
}

function showPosition(file: TextFile, offset: number): string {
  const { line, column } = locateOffsets(file, offset, offset);
  return `${line}:${column}`;
}
