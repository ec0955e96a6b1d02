import type { TextRange } from "../source/place.js";
import type { HclExpression, LoopNames, TemplatePart, TemplateText } from "./expression.js";
import { BLANKS } from "./letters.js";
import { templateParts } from "./tokens.js";
import { Unreadable } from "./unreadable.js";

/** Parses the code within a template's braces. */
export interface TemplateCode {
  expression(text: string, range: TextRange): HclExpression;
  /** `k, v in EXPRESSION` */
  loop(text: string, range: TextRange): LoopNames & { readonly over: HclExpression };
}

/** The parts of a quoted string. The range excludes the quotes. @throws Unreadable */
export function quotedParts(text: string, range: TextRange, code: TemplateCode): readonly TemplatePart[] {
  return new Parts(text, [...itemsOf(text, range, QUOTED)], code).all();
}

/** The parts of a heredoc or a template file, where a backslash is just a backslash. @throws Unreadable */
export function plainParts(text: string, range: TextRange, code: TemplateCode): readonly TemplatePart[] {
  return new Parts(text, [...itemsOf(text, range, PLAIN)], code).all();
}

/** The parts of a heredoc. For `<<-`, removes the indentation that all lines share. @throws Unreadable */
export function heredocParts(text: string, heredoc: TextRange, body: TextRange, code: TemplateCode) {
  const items = [...itemsOf(text, body, PLAIN)];
  return new Parts(text, text.startsWith("<<-", heredoc.start) ? withoutIndentation(text, items) : items, code).all();
}

/** The range between the marks of a heredoc. Returns null if the heredoc isn't closed. */
export function heredocBody(text: string, { start, end }: TextRange): TextRange | null {
  const bodyStart = text.indexOf("\n", start) + 1;
  const bodyEnd = text.lastIndexOf("\n", end - 1) + 1;
  const label = text.slice(start, bodyStart).replace(/^<<-?/, "").trim();
  const isEnded = bodyEnd >= bodyStart && text.slice(bodyEnd, end).trim() === label;
  return isEnded ? { start: bodyStart, end: bodyEnd } : null;
}

type Word = "if" | "else" | "endif" | "for" | "endfor";

/** The items of a template: text, `${ RANGE }`, and `%{ WORD RANGE }`. */
type Item =
  | TemplateText
  | (TextRange & { readonly kind: "expression" })
  | (TextRange & { readonly kind: "directive"; readonly word: Word });

/** The notation of a template's text: quoted or plain. */
interface Writing {
  readonly isQuoted: boolean;
  /** @param at the offset of `written`, for errors */
  decode(written: string, at: number): string;
  /**
   * The number of characters that `~` next to a brace removes: all whitespace in a quoted string, or only the whitespace up to the end of
   * the line elsewhere.
   */
  blanksBefore(written: string): number;
  blanksBehind(written: string): number;
}

function* itemsOf(text: string, range: TextRange, writing: Writing): Generator<Item, void> {
  let at = range.start;
  let isTrimmed = false;
  for (const part of templateParts(text, range)) {
    const trimsBefore = text[part.start + 2] === "~";
    yield* textItem(text, { start: at, end: part.start }, writing, isTrimmed, trimsBefore);
    if (text[part.end - 1] !== "}") throw new Unreadable(part.start);
    isTrimmed = text[part.end - 2] === "~" && part.end - part.start > 3;
    yield codeItem(text, part.start, {
      start: part.start + (trimsBefore ? 3 : 2),
      end: part.end - (isTrimmed ? 2 : 1),
    });
    at = part.end;
  }
  yield* textItem(text, { start: at, end: range.end }, writing, isTrimmed, false);
}

function* textItem(
  text: string,
  { start, end }: TextRange,
  { decode, blanksBefore, blanksBehind, isQuoted }: Writing,
  trimsStart: boolean,
  trimsEnd: boolean,
): Generator<TemplateText, void> {
  const written = text.slice(start, end);
  const from = trimsStart ? start + blanksBefore(written) : start;
  const to = trimsEnd ? end - blanksBehind(written) : end;
  if (written === "") return;
  // Text that is trimmed to nothing still makes the value next to it a string.
  if (to <= from) return yield { kind: "text", start, end: start, value: "" };
  // Even an escape may be whitespace: `\u0020`.
  const value = decode(text.slice(from, to), from);
  const behind = trimsStart ? value.replace(LEADING_BLANKS, "") : value;
  const trimmed = trimsEnd && isQuoted ? behind.replace(TRAILING_BLANKS, "") : behind;
  yield { kind: "text", start: from, end: to, value: isQuoted ? trimmed : value };
}

const LEADING_BLANKS = new RegExp(`^[${BLANKS}]+`);

const TRAILING_BLANKS = new RegExp(`[${BLANKS}]+$`);

/**
 * Removes the indentation that all lines share, as HCL does
 * (https://github.com/hashicorp/hcl/blob/main/hclsyntax/parser_template.go, `flushHeredocTemplateParts`). Lines of only
 * whitespace don't count. A line that starts with a template has no indentation.
 */
function withoutIndentation(text: string, items: readonly Item[]): readonly Item[] {
  const lines = items.flatMap((item): readonly Item[] => (item.kind === "text" ? linesOf(text, item) : [item]));
  const starts = new Set<Item>();
  let least = Number.POSITIVE_INFINITY;
  let isStart = true;
  for (const line of lines.filter((one) => one.kind !== "text" || one.value !== "")) {
    if (isStart) {
      const blanks = line.kind === "text" ? (/^\s*/.exec(line.value)?.[0].length ?? 0) : 0;
      const isBlankLine = line.kind === "text" && blanks === line.value.length && line.value.endsWith("\n");
      if (!isBlankLine) least = Math.min(least, blanks);
      if (!isBlankLine && line.kind === "text") starts.add(line);
    }
    isStart = line.kind === "text" && line.value.endsWith("\n");
  }
  if (least === 0 || least === Number.POSITIVE_INFINITY) return items;
  return lines.map((line) =>
    line.kind === "text" && starts.has(line)
      ? { ...line, start: line.start + least, value: line.value.slice(least) }
      : line,
  );
}

function linesOf(text: string, { start, end }: TemplateText): readonly TemplateText[] {
  if (start === end) return [{ kind: "text", start, end, value: "" }];
  const lines: TemplateText[] = [];
  for (let at = start; at < end; ) {
    const feed = text.indexOf("\n", at);
    const next = feed === -1 || feed >= end ? end : feed + 1;
    lines.push({ kind: "text", start: at, end: next, value: withoutDoubledMarks(text.slice(at, next)) });
    at = next;
  }
  return lines;
}

function codeItem(text: string, opening: number, range: TextRange): Item {
  if (text[opening] === "$") return { kind: "expression", ...range };
  const word = /\s*(if|else|endif|for|endfor)\b/y;
  word.lastIndex = range.start;
  const found = word.exec(text)?.[1];
  if (found === undefined || word.lastIndex > range.end) throw new Unreadable(opening);
  if (/^e/.test(found) && text.slice(word.lastIndex, range.end).trim() !== "") throw new Unreadable(opening);
  return { kind: "directive", word: found as Word, start: word.lastIndex, end: range.end };
}

/** The deepest nesting of directives. No policy comes close. */
const MAX_DEPTH = 20;

class Parts {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly items: readonly Item[],
    private readonly code: TemplateCode,
  ) {}

  all(): readonly TemplatePart[] {
    this.expectEnds();
    const parts = this.until();
    const left = this.items[this.at];
    if (left !== undefined) throw new Unreadable(left.start);
    return parts;
  }

  /**
   * Checks that every directive is ended, at any depth, so that even a template that nests too deeply to parse is rejected if one isn't.
   */
  private expectEnds(): void {
    const open: (Item & { readonly kind: "directive" })[] = [];
    let wrong: Item | undefined;
    let depth = 0;
    for (const item of this.items) {
      if (item.kind !== "directive" || item.word === "else") continue;
      if (!item.word.startsWith("end")) depth = Math.max(depth, open.push(item));
      else if (open.pop()?.word !== item.word.slice(3)) wrong ??= item;
    }
    wrong ??= open[0];
    if (depth > MAX_DEPTH && wrong !== undefined) throw new Unreadable(wrong.start);
  }

  /** Reads up to a directive that ends the current part. Doesn't consume that directive. */
  private until(...ends: readonly Word[]): readonly TemplatePart[] {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new Unreadable();
    const parts: TemplatePart[] = [];
    for (let item = this.items[this.at]; item !== undefined; item = this.items[this.at]) {
      if (item.kind === "directive" && ends.includes(item.word)) break;
      this.at += 1;
      parts.push(this.part(item));
    }
    this.depth -= 1;
    return parts;
  }

  private part(item: Item): TemplatePart {
    if (item.kind === "text") return item;
    if (item.kind === "expression") return this.code.expression(this.text, item);
    switch (item.word) {
      case "if": {
        const condition = this.code.expression(this.text, item);
        const whenTrue = this.until("else", "endif");
        const whenFalse = this.takes("else") ? this.until("endif") : [];
        this.expect("endif", item);
        return { kind: "directive if", condition, whenTrue, whenFalse };
      }
      case "for": {
        const head = this.code.loop(this.text, item);
        const body = this.until("endfor");
        this.expect("endfor", item);
        return { kind: "directive for", ...head, body };
      }
      case "else":
      case "endif":
      case "endfor":
        throw new Unreadable(item.start);
    }
  }

  private takes(word: Word): boolean {
    const item = this.items[this.at];
    const isNext = item?.kind === "directive" && item.word === word;
    if (isNext) this.at += 1;
    return isNext;
  }

  private expect(word: Word, opening: TextRange): void {
    if (!this.takes(word)) throw new Unreadable(opening.start);
  }
}

const PLAIN: Writing = {
  isQuoted: false,
  decode: withoutDoubledMarks,
  blanksBefore(written) {
    let at = 0;
    while (isBlank(written[at])) at += 1;
    return written[at] === "\n" ? at + 1 : at;
  },
  blanksBehind(written) {
    let at = written.endsWith("\n") ? written.length - 1 : written.length;
    while (isBlank(written[at - 1])) at -= 1;
    return written.length - at;
  },
};

const QUOTED: Writing = {
  isQuoted: true,
  decode: withoutEscapes,
  blanksBefore(written) {
    let at = 0;
    while (isBlank(written[at]) || isEscapedBlank(written, at)) at += isBlank(written[at]) ? 1 : 2;
    return at;
  },
  blanksBehind(written) {
    let at = written.length;
    while (isBlank(written[at - 1]) || isEscapedBlank(written, at - 2)) at -= isBlank(written[at - 1]) ? 1 : 2;
    return written.length - at;
  },
};

function isBlank(letter: string | undefined): boolean {
  return letter !== undefined && letter !== "\n" && /\s/.test(letter);
}

/** Whether `\n`, `\r`, or `\t` is at an offset, and its backslash isn't itself escaped. */
function isEscapedBlank(written: string, at: number): boolean {
  if (written[at] !== "\\" || !/[nrt]/.test(written[at + 1] ?? "")) return false;
  let before = at;
  while (written[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 0;
}

function withoutDoubledMarks(written: string): string {
  return written.replaceAll(/([$%])\1\{/g, "$1{");
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** The value of a quoted string, with its escapes resolved. `at` is its offset, for errors. @throws Unreadable */
export function withoutEscapes(written: string, at: number): string {
  return written.replaceAll(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]?))|([$%])\4\{/g,
    (...[, short, long, letter, mark, offset]: [string, string?, string?, string?, string?, number?]) => {
      if (mark !== undefined) return `${mark}{`;
      const code = Number.parseInt(short ?? long ?? "", 16);
      const meant = Number.isNaN(code)
        ? ESCAPED[letter ?? ""]
        : code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
          ? String.fromCodePoint(code)
          : undefined;
      // Go has its own output for half a surrogate pair and for numbers beyond Unicode.
      if (meant === undefined) throw new Unreadable(letter === undefined ? null : at + (offset ?? 0));
      return meant;
    },
  );
}
