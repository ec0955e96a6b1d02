import { afterToken, DOCUMENT_START, type JsonShape } from "./json-shape.js";
import { type Token, tokensOf } from "./json-tokens.js";

/** A double quote that a text lacks: where it belongs, and whether it would close a string or open one. */
export interface MissingQuote {
  readonly offset: number;
  readonly closes: boolean;
}

/** Lines and words that are longer are a program's, which leaves no quote out; and the search would get slow. */
const LONGEST_LINE = 20_000;
const MOST_PLACES = 100;
const MOST_QUOTES = 50;

/** How many tokens before the first fault a quote may be missing: `"a: "b"` goes wrong at `b`, two tokens behind `"a`. */
const LOOK_BACK = 3;

/**
 * The double quotes that JSON lacks, each beside one that is there. Strings end on their line, so that each line is looked at
 * by itself. Null where no place is better than all others: a guess could change what the text means.
 */
export function missingQuotes(text: string): readonly MissingQuote[] | null {
  const quotes: MissingQuote[] = [];
  let shape = DOCUMENT_START;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = completeLine(text.slice(start, end), { shape, next: firstSign(text, end) });
    if (line === null || quotes.length + line.quotes.length > MOST_QUOTES) return null;
    quotes.push(...line.quotes.map((quote) => ({ ...quote, offset: quote.offset + start })));
    shape = line.shape;
    start = end + 1;
  }
  return quotes;
}

/** The text with the quotes in it. */
export function withQuotes(text: string, quotes: readonly MissingQuote[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { offset } of quotes) {
    pieces.push(text.slice(at, offset), '"');
    at = offset;
  }
  return pieces.join("") + text.slice(at);
}

/** What the next line that is not blank starts with. */
function firstSign(text: string, from: number): string {
  const sign = /[^\s\u00a0]/g;
  sign.lastIndex = from;
  return sign.exec(text)?.[0] ?? "";
}

/** What stands around a line: the shape before it, and what the next line starts with. */
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
    if (line.length > LONGEST_LINE || quotes.length === MOST_QUOTES) return null;
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

/** Offsets of a line in which the quotes found before it stand already are made those of the line as it is. */
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
  /** What is wrong then, further on. */
  readonly fault: Fault | null;
  /** How much before that is odd. */
  readonly oddities: number;
}

/** The one place where a quote takes the first fault furthest away, with the least that is odd. */
function bestPlace(line: string, fault: Fault, around: Around): Candidate | null {
  const places = placesFor(line, fault);
  if (places.length > MOST_PLACES) return null;
  const candidates = places.flatMap((at) => candidateAt(line, at, fault, around) ?? []);
  const reach = (one: Candidate): number => one.fault?.start ?? line.length + 1;
  const [best, second] = candidates.toSorted((a, b) => reach(b) - reach(a) || a.oddities - b.oddities);
  if (best === undefined) return null;
  const isTie = second !== undefined && reach(second) === reach(best) && second.oddities === best.oddities;
  return isTie ? null : best;
}

/** Where words begin and end, near the fault. Of places side by side that give the same text, the first. */
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
  // A quote that is escaped, or that stands for itself, is no part of a string that has its other quote.
  if (string?.kind !== "string") return null;
  const closes = string.end - 1 === at;
  if (!closes && string.start !== at) return null;
  const fault = firstFault(tokens);
  if (fault !== null && fault.start <= before.start + 1) return null;
  return { at, line: tried, tokens, closes, fault, oddities: oddities(tokens.slice(0, fault?.index), fault, around) };
}

/** What no comma mends. */
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

/** How many tokens are where none of their kind belongs, and how many strings are as none is that means something. */
function oddities(tokens: readonly Token[], fault: Fault | null, { shape, next }: Around): number {
  const after = shapeAfter(shape, tokens);
  const { oddities: all } = fault === null && next !== "" ? afterToken(after, next) : after;
  return all - shape.oddities + tokens.filter(({ kind, text }) => kind === "string" && isOddString(text)).length;
}

/** One that begins or ends with what parts values, or that has a bracket without the other: `${aws:username}` has both. */
function isOddString(text: string): boolean {
  const count = (sign: string): number => text.split(sign).length;
  return /^"[\s,:]|[\s,:]"$/.test(text) || count("[") !== count("]") || count("{") !== count("}");
}
