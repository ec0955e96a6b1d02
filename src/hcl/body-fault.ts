import type { TextRange } from "../source/place.js";
import type { HclFault } from "./fault.js";
import { tokensWithin } from "./known-tokens.js";
import { syntaxFault } from "./parse-expression.js";
import { type HclToken, templateParts } from "./tokens.js";
import { Unreadable } from "./unreadable.js";

/** The deepest nesting of blocks. No configuration comes close, and the engine's stack can take more. */
const MAX_DEPTH = 500;

/**
 * Finds the first part of a file that is neither a block nor an argument, or a value that isn't an expression
 * (https://github.com/hashicorp/hcl/blob/main/hclsyntax/parser.go, `ParseBody`). Expects all quotes and brackets to be
 * closed.
 * @param labels for a Terraform configuration: the block types it may have, with the number of labels each one takes
 */
export function bodyFault(text: string, labels: ReadonlyMap<string, number> | null = null): HclFault | null {
  try {
    new Reading(text, labels).body(0);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.found;
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Fault extends Error {
  constructor({ start, end }: TextRange, message: string, more: { readonly isHcl?: true } = {}) {
    super();
    this.found = { start, end, message, ...more };
  }

  readonly found: HclFault;
}

interface Header {
  readonly name: HclToken;
  readonly labels: readonly HclToken[];
  /** The `{` or `=` after the labels. */
  readonly sign: HclToken;
  readonly isBlock: boolean;
}

/** Reads a file's tokens once, from start to end. @throws Fault */
class Reading {
  private readonly tokens: Iterator<HclToken, void>;

  constructor(
    private readonly text: string,
    private readonly labels: ReadonlyMap<string, number> | null,
  ) {
    this.tokens = tokensWithin(text, { start: 0, end: text.length })[Symbol.iterator]();
  }

  /** Reads to the end of the file, or past the brace that closes a block. */
  body(depth: number, first = this.next(), within = ""): void {
    const names = new Set<string>();
    for (let token = first; token !== null && token.kind !== "close"; token = this.next()) {
      if (token.kind === "newline") continue;
      const header = this.header(token);
      const type = this.textOf(header.name);
      if (this.labels !== null && depth === 0) this.configured(type, header, this.labels.get(type));
      if (header.isBlock && within === "locals")
        throw refusal(token, "locals can't contain blocks: write `=` before the brace");
      const behind = header.isBlock ? this.behindBlock(depth + 1, depth === 0 ? type : "") : this.behindValue();
      if (behind !== null && behind.kind !== "newline") throw new Fault(behind, "a new line is needed here");
      if (!header.isBlock) this.once(header.name, names);
    }
  }

  /** Checks that Terraform accepts this block or argument at the top level. */
  private configured(type: string, { name, labels, sign, isBlock }: Header, count: number | undefined): void {
    if (!isBlock) throw refusal(name, `the argument ${type} is outside any block`);
    if (count === undefined) throw refusal(name, `${type} is not a block type`);
    if (labels.length !== count)
      throw refusal(
        labels[count] ?? sign,
        `${type} needs ${count} label${count === 1 ? "" : "s"}, but has ${labels.length}`,
      );
    const wrong = type === "provider" ? undefined : labels.find((label) => !NAME.test(this.textOf(label)));
    if (wrong !== undefined)
      throw refusal(wrong, `${this.textOf(wrong)} is not a name: a name consists of letters, digits, _, and -`);
  }

  private textOf({ start, end }: TextRange): string {
    return this.text.slice(start, end);
  }

  private next(): HclToken | null {
    return this.tokens.next().value ?? null;
  }

  /** A name, its labels, and the `{` or `=` after them. */
  private header(name: HclToken): Header {
    if (name.kind !== "name") throw new Fault(name, "an argument or a block begins with a name");
    const labels: HclToken[] = [];
    let last = name;
    for (let token = this.next(); token !== null; token = this.next()) {
      if (token.kind === "open" && this.text[token.start] === "{") return { name, labels, sign: token, isBlock: true };
      if (last === name && /^=(?![=>])/.test(this.text.slice(token.start, token.start + 2)))
        return { name, labels, sign: token, isBlock: false };
      const isLabel = token.kind === "name" || token.kind === "string";
      if (!isLabel || syntaxFault(this.text, token) !== null) throw new Fault(token, NO_ITEM);
      if (!templateParts(this.text, token).next().done) throw new Fault(token, "a label can't contain a template");
      last = token;
      labels.push(token);
    }
    throw new Fault(last, NO_ITEM);
  }

  /** Reads a block's contents after its opening brace: either one argument and the closing brace, or arguments on separate lines. */
  private behindBlock(depth: number, type: string): HclToken | null {
    const first = this.next();
    if (depth > MAX_DEPTH) throw new Unreadable();
    if (first === null || first.kind === "newline" || first.kind === "close") this.body(depth, first, type);
    else if (this.header(first).isBlock) throw new Fault(first, "a nested block must begin on a new line");
    else {
      const behind = this.behindValue();
      if (behind?.kind === "newline")
        throw new Fault(behind, 'a block that begins on the line of its "{" must end there with a "}"');
    }
    return this.next();
  }

  /** Returns the token after the value: its newline, or the closing brace of the block that contains it. */
  private behindValue(): HclToken | null {
    const first = this.next();
    let token = first;
    let end = first?.start ?? this.text.length;
    for (let depth = 0; token !== null; token = this.next()) {
      if (depth === 0 && (token.kind === "newline" || token.kind === "close")) break;
      if (token.kind === "open") depth += 1;
      else if (token.kind === "close") depth -= 1;
      end = token.end;
    }
    const at = syntaxFault(this.text, { start: first?.start ?? end, end });
    if (at !== null) throw new Fault({ start: at, end: at + 1 }, NO_EXPRESSION);
    return token;
  }

  private once(name: HclToken, names: Set<string>): void {
    const text = this.textOf(name);
    if (names.has(text)) throw new Fault(name, `the argument ${text} is set twice`);
    names.add(text);
  }
}

function refusal(at: TextRange, message: string): Fault {
  return new Fault(at, message, { isHcl: true });
}

/** An HCL identifier, in quotes or not. Escapes aren't interpreted. */
const NAME = /^"?[\p{ID_Start}_\\][\p{ID_Continue}\\-]*"?$/u;

export const NO_EXPRESSION = "this is not an expression";

const NO_ITEM = 'this is neither an argument ("name =") nor a block ("name {")';
