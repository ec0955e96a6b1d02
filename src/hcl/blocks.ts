import type { TextRange } from "../source/place.js";
import { tokensWithin } from "./known-tokens.js";
import { withoutEscapes } from "./parse-template.js";
import type { HclToken } from "./tokens.js";
import { Unreadable } from "./unreadable.js";

/** A block in HCL: `resource "aws_iam_role" "this" { ... }`. `body` is the range between the braces. */
export interface HclBlock extends TextRange {
  /** The type (`resource`, `data`, `statement`) and the labels, without quotes and escapes. */
  readonly header: readonly string[];
  readonly body: TextRange;
}

/** `policy = jsonencode({...})`. The range runs from the start of the name to the end of the value. */
export interface HclAttribute extends TextRange {
  readonly name: string;
  readonly value: TextRange;
}

/** The direct contents of a file or a block's body, in order. */
export interface HclBody {
  readonly blocks: readonly HclBlock[];
  readonly attributes: readonly HclAttribute[];
}

/** Reads a file or the body of a block. Skips nested blocks without reading their contents. */
export function readBody(text: string, range: TextRange): HclBody {
  const body: { blocks: HclBlock[]; attributes: HclAttribute[] } = { blocks: [], attributes: [] };
  const tokens = new Tokens(text, range);
  for (let token = tokens.next(); token !== null; token = tokens.next()) {
    if (token.kind !== "newline") readItem(text, tokens, token, body);
  }
  return body;
}

function readItem(
  text: string,
  tokens: Tokens,
  first: HclToken,
  body: { readonly blocks: HclBlock[]; readonly attributes: HclAttribute[] },
): void {
  const { words, stop } = headerFrom(tokens, first);
  const sign = stop === null ? "" : text.slice(stop.start, stop.end);
  if (stop !== null && sign === "{" && words.length > 0) {
    const close = tokens.skipBracket();
    if (close === null) return;
    const header = words.map((word) => labelOf(text, word));
    body.blocks.push({ start: first.start, end: close.end, header, body: { start: stop.end, end: close.start } });
  } else if (sign === "=" && words.length === 1) {
    const value = tokens.skipValue();
    const name = text.slice(first.start, first.end);
    if (value !== null) body.attributes.push({ start: first.start, end: value.end, name, value });
  } else if (stop !== null) tokens.skipLine(stop);
}

/** The name, its labels, and the token that ends them. `words` is empty if the first token isn't a name. */
function headerFrom(
  tokens: Tokens,
  first: HclToken,
): { readonly words: readonly HclToken[]; readonly stop: HclToken | null } {
  if (first.kind !== "name") return { words: [], stop: first };
  const words = [first];
  for (let token = tokens.next(); ; token = tokens.next()) {
    if (token === null || (token.kind !== "name" && token.kind !== "string")) return { words, stop: token };
    words.push(token);
  }
}

/** Terraform reads `"aws_iam\u005frole"` like `"aws_iam_role"`. */
function labelOf(text: string, { kind, start, end }: HclToken): string {
  if (kind !== "string") return text.slice(start, end);
  const written = text.slice(start + 1, end - 1);
  try {
    return withoutEscapes(written, start + 1);
  } catch (error) {
    if (error instanceof Unreadable) return written;
    throw error;
  }
}

class Tokens {
  private readonly tokens: Iterator<HclToken, void>;

  constructor(text: string, range: TextRange) {
    this.tokens = tokensWithin(text, range)[Symbol.iterator]();
  }

  next(): HclToken | null {
    return this.tokens.next().value ?? null;
  }

  /** Skips to the bracket that closes the one that was just read, and returns it. Returns null at the end of the range. */
  skipBracket(): HclToken | null {
    let depth = 1;
    for (let token = this.next(); token !== null; token = this.next()) {
      if (token.kind === "open") depth += 1;
      else if (token.kind === "close") depth -= 1;
      if (depth === 0) return token;
    }
    return null;
  }

  /** Skips the expression that starts here, and returns its range. An expression ends at the end of its line, unless a bracket is open. */
  skipValue(): TextRange | null {
    const first = this.next();
    if (first === null || first.kind === "newline") return null;
    return { start: first.start, end: this.skipLine(first) };
  }

  /** Skips the rest of the line that starts with a token, including brackets that span lines. Returns the end of its last token. */
  skipLine(first: HclToken): number {
    let depth = 0;
    let end = first.end;
    for (let token: HclToken | null = first; token !== null; token = this.next()) {
      if (token.kind === "newline" && depth <= 0) break;
      if (token.kind === "open") depth += 1;
      else if (token.kind === "close") depth -= 1;
      if (token.kind !== "newline") end = token.end;
    }
    return end;
  }
}
