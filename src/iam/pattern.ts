/**
 * IAM's patterns: `*` is any run of characters, `?` exactly one. A pattern is a row of tokens: code points, and two
 * negative numbers for the wildcards, so that a literal `*` (the policy variable `${*}`) and a wildcard differ.
 */
export type Pattern = readonly number[];

export const ANY_RUN = -1;
export const ANY_ONE = -2;

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
const SLASH = 0x2f;
const COLON = 0x3a;

/** Any run of characters, for the part of a text that is unknown. */
export const anything: Pattern = [ANY_RUN];

/** Text as it stands: no wildcards. */
export function literal(text: string): Pattern {
  const tokens: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    tokens.push(code);
  }
  return tokens;
}

/** Text in which `*` and `?` are wildcards. */
export function wildcards(text: string): Pattern {
  const result: number[] = [];
  let run = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code === STAR) {
      run = true;
      continue;
    }
    if (run && code !== QUESTION_MARK) {
      result.push(ANY_RUN);
      run = false;
    }
    if (code > 0xffff) at += 1;
    result.push(code === QUESTION_MARK ? ANY_ONE : code);
  }
  if (run) result.push(ANY_RUN);
  return result;
}

export function isAny(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0] === ANY_RUN;
}

/** Each run that is a whole name, between colons and slashes, as one that is not empty: `role/*` as `role/?*`. */
export function withoutEmptyNames(pattern: Pattern): Pattern {
  const isEdge = (token = SLASH): boolean => token === SLASH || token === COLON;
  return pattern.flatMap((token, at) =>
    token === ANY_RUN && isEdge(pattern[at - 1]) && isEdge(pattern[at + 1]) ? [ANY_ONE, ANY_RUN] : [token],
  );
}

export function hasWildcards(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** Puts each run of wildcards into one form, the `?`s before a single `*`: `*?*` and `?*` match the same. */
export function normalise(tokens: Pattern): Pattern {
  const result: number[] = [];
  let run = false;
  for (const token of tokens) {
    if (token === ANY_RUN) {
      run = true;
      continue;
    }
    if (run && token !== ANY_ONE) {
      result.push(ANY_RUN);
      run = false;
    }
    result.push(token);
  }
  if (run) result.push(ANY_RUN);
  return result;
}

/**
 * Whether a pattern matches all that another one matches; with a literal text as the other one, whether it matches the
 * text. Both are normalised. Never wrongly yes; no, where a `?` would have to match a part of the other one's `*`. The last `*`
 * alone is ever tried again, which is right (an earlier one that takes less never helps) and keeps the cost at the product of
 * the two lengths. `from` and `otherFrom` are where to begin.
 */
export function covers(pattern: Pattern, other: Pattern, from = 0, otherFrom = 0): boolean {
  let at = from;
  let otherAt = otherFrom;
  let star = -1;
  let resume = 0;
  const [last, otherLast] = [pattern.at(-1), other.at(-1)];
  const isOpen = last === ANY_RUN || at >= pattern.length || otherAt >= other.length;
  // The last tokens meet each other.
  if (!isOpen && last !== otherLast && (last !== ANY_ONE || otherLast === ANY_RUN)) return false;
  while (otherAt < other.length) {
    const token = pattern[at];
    const wanted = other[otherAt];
    if (token === ANY_RUN) {
      star = at;
      resume = otherAt;
      at += 1;
      if (at === pattern.length) return true;
    } else if (token !== undefined && wanted !== ANY_RUN && (token === wanted || token === ANY_ONE)) {
      at += 1;
      otherAt += 1;
    } else if (star !== -1) {
      resume += 1;
      otherAt = resume;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === ANY_RUN) at += 1;
  return at === pattern.length;
}

/** A row of bits in one number: the sign's bit stays free. */
const MOST_BITS = 30;

/** Whether any text matches both patterns, which are normalised. */
export function overlaps(first: Pattern, second: Pattern): boolean {
  let start = 0;
  while (start < first.length && start < second.length) {
    const [token = ANY_RUN, other = ANY_RUN] = [first[start], second[start]];
    if (token < 0 || other < 0) break;
    if (token !== other) return false;
    start += 1;
  }
  const [short, long] = first.length < second.length ? [first, second] : [second, first];
  return short.length - start <= MOST_BITS ? overlapsShort(short, long, start) : overlapsLong(short, long, start);
}

/** A row of the table of their prefixes at a time, as bits: bit n stands for n tokens of the short one. */
function overlapsShort(short: Pattern, long: Pattern, start: number): boolean {
  const length = short.length - start;
  const all = 2 ** (length + 1) - 1;
  let runs = 0;
  for (let at = 0; at < length; at += 1) if (short[start + at] === ANY_RUN) runs |= 2 << at;
  let row = 1 | (2 & runs);
  for (let at = start; at < long.length && row !== 0; at += 1) {
    const token = long[at] ?? ANY_RUN;
    if (token === ANY_RUN) {
      // From the lowest bit on.
      row = (row | -row) & all;
      continue;
    }
    let next = row & runs;
    for (let bit = 0; bit < length; bit += 1) {
      const other = short[start + bit];
      if ((row & (1 << bit)) !== 0 && (token === other || token === ANY_ONE || other === ANY_ONE)) next |= 2 << bit;
    }
    row = next | ((next << 1) & runs);
  }
  return (row & (1 << length)) !== 0;
}

function overlapsLong(short: Pattern, long: Pattern, start: number): boolean {
  const length = short.length - start;
  let row = new Uint8Array(length + 1);
  let next = new Uint8Array(length + 1);
  row[0] = 1;
  if (short[start] === ANY_RUN) row[1] = 1;
  for (let at = start; at < long.length; at += 1) {
    if (!fillRow(next, row, long[at] ?? ANY_RUN, short, start)) return false;
    [row, next] = [next, row];
  }
  return row[length] === 1;
}

/** Gives whether anything is left. */
function fillRow(next: Uint8Array, row: Uint8Array, token: number, short: Pattern, start: number): boolean {
  let before = token === ANY_RUN ? (row[0] ?? 0) : 0;
  let some = before;
  next[0] = before;
  for (let column = 1; column < row.length; column += 1) {
    const other = short[start + column - 1];
    if (token === ANY_RUN || other === ANY_RUN) before |= row[column] ?? 0;
    else before = token === other || token === ANY_ONE || other === ANY_ONE ? (row[column - 1] ?? 0) : 0;
    next[column] = before;
    some |= before;
  }
  return some === 1;
}

/** Whether a text with wildcards matches a whole text. */
export function matchesPattern(pattern: string, text: string): boolean {
  return covers(wildcards(pattern), literal(text));
}
