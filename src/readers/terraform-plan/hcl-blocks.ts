import type { TextRange } from "../../source/place.js";

/** A block of HCL: `resource "aws_iam_role" "this" { ... }`. `body` lies between the braces. */
export interface HclBlock extends TextRange {
  /** `resource`, `data`, `statement`, and its labels without quotes. */
  readonly header: readonly string[];
  readonly body: TextRange;
}

/** What braces and names must not be looked for in: comments, strings (with their `${...}`), heredocs. */
const TOKENS = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|<<-?([A-Za-z_][\w-]*)[^\n]*\n|[{}]/g;

/** The blocks directly within a range of a text (a file, or another block's body), in their order. */
export function blocksIn(text: string, range: TextRange): readonly HclBlock[] {
  const blocks: HclBlock[] = [];
  const tokens = new RegExp(TOKENS.source, "g");
  tokens.lastIndex = range.start;
  let depth = 0;
  let open: { readonly start: number; readonly header: readonly string[]; readonly body: number } | null = null;
  for (let token = tokens.exec(text); token !== null && token.index < range.end; token = tokens.exec(text)) {
    const label = token[1];
    if (label !== undefined) tokens.lastIndex = heredocEnd(text, label, tokens.lastIndex);
    else if (token[0] === "{") {
      if (depth === 0) open = { ...headerBefore(text, token.index, range.start), body: token.index + 1 };
      depth += 1;
    } else if (token[0] === "}") {
      depth -= 1;
      if (depth === 0 && open !== null) {
        const end = token.index + 1;
        blocks.push({ start: open.start, end, header: open.header, body: { start: open.body, end: token.index } });
      }
      if (depth < 0) break;
    }
  }
  return blocks;
}

function heredocEnd(text: string, label: string, from: number): number {
  for (let at = from; at < text.length; ) {
    const lineEnd = text.indexOf("\n", at);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (text.slice(at, end).trim() === label) return end;
    at = end + 1;
  }
  return text.length;
}

/** The words on the line before a brace: a block's type and labels. An attribute (`tags = {`) has none. */
function headerBefore(
  text: string,
  brace: number,
  floor: number,
): { readonly start: number; readonly header: readonly string[] } {
  const line = Math.max(text.lastIndexOf("\n", brace - 1) + 1, floor);
  const words = text.slice(line, brace);
  const header = /^\s*([A-Za-z_][\w-]*(?:\s+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)\s*$/.exec(words)?.[1];
  if (header === undefined) return { start: brace, header: [] };
  const start = line + words.indexOf(header);
  return { start, header: [...header.matchAll(/"([^"]*)"|([\w-]+)/g)].map((word) => word[1] ?? word[2] ?? "") };
}

/** The value of an attribute directly within a block's body, up to the end of its line or its closing bracket. */
export function attributeIn(text: string, body: TextRange, name: string): TextRange | null {
  const pattern = new RegExp(String.raw`^[ \t]*${name}[ \t]*=[ \t]*`, "gm");
  pattern.lastIndex = body.start;
  const inner = blocksIn(text, body);
  for (let match = pattern.exec(text); match !== null && match.index < body.end; match = pattern.exec(text)) {
    const start = match.index + match[0].length;
    if (inner.some((block) => block.header.length > 0 && block.body.start <= start && start < block.body.end)) continue;
    return { start, end: valueEnd(text, start, body.end) };
  }
  return null;
}

function valueEnd(text: string, start: number, limit: number): number {
  const lineEnd = text.indexOf("\n", start);
  const end = lineEnd === -1 ? limit : Math.min(lineEnd, limit);
  if (text[start] !== "[") return start + text.slice(start, end).trimEnd().length;
  const close = text.indexOf("]", start);
  return close === -1 || close > limit ? end : close + 1;
}
