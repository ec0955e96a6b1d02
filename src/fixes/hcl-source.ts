/** How many characters to look back: a policy of AWS's maximum size has 10,240. */
const LOOK_BACK = 20_000;

/**
 * The text before the innermost brace that is open at the offset. Returns null if none is nearby. Braces in strings and comments also
 * count, so unbalanced braces there lead to a wrong result.
 */
export function beforeOpenBrace(text: string, offset: number): string | null {
  const first = Math.max(0, offset - LOOK_BACK);
  let depth = 0;
  for (let at = offset - 1; at >= first; at -= 1) {
    const letter = text[at];
    if (letter === "}") depth += 1;
    else if (letter === "{" && depth > 0) depth -= 1;
    else if (letter === "{") return text.slice(first, at).trimEnd();
  }
  return null;
}

/** Whether the offset is in a `statement` block, as opposed to a `dynamic` block's content or a local that other code may use. */
export function isInStatementBlock(text: string, offset: number): boolean {
  return /(?:^|\s)statement$/.test(beforeOpenBrace(text, offset)?.slice(-20) ?? "");
}

/** Whether the offset is in an object that is written once, not one that `for` or a conditional creates. */
export function isInPlainObject(text: string, offset: number): boolean {
  return "[,=(".includes(beforeOpenBrace(text, offset)?.at(-1) ?? "none");
}

/** Whether the text at the offset is the value of one statement's actions, which nothing else uses. */
export function isAssigned(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 2000), offset);
  const key = /(?:^|[\s{,])(?:(actions)|"?Action"?)[ \t]*=[ \t]*$/.exec(before);
  // The value may be in JSON in a heredoc or string.
  if (key === null) return /\bAction\\?"\s{0,99}:\s{0,99}\$\{~?\s{0,99}jsonencode\(\s{0,99}$/.test(before);
  return key[1] === undefined ? isInPlainObject(text, offset) : isInStatementBlock(text, offset);
}
