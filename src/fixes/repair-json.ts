import { structuralErrors } from "../source/json-errors.js";
import { endOfString } from "../source/json-index.js";
import { NO_BREAK_SPACE, withOrdinarySpaces, withStraightQuotes } from "../source/look-alikes.js";
import { type MissingQuote, missingQuotes, withQuotes } from "../source/missing-quotes.js";
import type { TextFile } from "../source/text-file.js";
import { applyEdits, type TextEdit } from "./text-edit.js";

/** In characters. Longer text was written by a program, and programs don't omit commas. */
const MAX_LENGTH = 1_000_000;

/**
 * The edits that turn text into valid JSON if it lacks commas or double quotes, has curly quotes, or is indented with
 * no-break spaces, as the vendor's pages are. Returns null if anything else is wrong.
 */
export function repairJson(file: TextFile): readonly TextEdit[] | null {
  if (file.text.length > MAX_LENGTH || !/^[\s\u00a0]*[[{]/.test(file.text)) return null;
  const straight = withStraightQuotes(file.text);
  const quotes = missingQuotes(straight);
  if (quotes === null || quotes.some(({ offset }) => hasQuotesOfBothKinds(file.text, straight, offset))) return null;
  // Strings can be recognized only after the quotes are added.
  const quoted = withQuotes(straight, quotes);
  const changes = [
    ...quotes.map(quoteInQuoted),
    ...curlyQuotes(quoted, withQuotes(file.text, quotes)),
    ...commas(quoted),
    ...spaces(quoted),
  ].toSorted((a, b) => a.start - b.start);
  const edits = changes.map((change) => editOf(file, change, quotes));
  return edits.length > 0 && isJson(applyEdits(file.text, edits)) ? edits : null;
}

/** A change to the text that already contains the added quotes. In the original text, an added quote has no length. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

function quoteInQuoted({ offset }: MissingQuote, before: number): Change {
  return { start: offset + before, end: offset + before + 1, newText: '"' };
}

function editOf(file: TextFile, { start, end, newText }: Change, quotes: readonly MissingQuote[]): TextEdit {
  const original = (offset: number): number => {
    const before = quotes.filter((quote, index) => quote.offset + index < offset).length;
    return offset - before;
  };
  return { file, start: original(start), end: original(end), newText };
}

/** Whether a line mixes curly and straight quotes, which may then be text: `“a "b" c”` lacks no quote. */
function hasQuotesOfBothKinds(written: string, straight: string, offset: number): boolean {
  const [start, end] = [written.lastIndexOf("\n", offset - 1) + 1, written.indexOf("\n", offset)];
  const line = written.slice(start, end === -1 ? undefined : end);
  return line.includes('"') && line !== straight.slice(start, start + line.length);
}

function curlyQuotes(straight: string, written: string): readonly Change[] {
  if (straight === written) return [];
  const offsets = Array.from({ length: written.length }, (_, at) => at).filter((at) => straight[at] !== written[at]);
  return offsets.map((start) => ({ start, end: start + 1, newText: '"' }));
}

/** The changes that replace no-break spaces between values. No-break spaces in strings are intentional. */
function spaces(text: string): readonly Change[] {
  const changes: Change[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfString(text, at) - 1;
    else if (text[at] === NO_BREAK_SPACE) {
      const start = at;
      while (text[at + 1] === NO_BREAK_SPACE) at += 1;
      changes.push({ start, end: at + 1, newText: " ".repeat(at + 1 - start) });
    }
  }
  return changes;
}

function commas(quoted: string): readonly Change[] {
  const text = withOrdinarySpaces(quoted);
  return structuralErrors(text)
    .filter(({ error }) => error === "CommaExpected")
    .map(({ offset }) => {
      const end = text.slice(0, offset).trimEnd().length;
      return { start: end, end, newText: "," };
    });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
