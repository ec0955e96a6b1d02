import { afterToken, DOCUMENT_START, type JsonShape } from "./json-shape.js";
import { type Token, tokensOf } from "./json-tokens.js";

/** A double quote that is missing from JSON text: its offset, and whether it would close or open a string. */
export interface MissingQuote {
  readonly offset: number;
  readonly closes: boolean;
}

/** Lines and words that are longer than these limits are machine-generated, so no quotes are missing, and searching them would be slow. */
const MAX_LINE_LENGTH = 20_000;
const MAX_PLACES = 100;
const MAX_QUOTES = 50;

/** How many tokens before the first fault to search for a missing quote. `"a: "b"` fails at `b`, two tokens after `"a`. */
const LOOK_BACK = 3;

/**
 * The double quotes to add to JSON text so that every quote has a counterpart. Strings end on the line they start on,
 * so each line is examined separately. Returns null unless one place is better than all others: a wrong guess could
 * change the meaning of the text.
 */
export function missingQuotes(text: string): readonly MissingQuote[] | null {
  const quotes: MissingQuote[] = [];
  let shape = DOCUMENT_START;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = completeLine(text.slice(start, end), { shape, next: firstSign(text, end) });
    if (line === null || quotes.length + line.quotes.length > MAX_QUOTES) return null;
    quotes.push(...line.quotes.map((quote) => ({ ...quote, offset: quote.offset + start })));
    shape = line.shape;
    start = end + 1;
  }
  return quotes;
}

/** Inserts the quotes into the text. */
export function withQuotes(text: string, quotes: readonly MissingQuote[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { offset } of quotes) {
    pieces.push(text.slice(at, offset), '"');
    at = offset;
  }
  return pieces.join("") + text.slice(at);
}

/** The first character of the next line that isn't empty. */
function firstSign(text: string, from: number): string {
  const sign = /[^\s\u00a0]/g;
  sign.lastIndex = from;
  return sign.exec(text)?.[0] ?? "";
}

/** A line's surroundings: the shape before it, and the first character of the next line. */
interface Around {
  readonly shape: JsonShape;
  readonly next: string;
}

interface CompleteLine {
  readonly quotes: readonly MissingQuote[];
  readonly shape: JsonShape;
}

function completeLine(line: string, around: Around): CompleteLine | null {
  const quotes: MissingQuote[] = [];
  let [complete, tokens] = [line, tokensOf(line)];
  for (let fault = firstFault(tokens); fault !== null; fault = firstFault(tokens)) {
    if (line.length > MAX_LINE_LENGTH || quotes.length === MAX_QUOTES) return null;
    const best = bestPlace(complete, fault, around);
    if (best === null) return null;
    quotes.push({ offset: best.at, closes: best.closes });
    [complete, tokens] = [best.line, best.tokens];
  }
  return { quotes: inOriginal(quotes), shape: shapeAfter(around.shape, tokens) };
}

function shapeAfter(before: JsonShape, tokens: readonly Token[]): JsonShape {
  return tokens.reduce((shape, { text }) => afterToken(shape, text), before);
}

/** Converts offsets in a line that already contains the quotes found earlier to offsets in the original line. */
function inOriginal(quotes: readonly MissingQuote[]): readonly MissingQuote[] {
  return quotes
    .map((quote, index) => ({
      ...quote,
      offset: quote.offset - quotes.slice(0, index).filter(({ offset }) => offset < quote.offset).length,
    }))
    .toSorted((a, b) => a.offset - b.offset);
}

interface Candidate {
  readonly at: number;
  readonly line: string;
  readonly tokens: readonly Token[];
  readonly closes: boolean;
  /** The next fault once this quote is added. */
  readonly fault: Fault | null;
  /** The number of odd tokens and strings before that fault. */
  readonly oddities: number;
}

/**
 * The place where adding a quote moves the first fault furthest; among equals, the one that leaves the fewest oddities. Returns null on a
 * tie.
 */
function bestPlace(line: string, fault: Fault, around: Around): Candidate | null {
  const places = placesFor(line, fault);
  if (places.length > MAX_PLACES) return null;
  const candidates = places.flatMap((at) => candidateAt(line, at, fault, around) ?? []);
  const reach = (one: Candidate): number => one.fault?.start ?? line.length + 1;
  const [best, second] = candidates.toSorted((a, b) => reach(b) - reach(a) || a.oddities - b.oddities);
  if (best === undefined) return null;
  const isTie = second !== undefined && reach(second) === reach(best) && second.oddities === best.oddities;
  return isTie ? null : best;
}

/** The places near the fault where words start and end. If adjacent places would result in the same text, only the first is returned. */
function placesFor(line: string, { start, end, index, tokens }: Fault): readonly number[] {
  const from = tokens[Math.max(0, index - LOOK_BACK)]?.start ?? start;
  const places: number[] = [];
  for (let at = from; at <= end; at += 1) {
    if (line[at - 1] === '"' && line[at - 2] !== "\\" && at > from) continue;
    if (at === from || at === end || isBoundary(line[at - 1]) || isBoundary(line[at])) places.push(at);
  }
  return places;
}

function isBoundary(sign: string | undefined): boolean {
  return sign === undefined || /[\s\u00a0",:[\]{}]/.test(sign);
}

function candidateAt(line: string, at: number, before: Fault, around: Around): Candidate | null {
  const tried = `${line.slice(0, at)}"${line.slice(at)}`;
  const tokens = tokensOf(tried);
  const string = tokens.find(({ start, end }) => start <= at && at < end);
  // An escaped or unpaired quote isn't part of a closed string.
  if (string?.kind !== "string") return null;
  const closes = string.end - 1 === at;
  if (!closes && string.start !== at) return null;
  const fault = firstFault(tokens);
  if (fault !== null && fault.start <= before.start + 1) return null;
  return { at, line: tried, tokens, closes, fault, oddities: oddities(tokens.slice(0, fault?.index), fault, around) };
}

/** A fault that adding a comma can't fix. */
interface Fault {
  readonly start: number;
  readonly end: number;
  readonly index: number;
  readonly tokens: readonly Token[];
}

function firstFault(tokens: readonly Token[]): Fault | null {
  const index = tokens.findIndex(({ kind }) => kind === "open" || kind === "word");
  const found = tokens[index];
  return found === undefined ? null : { start: found.start, end: found.end, index, tokens };
}

/** The number of tokens that are out of place, plus the number of strings that make no sense. */
function oddities(tokens: readonly Token[], fault: Fault | null, { shape, next }: Around): number {
  const after = shapeAfter(shape, tokens);
  const { oddities: all } = fault === null && next !== "" ? afterToken(after, next) : after;
  return all - shape.oddities + tokens.filter(({ kind, text }) => kind === "string" && isOddString(text)).length;
}

/** Whether a string starts or ends with a separator, or contains an unmatched bracket. (`${aws:username}` has both brackets.) */
function isOddString(text: string): boolean {
  const count = (sign: string): number => text.split(sign).length;
  return /^"[\s,:]|[\s,:]"$/.test(text) || count("[") !== count("]") || count("{") !== count("}");
}
