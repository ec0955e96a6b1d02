import type { TextRange } from "../source/place.js";

/**
 * A token in HCL's native syntax. Tokens are just fine enough to find blocks and attributes: a string or heredoc is one
 * token, with all of its templates. Comments and whitespace aren't tokens.
 */
export interface HclToken extends TextRange {
  readonly kind: "name" | "string" | "heredoc" | "open" | "close" | "newline" | "other";
}

/**
 * The pattern limits the length of names and runs of whitespace, and the ends of comments are found separately, because V8's matcher runs
 * out of stack on megabytes of repetition. A byte order mark is removed when the file is read. `\r` before a line feed counts as white
 * space and doesn't move the end of the line.
 */
const TOKEN =
  /(?:[ \t]|\r(?=\n)){1,1000}|(?<comment>#|\/\/|\/\*)|(?<newline>\n)|(?<name>[\p{L}_][\p{L}\p{N}_-]{0,1000})|(?<string>")|<<-?(?<label>[\p{L}_][\p{L}\p{N}_-]{0,1000})\r?\n|(?<open>[([{])|(?<close>[)\]}])|(?<other>[\s\S])/uy;

/** The tokens of a range. Even text that isn't HCL has tokens: every character is part of a token, whitespace, or a comment. */
export function* hclTokens(text: string, { start, end }: TextRange): Generator<HclToken, void> {
  let at = start;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const matched = TOKEN.lastIndex;
    const groups = match?.groups ?? {};
    const kind = kindOf(groups);
    const next =
      kind === null ? behindBlank(text, matched, groups.comment) : endOfToken(kind, text, matched, groups.label ?? "");
    if (kind !== null) yield { kind, start: at, end: Math.min(next, end) };
    at = Math.max(next, at + 1);
  }
}

function behindBlank(text: string, matched: number, comment: string | undefined): number {
  return comment === undefined ? matched : behindComment(text, matched, comment);
}

/** A line comment ends before the line feed. An unclosed comment extends to the end of the text. */
function behindComment(text: string, inside: number, opening: string): number {
  const isOfLine = opening !== "/*";
  const end = text.indexOf(isOfLine ? "\n" : "*/", inside);
  if (end === -1) return text.length;
  return isOfLine ? end : end + 2;
}

/** The offset of an unclosed comment after the last token. Returns null if there is none. */
export function openComment(text: string, lastEnd: number): number | null {
  const opening = /#|\/\/|\/\*/g;
  opening.lastIndex = lastEnd;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const inside = opening.lastIndex;
    if (match[0] === "/*" && !text.includes("*/", inside)) return match.index;
    opening.lastIndex = behindComment(text, inside, match[0]);
  }
  return null;
}

/** All comments of a file: the gaps between tokens contain only whitespace and comments. */
export function hclComments(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let behind = 0;
  for (const { start, end } of [...hclTokens(text, { start: 0, end: text.length }), { start: text.length, end: 0 }]) {
    const gap = text.slice(behind, start);
    const opening = /#|\/\/|\/\*/g;
    for (let match = opening.exec(gap); match !== null; match = opening.exec(gap)) {
      opening.lastIndex = behindComment(gap, opening.lastIndex, match[0]);
      found.push({ start: behind + match.index, end: behind + opening.lastIndex });
    }
    behind = end;
  }
  return found;
}

function kindOf(groups: { readonly [name: string]: string | undefined }): HclToken["kind"] | null {
  if (groups.label !== undefined) return "heredoc";
  const kinds = ["name", "string", "newline", "open", "close", "other"] as const;
  return kinds.find((kind) => groups[kind] !== undefined) ?? null;
}

function endOfToken(kind: HclToken["kind"], text: string, at: number, label: string): number {
  if (kind === "string") return endOfTemplate(text, at, ["string"]);
  if (kind !== "heredoc") return at;
  const open: Within[] = [{ label }];
  return endOfTemplate(text, afterHeredocEnd(text, at, label, open) ?? at, open);
}

/** The context that a template is in: a quoted string, a heredoc (with its label), or code in `${...}` or braces. */
type Within = { readonly label: string } | "string" | "code";

const IN_STRING = /\\[\s\S]|\$\$\{|%%\{|[$%]\{|["\n]/gu;
const IN_HEREDOC = /\$\$\{|%%\{|[$%]\{|\n/gu;
const IN_CODE = /#|\/\/|\/\*|["{}]|<<-?([\p{L}_][\p{L}\p{N}_-]{0,1000})\r?\n/gu;

/**
 * The offset after everything that is open at `start`: after a quote, a heredoc's end marker, or a brace. Templates
 * nest: `"${f("}")}"`. An unclosed quoted string ends at the end of its line, so that the rest of a faulty file is
 * still read.
 */
function endOfTemplate(text: string, start: number, open: Within[]): number {
  let at = start;
  for (let within = open.at(-1); within !== undefined; within = open.at(-1)) {
    const pattern = within === "string" ? IN_STRING : within === "code" ? IN_CODE : IN_HEREDOC;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return text.length;
    at = behind(match, within, text, pattern.lastIndex, open);
  }
  return at;
}

/** Handles a match inside a string, heredoc, or code. Returns the offset at which to continue. */
function behind(match: RegExpExecArray, within: Within, text: string, at: number, open: Within[]): number {
  const [token, label] = match;
  if (within === "code") return behindCode(token, label, text, at, open);
  // `$${` and `%%{` are literal.
  if (token === "${" || token === "%{") open.push("code");
  else if (within !== "string") return token === "\n" ? (afterHeredocEnd(text, at, within.label, open) ?? at) : at;
  else if (token === '"' || token === "\n") open.pop();
  return token === "\n" ? at - 1 : at;
}

function behindCode(token: string, label: string | undefined, text: string, at: number, open: Within[]): number {
  if (label !== undefined) {
    open.push({ label });
    return afterHeredocEnd(text, at, label, open) ?? at;
  }
  if (token === "#" || token.startsWith("/")) return behindComment(text, at, token);
  if (token === '"') open.push("string");
  else if (token === "{") open.push("code");
  else if (token === "}") open.pop();
  return at;
}

/**
 * The offset after a heredoc's end marker, which may be indented in both `<<` and `<<-`. Returns null if the line at the offset isn't an
 * end marker.
 */
function afterHeredocEnd(text: string, lineStart: number, label: string, open: Within[]): number | null {
  const lineEnd = text.indexOf("\n", lineStart);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  if (line.trim() !== label) return null;
  open.pop();
  return lineStart + line.trimEnd().length;
}

/** The outermost `${...}` and `%{...}` in a template's text, such as a heredoc or a template file. */
export function* templateParts(text: string, { start, end }: TextRange): Generator<TextRange, void> {
  const opening = /\$\$\{|%%\{|[$%]\{/g;
  opening.lastIndex = start;
  // A file has thousands of strings without templates. Without this cut, each search would run to the end of the file.
  const searched = text.slice(0, end);
  for (let match = opening.exec(searched); match !== null; match = opening.exec(searched)) {
    if (match[0].length > 2) continue;
    const partEnd = endOfTemplate(text, opening.lastIndex, ["code"]);
    yield { start: match.index, end: Math.min(partEnd, end) };
    opening.lastIndex = partEnd;
  }
}
