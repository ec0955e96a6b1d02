/**
 * IAM's patterns: `*` matches any run of characters, and `?` exactly one. A pattern is a sequence of tokens: code points, and two
 * negative numbers for the wildcards, so that a literal `*` (the policy variable `${*}`) and a wildcard differ.
 */
export type Pattern = readonly number[];

export const ANY_CHARACTERS = -1;
export const ANY_CHARACTER = -2;

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
const SLASH = 0x2f;
const COLON = 0x3a;

/** Any run of characters, for an unknown part of a string. */
export const anything: Pattern = [ANY_CHARACTERS];

/** A string as is, without wildcards. */
export function literal(text: string): Pattern {
  const tokens: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    tokens.push(code);
  }
  return tokens;
}

/** A string in which `*` and `?` are wildcards. */
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
      result.push(ANY_CHARACTERS);
      run = false;
    }
    if (code > 0xffff) at += 1;
    result.push(code === QUESTION_MARK ? ANY_CHARACTER : code);
  }
  if (run) result.push(ANY_CHARACTERS);
  return result;
}

export function isAny(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0] === ANY_CHARACTERS;
}

/** Makes each run that is a whole name, between colons and slashes, match at least one character: `role/*` becomes `role/?*`. */
export function withoutEmptyNames(pattern: Pattern): Pattern {
  const isEdge = (token = SLASH): boolean => token === SLASH || token === COLON;
  return pattern.flatMap((token, at) =>
    token === ANY_CHARACTERS && isEdge(pattern[at - 1]) && isEdge(pattern[at + 1])
      ? [ANY_CHARACTER, ANY_CHARACTERS]
      : [token],
  );
}

export function hasWildcards(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** Normalizes each run of wildcards, with the `?`s before a single `*`: `*?*` and `?*` match the same. */
export function normalize(tokens: Pattern): Pattern {
  const result: number[] = [];
  let run = false;
  for (const token of tokens) {
    if (token === ANY_CHARACTERS) {
      run = true;
      continue;
    }
    if (run && token !== ANY_CHARACTER) {
      result.push(ANY_CHARACTERS);
      run = false;
    }
    result.push(token);
  }
  if (run) result.push(ANY_CHARACTERS);
  return result;
}

/**
 * Whether a pattern matches everything that another one matches, or the other one itself if it is a literal string. Both must be
 * normalized. A true result is always right. The result is false if a `?` would have to match part of the other one's `*`. Only the last
 * `*` is ever retried, which is enough (matching less with an earlier one never helps) and limits the cost to the product of the two
 * lengths. The comparison begins at `from` and `otherFrom`.
 */
export function covers(pattern: Pattern, other: Pattern, from = 0, otherFrom = 0): boolean {
  let at = from;
  let otherAt = otherFrom;
  let star = -1;
  let resume = 0;
  const [last, otherLast] = [pattern.at(-1), other.at(-1)];
  const isOpen = last === ANY_CHARACTERS || at >= pattern.length || otherAt >= other.length;
  // The last tokens must match each other.
  if (!isOpen && last !== otherLast && (last !== ANY_CHARACTER || otherLast === ANY_CHARACTERS)) return false;
  while (otherAt < other.length) {
    const token = pattern[at];
    const wanted = other[otherAt];
    if (token === ANY_CHARACTERS) {
      star = at;
      resume = otherAt;
      at += 1;
      if (at === pattern.length) return true;
    } else if (token !== undefined && wanted !== ANY_CHARACTERS && (token === wanted || token === ANY_CHARACTER)) {
      at += 1;
      otherAt += 1;
    } else if (star !== -1) {
      resume += 1;
      otherAt = resume;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === ANY_CHARACTERS) at += 1;
  return at === pattern.length;
}

/** The maximum number of bits of a row that fit in one number. The sign bit is not used. */
const MAX_BITS = 30;

/** Whether any string matches both patterns, which must be normalized. */
export function overlaps(first: Pattern, second: Pattern): boolean {
  if (isAny(first) || isAny(second)) return true;
  let start = 0;
  while (start < first.length && start < second.length) {
    const [token = ANY_CHARACTERS, other = ANY_CHARACTERS] = [first[start], second[start]];
    if (token < 0 || other < 0) break;
    if (token !== other) return false;
    start += 1;
  }
  const [short, long] = first.length < second.length ? [first, second] : [second, first];
  return short.length - start <= MAX_BITS ? overlapsShort(short, long, start) : overlapsLong(short, long, start);
}

/** Computes the table of the patterns' prefixes row by row, as bits: bit n stands for n tokens of the short pattern. */
function overlapsShort(short: Pattern, long: Pattern, start: number): boolean {
  const length = short.length - start;
  const all = 2 ** (length + 1) - 1;
  let runs = 0;
  for (let at = 0; at < length; at += 1) if (short[start + at] === ANY_CHARACTERS) runs |= 2 << at;
  let row = 1 | (2 & runs);
  for (let at = start; at < long.length && row !== 0; at += 1) {
    const token = long[at] ?? ANY_CHARACTERS;
    if (token === ANY_CHARACTERS) {
      // Sets every bit from the lowest one up.
      row = (row | -row) & all;
      continue;
    }
    let next = row & runs;
    for (let bit = 0; bit < length; bit += 1) {
      const other = short[start + bit];
      if ((row & (1 << bit)) !== 0 && (token === other || token === ANY_CHARACTER || other === ANY_CHARACTER))
        next |= 2 << bit;
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
  if (short[start] === ANY_CHARACTERS) row[1] = 1;
  for (let at = start; at < long.length; at += 1) {
    if (!fillRow(next, row, long[at] ?? ANY_CHARACTERS, short, start)) return false;
    [row, next] = [next, row];
  }
  return row[length] === 1;
}

/** Returns whether any cell of the row is set. */
function fillRow(next: Uint8Array, row: Uint8Array, token: number, short: Pattern, start: number): boolean {
  let before = token === ANY_CHARACTERS ? (row[0] ?? 0) : 0;
  let some = before;
  next[0] = before;
  for (let column = 1; column < row.length; column += 1) {
    const other = short[start + column - 1];
    if (token === ANY_CHARACTERS || other === ANY_CHARACTERS) before |= row[column] ?? 0;
    else before = token === other || token === ANY_CHARACTER || other === ANY_CHARACTER ? (row[column - 1] ?? 0) : 0;
    next[column] = before;
    some |= before;
  }
  return some === 1;
}

/** Whether a string with wildcards matches a whole string. */
export function matchesPattern(pattern: string, text: string): boolean {
  return covers(wildcards(pattern), literal(text));
}
