import type { TextRange } from "../source/place.js";
import { HclCursor } from "./cursor.js";
import type { HclExpression, LoopNames, ObjectEntry, SplatTail, TemplatePart } from "./expression.js";
import { memoizedParse, type Parsed, tokensWithin } from "./known-tokens.js";
import { heredocBody, heredocParts, plainParts, quotedParts, type TemplateCode } from "./parse-template.js";
import type { HclToken } from "./tokens.js";
import { Unreadable } from "./unreadable.js";

/** Parses the range as one expression. Returns null if it isn't one, or if its kind isn't supported. */
export function parseExpression(text: string, range: TextRange): HclExpression | null {
  return parsed(text, range).expression;
}

/** The offset of the syntax error in text that isn't an expression. Returns null if it may be an expression of an unsupported kind. */
export function syntaxFault(text: string, range: TextRange): number | null {
  return parsed(text, range).fault;
}

function parsed(text: string, range: TextRange): Parsed {
  return memoizedParse(text, range, () => {
    try {
      return { end: range.end, expression: whole(text, range, 0), fault: null };
    } catch (error) {
      if (error instanceof Unreadable) return { end: range.end, expression: null, fault: error.at };
      throw error;
    }
  });
}

/** Parses a whole file as a template. Returns null if a part of it isn't supported. */
export function parseTemplateFile(text: string): HclExpression | null {
  const range = { start: 0, end: text.length };
  if (text.length > MAX_LENGTH) return null;
  try {
    return template(plainParts(text, range, codeAt(TEMPLATE_DEPTH)), range);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** The offset of the first syntax error in a template file. Returns null if none is found. */
export function templateFault(text: string): number | null {
  try {
    plainParts(text, { start: 0, end: text.length }, codeAt(TEMPLATE_DEPTH));
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return error.at;
    throw error;
  }
}

/** No policy nests expressions this deeply, and the engine's stack can take more. */
const MAX_DEPTH = 200;

/** Limits in tokens and characters. A policy has at most 10,240 characters. */
const MAX_TOKENS = 100_000;
const MAX_LENGTH = 200_000;

/** The contents of a template are parsed again for each template around it, so templates may nest less deeply than brackets. */
const TEMPLATE_DEPTH = MAX_DEPTH / 20;

function whole(text: string, range: TextRange, depth: number): HclExpression {
  return parserOf(text, range, depth).whole();
}

/** Parses the code in a template at this depth. */
function codeAt(depth: number): TemplateCode {
  return {
    expression: (text, range) => whole(text, range, depth),
    loop: (text, range) => parserOf(text, range, depth).loopHead(),
  };
}

function parserOf(text: string, range: TextRange, depth: number): Parser {
  if (range.end - range.start > MAX_LENGTH) throw new Unreadable();
  const tokens: HclToken[] = [];
  for (const token of tokensWithin(text, range)) {
    if (tokens.push(token) > MAX_TOKENS) throw new Unreadable();
  }
  return new Parser(new HclCursor(text, tokens, range.start), depth);
}

/** Operator precedence (HCL Native Syntax Specification, "Operations"). */
const TIGHTNESS: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<=": 4,
  ">=": 4,
  "<": 4,
  ">": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

class Parser {
  constructor(
    private readonly cursor: HclCursor,
    private depth: number,
  ) {}

  private get text(): string {
    return this.cursor.text;
  }

  whole(): HclExpression {
    const expression = this.expression();
    const rest = this.cursor.peek();
    if (rest !== undefined) throw new Unreadable(rest.start);
    return expression;
  }

  loopHead(): LoopNames & { readonly over: HclExpression } {
    return { ...this.loopNames(), over: this.whole() };
  }

  private expression(): HclExpression {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new Unreadable();
    const condition = this.binary(1);
    const expression = this.cursor.takes("?") ? this.choice(condition) : condition;
    this.depth -= 1;
    return expression;
  }

  private choice(condition: HclExpression): HclExpression {
    const whenTrue = this.expression();
    this.cursor.expect(":");
    const whenFalse = this.expression();
    return { kind: "choice", condition, whenTrue, whenFalse, start: condition.start, end: whenFalse.end };
  }

  /** @param least the lowest precedence to accept for its operators */
  private binary(least: number): HclExpression {
    const start = this.cursor.peek()?.start ?? 0;
    let left = this.unary();
    for (let operator = this.operator(least); operator !== null; operator = this.operator(least)) {
      const right = this.binary((TIGHTNESS[operator] ?? 0) + 1);
      left = { kind: "binary", operator, left, right, start, end: this.cursor.last().end };
    }
    return left;
  }

  private operator(least: number): string | null {
    const token = this.cursor.peek();
    if (token?.kind !== "other") return null;
    const written = this.text.slice(token.start, token.start + 2);
    const operator = [written, written.slice(0, 1)].find((one) => (TIGHTNESS[one] ?? 0) >= least);
    return operator !== undefined && this.cursor.takes(operator) ? operator : null;
  }

  private unary(): HclExpression {
    const start = this.cursor.peek()?.start ?? 0;
    const operator = this.cursor.peek()?.kind === "other" ? this.cursor.oneOf(["!", "-"]) : undefined;
    if (operator === undefined) return this.postfix(this.primary());
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new Unreadable();
    const operand = this.unary();
    this.depth -= 1;
    return { kind: "unary", operator, operand, start, end: this.cursor.last().end };
  }

  private postfix(first: HclExpression): HclExpression {
    let chain: Chain = { target: first, open: null };
    for (let keys = 0; ; keys += 1) {
      if (keys > MAX_DEPTH) throw new Unreadable();
      const isIndex = this.cursor.isNext("[");
      const key = this.key();
      if (key === null) return chain.target;
      chain =
        key === "splat"
          ? splatted(chain, isIndex ? "full" : "legacy", this.cursor.last().end)
          : accessed(chain, key.expression, isIndex, key.end);
    }
  }

  /** `.name`, `.0`, or `[key]`; "splat" for `[*]` and `.*`; null if no key follows. */
  private key(): { readonly expression: HclExpression; readonly end: number } | "splat" | null {
    if (this.cursor.takes(".")) {
      if (this.cursor.takes("*")) return "splat";
      const expression = this.cursor.peek()?.kind === "name" ? nameAsKey(this.cursor.next(), this.text) : this.index();
      return { expression, end: expression.end };
    }
    if (this.cursor.peek()?.kind !== "open" || !this.cursor.takes("[")) return null;
    return this.cursor.within(false, () => {
      if (this.cursor.takes("*")) {
        this.cursor.expect("]");
        return "splat" as const;
      }
      const expression = this.expression();
      this.cursor.expect("]");
      return { expression, end: this.cursor.last().end };
    });
  }

  private index(): HclExpression {
    const { start } = this.cursor.next();
    const digits = /\d+/y;
    digits.lastIndex = start;
    const found = digits.exec(this.text)?.[0];
    if (found === undefined) throw new Unreadable(start);
    // Terraform reads `.0.0` as a dot followed by the number 0.0.
    if (/^\.\d/.test(this.text.slice(start + found.length, start + found.length + 2))) throw new Unreadable();
    this.cursor.skipTo(start + found.length);
    return { kind: "literal", value: Number(found), start, end: start + found.length };
  }

  private primary(): HclExpression {
    const token = this.cursor.next();
    const { start, end } = token;
    switch (token.kind) {
      case "string":
        return this.quoted(token);
      case "heredoc": {
        const body = heredocBody(this.text, token);
        if (body === null) throw new Unreadable(start);
        const made = template(heredocParts(this.text, token, body, this.inner()), { start, end });
        // A string without templates has the range between the heredoc's marks.
        return made.kind === "literal" ? { ...made, ...(isAsWritten(made, body) ? body : {}) } : made;
      }
      case "name":
        return this.named(token);
      case "open":
        return this.bracket(token);
      case "other":
        return this.number(token);
      case "close":
      case "newline":
        throw new Unreadable(token.start);
    }
  }

  private quoted({ start, end }: TextRange): HclExpression {
    // An unclosed string ends at the end of its line.
    if (end - start < 2 || this.text[end - 1] !== '"') throw new Unreadable(start);
    const parts = quotedParts(this.text, { start: start + 1, end: end - 1 }, this.inner());
    return template(parts, { start, end });
  }

  private inner(): TemplateCode {
    return codeAt(this.depth + TEMPLATE_DEPTH);
  }

  private named(token: HclToken): HclExpression {
    const { start, end } = token;
    const name = this.text.slice(start, end);
    if (Object.hasOwn(WORDS, name)) return { kind: "literal", value: WORDS[name] ?? null, start, end };
    if (this.text.startsWith("::", end)) return this.namespaced(name, start);
    if (this.cursor.peek()?.kind === "open" && this.cursor.takes("(")) return this.call(name, start);
    return { kind: "name", name, start, end };
  }

  /** `provider::aws::arn_parse(...)`. Terraform's built-in functions may be called as `core::upper(...)`. */
  private namespaced(namespace: string, start: number): HclExpression {
    let name = namespace;
    while (this.cursor.takes(":")) {
      this.cursor.expect(":");
      name += `::${this.cursor.word()}`;
    }
    this.cursor.expect("(");
    return this.call(name.replace(/^core::/, ""), start);
  }

  private call(name: string, start: number): HclExpression {
    return this.cursor.within(false, () => {
      const args: HclExpression[] = [];
      let spreads = false;
      while (!this.cursor.takes(")")) {
        args.push(this.expression());
        spreads = this.cursor.takes("...");
        if (!spreads && this.cursor.takes(",")) continue;
        this.cursor.expect(")");
        break;
      }
      return { kind: "call", name, args, spreads, start, end: this.cursor.last().end };
    });
  }

  private bracket({ start, end }: HclToken): HclExpression {
    switch (this.text.slice(start, end)) {
      case "(":
        return this.cursor.within(false, () => {
          const expression = this.expression();
          this.cursor.expect(")");
          return expression.kind === "literal" ? expression : { ...expression, start, end: this.cursor.last().end };
        });
      case "[":
        return this.cursor.within(false, () => (this.isFor() ? this.forList(start) : this.list(start)));
      default:
        return this.cursor.within(true, () => (this.isFor() ? this.forObject(start) : this.object(start)));
    }
  }

  private list(start: number): HclExpression {
    const items: HclExpression[] = [];
    while (!this.cursor.takes("]")) {
      items.push(this.expression());
      if (this.cursor.takes(",")) continue;
      this.cursor.expect("]");
      break;
    }
    return { kind: "list", items, start, end: this.cursor.last().end };
  }

  private object(start: number): HclExpression {
    const entries: ObjectEntry[] = [];
    for (this.cursor.skipLines(); !this.cursor.takes("}"); this.cursor.skipLines()) {
      const dotted = this.cursor.peek()?.kind === "name";
      const key = this.objectKey();
      if (!this.cursor.takes("=") && !this.cursor.takes(":")) throw new Unreadable(this.cursor.offset);
      this.cursor.skipLines();
      const value = this.expression();
      entries.push(dotted && key.kind === "access" ? { key, value, isDotted: true } : { key, value });
      const isSeparated = this.cursor.takes(",") || this.cursor.peek()?.kind === "newline";
      if (!isSeparated && !this.cursor.isNext("}")) throw new Unreadable(this.cursor.offset);
    }
    return { kind: "object", entries, start, end: this.cursor.last().end };
  }

  /** A bare name is the key itself. In parentheses, or with anything after it, it is an expression. */
  private objectKey(): HclExpression {
    const token = this.cursor.peek();
    const behind = this.cursor.peekSecond()?.start ?? 0;
    const isName = token?.kind === "name" && /^(?:=(?!=)|:(?!:))/.test(this.text.slice(behind, behind + 2));
    return isName ? nameAsKey(this.cursor.next(), this.text) : this.expression();
  }

  private isFor(): boolean {
    this.cursor.skipLines();
    const first = this.cursor.peek();
    return first?.kind === "name" && this.text.slice(first.start, first.end) === "for";
  }

  private forList(start: number): HclExpression {
    const head = this.forHead();
    const value = this.expression();
    const condition = this.forCondition();
    this.cursor.expect("]");
    return { kind: "for", ...head, key: null, value, condition, groups: false, start, end: this.cursor.last().end };
  }

  private forObject(start: number): HclExpression {
    return this.cursor.within(false, () => {
      const head = this.forHead();
      const key = this.expression();
      this.cursor.expect("=>");
      const value = this.expression();
      const groups = this.cursor.takes("...");
      const condition = this.forCondition();
      this.cursor.expect("}");
      return { kind: "for", ...head, key, value, condition, groups, start, end: this.cursor.last().end };
    });
  }

  private forHead(): LoopNames & { readonly over: HclExpression } {
    this.cursor.next();
    const head = this.loopNames();
    const over = this.expression();
    this.cursor.expect(":");
    return { ...head, over };
  }

  private loopNames(): LoopNames {
    const first = this.cursor.word();
    const second = this.cursor.takes(",") ? this.cursor.word() : null;
    if (this.cursor.word() !== "in") throw new Unreadable(this.cursor.last().start);
    return { keyName: second === null ? null : first, valueName: second ?? first };
  }

  private forCondition(): HclExpression | null {
    const token = this.cursor.peek();
    if (token?.kind !== "name" || this.text.slice(token.start, token.end) !== "if") return null;
    this.cursor.next();
    return this.expression();
  }

  private number({ start }: HclToken): HclExpression {
    const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = start;
    const found = number.exec(this.text)?.[0];
    if (found === undefined) throw new Unreadable(start);
    this.cursor.skipTo(start + found.length);
    return { kind: "literal", value: Number(found), digits: found, start, end: start + found.length };
  }
}

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Whether the text between the marks equals the value, character by character. */
function isAsWritten({ value }: HclExpression & { readonly kind: "literal" }, body: TextRange): boolean {
  return typeof value === "string" && value.length === body.end - body.start;
}

function nameAsKey({ start, end }: TextRange, text: string): HclExpression {
  return { kind: "literal", value: text.slice(start, end), start, end };
}

/** Adds a key to the innermost splat of a tail. */
function withKey({ keys, inner }: SplatTail, key: HclExpression): SplatTail {
  return inner === null ? { keys: [...keys, key], inner } : { keys, inner: withKey(inner, key) };
}

/** Adds a splat to the end of a tail. */
function withSplat({ keys, inner }: SplatTail): SplatTail {
  return { keys, inner: inner === null ? { keys: [], inner: null } : withSplat(inner) };
}

/** The expression read so far, and the kind of splat that still takes keys. `nested` is a legacy splat inside a full one. */
interface Chain {
  readonly target: HclExpression;
  readonly open: "full" | "legacy" | "nested" | null;
}

function splatted({ target, open }: Chain, form: "full" | "legacy", end: number): Chain {
  if (target.kind === "splat" && open !== null) {
    // A legacy splat accepts only attributes.
    if (open !== "full") throw new Unreadable();
    return { target: { ...target, ...withSplat(target), end }, open: form === "full" ? "full" : "nested" };
  }
  return { target: { kind: "splat", target, keys: [], inner: null, start: target.start, end }, open: form };
}

/** `a.*.b[0]` is the first `b`; `a[*].b[0]` is the first element of each `b`. */
function accessed({ target, open }: Chain, key: HclExpression, isIndex: boolean, end: number): Chain {
  if (open === "nested" && isIndex) throw new Unreadable();
  if (target.kind === "splat" && open !== null && !(open === "legacy" && isIndex))
    return { target: { ...target, ...withKey(target, key), end }, open };
  return { target: { kind: "access", target, key, start: target.start, end }, open: null };
}

/** A lone `${...}` is its value. A string without any template is a literal. */
function template(parts: readonly TemplatePart[], range: TextRange): HclExpression {
  const [first, ...others] = parts;
  if (first === undefined) return { kind: "literal", value: "", ...range };
  if (others.length > 0) return { kind: "template", parts, ...range };
  switch (first.kind) {
    case "text":
      return { kind: "literal", value: first.value, ...range };
    case "directive if":
    case "directive for":
      return { kind: "template", parts, ...range };
    default:
      return first;
  }
}
