import type { TextRange } from "../../../source/place.js";
import type { HclExpression, TemplatePart, TemplateText } from "./hcl-expression.js";
import { templateParts } from "./hcl-tokens.js";
import { Unreadable } from "./unreadable.js";

type Parse = (text: string, range: TextRange) => HclExpression;

/** The parts of a text in quotes, whose range is that within them; null for one that is not read. */
export function quotedParts(text: string, range: TextRange, parse: Parse): readonly TemplatePart[] | null {
  return partsOf(text, range, withoutEscapes, parse);
}

/** The parts of a heredoc or of a template file, in which a backslash is a backslash; null for one that is not read. */
export function plainParts(text: string, range: TextRange, parse: Parse): readonly TemplatePart[] | null {
  return partsOf(text, range, withoutDoubledMarks, parse);
}

/**
 * The range between the marks of a heredoc; null when it is not ended. The indentation that `<<-` takes away stays: in a policy, blanks before a line mean
 * nothing, and without it the places would have to be moved.
 */
export function heredocBody(text: string, { start, end }: TextRange): TextRange | null {
  const bodyStart = text.indexOf("\n", start) + 1;
  const bodyEnd = text.lastIndexOf("\n", end - 1) + 1;
  const label = text.slice(start, bodyStart).replace(/^<<-?/, "").trim();
  const isEnded = bodyEnd >= bodyStart && text.slice(bodyEnd, end).trim() === label;
  return isEnded ? { start: bodyStart, end: bodyEnd } : null;
}

function partsOf(
  text: string,
  { start, end }: TextRange,
  decode: (written: string) => string,
  parse: Parse,
): readonly TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  const addText = (from: number, to: number): void => {
    if (to > from) parts.push(textPart(text, { start: from, end: to }, decode));
  };
  let at = start;
  for (const part of templateParts(text, { start, end })) {
    addText(at, part.start);
    // `%{ if ... }` and `%{ for ... }` decide how much of the text there is; `~` takes blanks beside it away.
    const isPlain = text.startsWith("${", part.start) && text[part.start + 2] !== "~" && text[part.end - 2] !== "~";
    if (!isPlain || text[part.end - 1] !== "}") return null;
    parts.push(parse(text, { start: part.start + 2, end: part.end - 1 }));
    at = part.end;
  }
  addText(at, end);
  return parts;
}

function textPart(text: string, range: TextRange, decode: (written: string) => string): TemplateText {
  return { kind: "text", ...range, value: decode(text.slice(range.start, range.end)) };
}

function withoutDoubledMarks(written: string): string {
  return written.replaceAll(/([$%])\1\{/g, "$1{");
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function withoutEscapes(written: string): string {
  return written.replaceAll(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]?))|([$%])\4\{/g,
    (_all, short?: string, long?: string, letter?: string, mark?: string) => {
      if (mark !== undefined) return `${mark}{`;
      const code = Number.parseInt(short ?? long ?? "", 16);
      const meant = Number.isNaN(code)
        ? ESCAPED[letter ?? ""]
        : code <= 0x10ffff
          ? String.fromCodePoint(code)
          : undefined;
      if (meant === undefined) throw new Unreadable();
      return meant;
    },
  );
}
