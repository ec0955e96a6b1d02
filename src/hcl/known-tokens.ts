import type { TextRange } from "../source/place.js";
import type { HclExpression } from "./expression.js";
import { type HclToken, hclTokens } from "./tokens.js";

/** The cached results for one file's text. */
interface KnownText {
  readonly tokens: readonly HclToken[];
  /** Keyed by start offset. */
  readonly expressions: Map<number, Parsed>;
}

export interface Parsed {
  readonly end: number;
  readonly expression: HclExpression | null;
  /** The offset of the syntax error. Null if the text may be an expression of an unsupported kind. */
  readonly fault: number | null;
}

/** The longest text to cache, in characters. */
const MAX_LETTERS = 500_000;

/** The maximum number of tokens in all cached files together. They take about 30 MB. */
const MAX_TOKENS = 500_000;

/**
 * Cached because finding a file's blocks, its faults, and the values of its attributes each takes a pass over the
 * tokens, and several rules go over the expressions. New files replace the oldest ones.
 */
const known = new Map<string, KnownText>();
let amount = 0;

/** The tokens of a range. The tokens of a whole file are cached, so they are also available for any part of the file. */
export function tokensWithin(text: string, range: TextRange): Iterable<HclToken> {
  const tokens = (known.get(text) ?? (range.end - range.start === text.length ? kept(text) : undefined))?.tokens;
  if (tokens === undefined) return hclTokens(text, range);
  const [from, to] = [firstFrom(tokens, range.start), firstFrom(tokens, range.end)];
  // Inside a template, the range may be part of a string or heredoc, which is a single cached token.
  const isCut = (tokens[from - 1]?.end ?? 0) > range.start || (tokens[to - 1]?.end ?? 0) > range.end;
  return isCut ? hclTokens(text, range) : tokens.slice(from, to);
}

/** The parsed expression, from the cache if the file is cached. */
export function memoizedParse(text: string, { start, end }: TextRange, parse: () => Parsed): Parsed {
  const expressions = known.get(text)?.expressions;
  const before = expressions?.get(start);
  if (before?.end === end) return before;
  const parsed = parse();
  expressions?.set(start, parsed);
  return parsed;
}

function kept(text: string): KnownText | undefined {
  if (text.length > MAX_LETTERS) return undefined;
  const whole = { tokens: [...hclTokens(text, { start: 0, end: text.length })], expressions: new Map() };
  known.set(text, whole);
  // Even a file of only whitespace takes up memory.
  amount += whole.tokens.length + 1;
  for (const [oldest, { tokens }] of known) {
    if (amount <= MAX_TOKENS) break;
    known.delete(oldest);
    amount -= tokens.length + 1;
  }
  return whole;
}

/** The index of the first token that starts at or after an offset. */
function firstFrom(tokens: readonly HclToken[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
