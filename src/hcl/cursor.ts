import type { HclToken } from "./tokens.js";
import { Unreadable } from "./unreadable.js";

const LONGER = ["==", "!=", "<=", ">=", "=>", "&&", "||", "..."];

/** Steps through the tokens of an expression. Throws `Unreadable` if an expected token is missing. */
export class HclCursor {
  private at = 0;
  /** Whether a line break ends an expression, as it does in an object. */
  private linesEnd = false;

  constructor(
    readonly text: string,
    private readonly tokens: readonly HclToken[],
    /** The start of the range that the tokens come from. */
    private readonly start: number,
  ) {}

  within<T>(linesEnd: boolean, read: () => T): T {
    const before = this.linesEnd;
    this.linesEnd = linesEnd;
    const found = read();
    this.linesEnd = before;
    return found;
  }

  skipLines(): void {
    while (this.tokens[this.at]?.kind === "newline") this.at += 1;
  }

  skipTo(offset: number): void {
    while ((this.tokens[this.at]?.start ?? offset) < offset) this.at += 1;
  }

  /** The offset of the next token, or the end of the last one. */
  get offset(): number {
    return this.peek()?.start ?? this.tokens.at(-1)?.end ?? this.start;
  }

  peek(): HclToken | undefined {
    if (!this.linesEnd) this.skipLines();
    return this.tokens[this.at];
  }

  next(): HclToken {
    const token = this.peek();
    if (token === undefined) throw new Unreadable(this.offset);
    this.at += 1;
    return token;
  }

  last(): HclToken {
    const token = this.tokens[this.at - 1];
    if (token === undefined) throw new Unreadable();
    return token;
  }

  isNext(sign: string): boolean {
    const start = this.peek()?.start;
    if (start === undefined || !this.text.startsWith(sign, start)) return false;
    // A longer sign takes precedence: the first character of `==` isn't `=`.
    return !LONGER.some(
      (longer) => longer.length > sign.length && longer.startsWith(sign) && this.text.startsWith(longer, start),
    );
  }

  takes(sign: string): boolean {
    const start = this.peek()?.start;
    if (start === undefined || !this.isNext(sign)) return false;
    this.skipTo(start + sign.length);
    return true;
  }

  expect(sign: string): void {
    if (!this.takes(sign)) throw new Unreadable(this.offset);
  }

  oneOf(operators: readonly string[]): string | undefined {
    return operators.find((operator) => this.takes(operator));
  }

  word(): string {
    const { kind, start, end } = this.next();
    if (kind !== "name") throw new Unreadable(start);
    return this.text.slice(start, end);
  }

  /** The token after the next one. */
  peekSecond(): HclToken | undefined {
    return this.peek() === undefined ? undefined : this.tokens[this.at + 1];
  }
}
