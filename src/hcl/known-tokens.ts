import type { TextRange } from "../source/place.js";
import type { HclExpression } from "./expression.js";
import { type HclToken, hclTokens } from "./tokens.js";

/** What is known of the text of a file. */
interface KnownText {
  readonly tokens: readonly HclToken[];
  /** By where they start. */
  readonly expressions: Map<number, Parsed>;
}

export interface Parsed {
  readonly end: number;
  readonly expression: HclExpression | null;
  /** Where a text that gives no expression is wrong; null where it may be one that is not read. */
  readonly fault: number | null;
}

/** Of a text that is kept. */
const MOST_LETTERS = 500_000;

/** Of all texts that are kept: some 30 MB. */
const MOST_TOKENS = 500_000;

/**
 * Looking for the blocks of a file, for its faults and for the values of its attributes each goes over its tokens, and several rules over
 * its expressions. The oldest texts give way to new ones.
 */
const known = new Map<string, KnownText>();
let amount = 0;

/** The tokens of a range. Those of a whole file are kept, so that those of its parts are there. */
export function tokensWithin(text: string, range: TextRange): Iterable<HclToken> {
  const tokens = (known.get(text) ?? (range.end - range.start === text.length ? kept(text) : undefined))?.tokens;
  if (tokens === undefined) return hclTokens(text, range);
  const [from, to] = [firstFrom(tokens, range.start), firstFrom(tokens, range.end)];
  // Of a string or a heredoc a part is asked for where it is a template.
  const isCut = (tokens[from - 1]?.end ?? 0) > range.start || (tokens[to - 1]?.end ?? 0) > range.end;
  return isCut ? hclTokens(text, range) : tokens.slice(from, to);
}

/** What an expression of a file that is kept was parsed to; elsewhere it is parsed anew. */
export function parsedOnce(text: string, { start, end }: TextRange, parse: () => Parsed): Parsed {
  const expressions = known.get(text)?.expressions;
  const before = expressions?.get(start);
  if (before?.end === end) return before;
  const parsed = parse();
  expressions?.set(start, parsed);
  return parsed;
}

function kept(text: string): KnownText | undefined {
  if (text.length > MOST_LETTERS) return undefined;
  const whole = { tokens: [...hclTokens(text, { start: 0, end: text.length })], expressions: new Map() };
  known.set(text, whole);
  // Blank texts take room as well.
  amount += whole.tokens.length + 1;
  for (const [oldest, { tokens }] of known) {
    if (amount <= MOST_TOKENS) break;
    known.delete(oldest);
    amount -= tokens.length + 1;
  }
  return whole;
}

/** The index of the first token that starts at an offset or behind it. */
function firstFrom(tokens: readonly HclToken[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
