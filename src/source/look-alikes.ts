import { structuralErrors } from "./json-errors.js";

/** What the vendor's page indents with. JSON does not count it as white space. */
export const NO_BREAK_SPACE = "\u00a0";

/** What word processors and chat programs make of a straight double quote, which is the only one that JSON has. */
export const CURLY_QUOTES = "\u201c\u201d\u201e\u201f\uff02";

const CURLY = new RegExp(`[${CURLY_QUOTES}]`, "g");

/** A string with straight quotes, up to the end of its line at most, or a curly quote outside of one. */
const STRING_OR_CURLY = new RegExp(`"(?:[^"\\\\\\n]|\\\\.)*"?|[${CURLY_QUOTES}]`, "g");

/**
 * The text with straight quotes for curly ones, of the same length. Curly quotes within straight ones are text, unless taking
 * them for quotes makes better JSON: `"Version”: "2012-10-17"`.
 */
export function withStraightQuotes(text: string): string {
  const outside = text.replace(STRING_OR_CURLY, (found) => (found.startsWith('"') ? found : '"'));
  const all = text.replace(CURLY, '"');
  return all !== outside && faultCount(all) < faultCount(outside) ? all : outside;
}

/** The text with ordinary spaces for no-break spaces, of the same length. */
export function withOrdinarySpaces(text: string): string {
  return text.replaceAll(NO_BREAK_SPACE, " ");
}

function faultCount(text: string): number {
  return structuralErrors(withOrdinarySpaces(text)).length;
}
