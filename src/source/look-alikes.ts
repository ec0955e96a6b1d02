import { structuralErrors } from "./json-errors.js";

/** The vendor's page indents with it, but JSON does not count it as white space. */
export const NO_BREAK_SPACE = "\u00a0";

/** Word processors and chat programs turn straight double quotes into these, but JSON has only the straight ones. */
export const CURLY_QUOTES = "\u201c\u201d\u201e\u201f\uff02";

const CURLY = new RegExp(`[${CURLY_QUOTES}]`, "g");

/** A string in straight quotes, up to the end of its line at most, or a curly quote outside a string. */
const STRING_OR_CURLY = new RegExp(`"(?:[^"\\\\\\n]|\\\\.)*"?|[${CURLY_QUOTES}]`, "g");

/**
 * Replaces curly quotes with straight ones. The length stays the same. Curly quotes inside straight ones are text, unless the
 * text is better JSON with them as quotes: `"Version”: "2012-10-17"`.
 */
export function withStraightQuotes(text: string): string {
  const outside = text.replace(STRING_OR_CURLY, (found) => (found.startsWith('"') ? found : '"'));
  const all = text.replace(CURLY, '"');
  return all !== outside && faultCount(all) < faultCount(outside) ? all : outside;
}

/** Replaces no-break spaces with ordinary spaces. The length stays the same. */
export function withOrdinarySpaces(text: string): string {
  return text.replaceAll(NO_BREAK_SPACE, " ");
}

function faultCount(text: string): number {
  return structuralErrors(withOrdinarySpaces(text)).length;
}
