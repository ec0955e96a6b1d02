import { structuralErrors } from "./json-errors.js";

/** The character that the vendor's page indents with. JSON doesn't count it as whitespace. */
export const NO_BREAK_SPACE = "\u00a0";

/** Word processors and chat programs turn straight double quotes into these. JSON accepts only straight quotes. */
export const CURLY_QUOTES = "\u201c\u201d\u201e\u201f\uff02";

const CURLY = new RegExp(`[${CURLY_QUOTES}]`, "g");

/** A string in straight quotes, which ends at the end of its line at the latest, or a curly quote outside strings. */
const STRING_OR_CURLY = new RegExp(`"(?:[^"\\\\\\n]|\\\\.)*"?|[${CURLY_QUOTES}]`, "g");

/**
 * Replaces curly quotes with straight ones. The length stays the same. Curly quotes between straight ones count as
 * text, unless treating them as quotes leaves fewer JSON errors: `"Version”: "2012-10-17"`.
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
