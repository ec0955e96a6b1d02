import type { TextRange } from "../../../source/place.js";
import type { HclFault } from "./hcl-fault.js";
import { type HclToken, hclTokens, templateParts } from "./hcl-tokens.js";
import { syntaxFault } from "./parse-expression.js";
import { Unreadable } from "./unreadable.js";

/** Blocks within blocks: far more than a configuration has, and the stack of the engine holds more. */
const DEEPEST = 500;

/**
 * The first thing in a file that is neither a block nor an argument as HCL has them, or a value that is no expression
 * (https://github.com/hashicorp/hcl/blob/main/hclsyntax/parser.go, `ParseBody`). All quotes and brackets have to be closed.
 */
export function bodyFault(text: string): HclFault | null {
  try {
    new Reading(text).body(0);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.found;
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Fault extends Error {
  constructor({ start, end }: TextRange, message: string) {
    super();
    this.found = { start, end, message };
  }

  readonly found: HclFault;
}

type Header = { readonly name: HclToken; readonly isBlock: boolean };

/** Goes once through the tokens of a file. @throws Fault */
class Reading {
  private readonly tokens: Iterator<HclToken, void>;

  constructor(private readonly text: string) {
    this.tokens = hclTokens(text, { start: 0, end: text.length });
  }

  /** To the end of the file, or behind the brace that closes a block. */
  body(depth: number, first = this.next()): void {
    const names = new Set<string>();
    for (let token = first; token !== null && token.kind !== "close"; token = this.next()) {
      if (token.kind === "newline") continue;
      const header = this.header(token);
      const behind = header.isBlock ? this.behindBlock(depth + 1) : this.behindValue();
      if (behind !== null && behind.kind !== "newline") throw new Fault(behind, "a new line is needed here");
      if (!header.isBlock) this.once(header.name, names);
    }
  }

  private next(): HclToken | null {
    return this.tokens.next().value ?? null;
  }

  /** A name with its labels and the `{` or `=` behind them. */
  private header(name: HclToken): Header {
    if (name.kind !== "name") throw new Fault(name, "an argument or a block begins with a name");
    let last = name;
    for (let token = this.next(); token !== null; token = this.next()) {
      if (token.kind === "open" && this.text[token.start] === "{") return { name, isBlock: true };
      if (last === name && /^=(?![=>])/.test(this.text.slice(token.start, token.start + 2)))
        return { name, isBlock: false };
      const isLabel = token.kind === "name" || token.kind === "string";
      if (!isLabel || syntaxFault(this.text, token) !== null) throw new Fault(token, NO_ITEM);
      if (!templateParts(this.text, token).next().done) throw new Fault(token, "a label holds no template");
      last = token;
    }
    throw new Fault(last, NO_ITEM);
  }

  /** Behind a brace stands one argument and the brace that closes it, or each on a line of its own. */
  private behindBlock(depth: number): HclToken | null {
    const first = this.next();
    if (depth > DEEPEST) throw new Unreadable();
    if (first === null || first.kind === "newline" || first.kind === "close") this.body(depth, first);
    else if (this.header(first).isBlock) throw new Fault(first, "a new line is needed before a block in a block");
    else {
      const behind = this.behindValue();
      if (behind?.kind === "newline")
        throw new Fault(behind, 'what begins on the line of its "{" ends with a "}" there');
    }
    return this.next();
  }

  /** What ends the value: its line, or the brace of the block that it is in. */
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
    const text = this.text.slice(name.start, name.end);
    if (names.has(text)) throw new Fault(name, `the argument ${text} is there twice`);
    names.add(text);
  }
}

export const NO_EXPRESSION = "what stands here is no expression";

const NO_ITEM = 'neither an argument ("name =") nor a block ("name {") stands here';
