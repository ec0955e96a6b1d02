import type { TextRange } from "../../../source/place.js";
import { type HclToken, hclTokens } from "./hcl-tokens.js";

/** A value within an object or a list that is written out; `keyStart` is the value's own start in a list. */
export interface HclChild extends TextRange {
  readonly keyStart: number;
}

/**
 * What an object or a list holds, by key or index, where its expression writes it out: not made by `for`, a function or a
 * condition. Null for every other expression.
 */
export function childrenOf(text: string, range: TextRange): ReadonlyMap<string | number, HclChild> | null {
  const [first, ...rest] = hclTokens(text, range);
  const last = rest.findLast(({ kind }) => kind !== "newline");
  if (first?.kind !== "open" || last === undefined || rest.indexOf(last) !== closingIndex(rest)) return null;
  const items = rest.slice(0, rest.indexOf(last));
  return text[first.start] === "["
    ? listItems(text, items)
    : text[first.start] === "{"
      ? objectItems(text, items)
      : null;
}

function closingIndex(tokens: readonly HclToken[]): number {
  let depth = 1;
  return tokens.findIndex(({ kind }) => {
    depth += kind === "open" ? 1 : kind === "close" ? -1 : 0;
    return depth === 0;
  });
}

/** Runs of tokens between separators that stand in no bracket of the run itself. */
function split(tokens: readonly HclToken[], separates: (token: HclToken) => boolean): readonly (readonly HclToken[])[] {
  const runs: HclToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && separates(token)) runs.push([]);
    else runs.at(-1)?.push(token);
    depth += token.kind === "open" ? 1 : token.kind === "close" ? -1 : 0;
  }
  return runs.map((run) => run.filter(({ kind }) => kind !== "newline")).filter((run) => run.length > 0);
}

function listItems(text: string, tokens: readonly HclToken[]): ReadonlyMap<number, HclChild> | null {
  const runs = split(tokens, ({ start }) => text[start] === ",");
  const head = runs[0]?.[0];
  if (head !== undefined && text.slice(head.start, head.end) === "for") return null;
  return new Map(
    runs.map((run, index) => {
      const range = rangeOfRun(run);
      return [index, { ...range, keyStart: range.start }];
    }),
  );
}

function objectItems(text: string, tokens: readonly HclToken[]): ReadonlyMap<string, HclChild> | null {
  const children = new Map<string, HclChild>();
  for (const [key, separator, ...value] of split(tokens, (one) => one.kind === "newline" || text[one.start] === ",")) {
    const sign = text.slice(separator?.start, separator?.end);
    // `for k, v in m :` and keys in parentheses are made, not written.
    if (key === undefined || value.length === 0 || (sign !== "=" && sign !== ":")) return null;
    const name = key.kind === "name" ? text.slice(key.start, key.end) : literalOf(text, key);
    if (typeof name !== "string") return null;
    children.set(name, { ...rangeOfRun(value), keyStart: key.start });
  }
  return children;
}

function rangeOfRun(run: readonly HclToken[]): TextRange {
  return { start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0 };
}

/** A string without templates, a number, `true`, `false` or `null`; undefined for every other expression. */
export function literalOf(text: string, { start, end }: TextRange): string | number | boolean | null | undefined {
  const written = text.slice(start, end);
  if (/[$%]\{/.test(written) || !/^(?:["\d-]|true$|false$|null$)/.test(written)) return undefined;
  try {
    return JSON.parse(written) as string | number | boolean | null;
  } catch {
    return undefined;
  }
}

/** The argument of a call of a function that is the whole expression and has only that one. */
export function argumentOf(text: string, range: TextRange, name: string): TextRange | null {
  const [called, open, ...rest] = hclTokens(text, range);
  if (called?.kind !== "name" || text.slice(called.start, called.end) !== name) return null;
  if (open === undefined || text[open.start] !== "(" || closingIndex(rest) !== rest.length - 1) return null;
  const runs = split(rest.slice(0, -1), ({ start }) => text[start] === ",");
  const [only] = runs;
  return only === undefined || runs.length > 1 ? null : rangeOfRun(only);
}
