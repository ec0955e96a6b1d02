import { assemble } from "../source/join-text.js";
import { type MapNode, type Node, showText } from "../source/node.js";
import { type Placeholder, placeholdersIn } from "../source/placeholder.js";
import { piecesOf, type TextPiece } from "../source/text-piece.js";

/** Whether a `${...}` has its own meaning in its context and so isn't a placeholder. Takes the text between the braces. */
export type HasMeaning = (inside: string) => boolean;

/**
 * `${*}`, `${?}`, and `${$}` stand for those characters. A policy variable is a condition key, with or without a
 * default. `${NAME:-text}` is shell syntax.
 */
const POLICY_VARIABLE = /^(?:[*?$]|\s*[A-Za-z][\w.-]*:[^/(){}\s:=?+-][^(){}]*)$/;

/** Prefixes before a colon that the Serverless Framework and other tools use. AWS has no condition keys with these names. */
const TOOL_VARIABLE =
  /^\s*(?:(?:self|opt|env|custom|file|param|params|sls|cf|git|output|outputs|stage|terraform|var|local|data|module|strToBool)\b|aws:(?:accountId|region|partition)$|s3:(?!\w*Tag\/)[\w.-]+\/)/;

/** Whether text is a policy variable: IAM itself replaces `${aws:username}` with a value for each request. */
export function isPolicyVariable(inside: string): boolean {
  return POLICY_VARIABLE.test(inside) && !TOOL_VARIABLE.test(inside);
}

/**
 * Names between signs, as in Concourse, Maven, envsubst, make, token replacement in pipelines, sed scripts, and batch
 * files. AWS accepts none of these as ordinary text.
 */
const SIGNS =
  /\$\([A-Za-z_][\w.-]*\)|\$[A-Z][A-Z0-9_]+(?!\w)|@@?[A-Za-z_]\w*@@?|\(\([A-Za-z_][\w.:/-]*\)\)|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|%[A-Z][A-Z0-9_]{2,}%|\[\[ *[A-Za-z_][\w.-]* *\]\]/g;

/** The ways in which placeholders start. Almost no text contains any of them. */
const OPENING = /\{\{|[$#]\{|\{[%#]|<%|%\{|\$[(A-Z]|@[@A-Za-z_]|\(\(|__[A-Z]|%[A-Z]|\[\[/;

/**
 * Turns other tools' placeholders in a string into unknown parts, with their names as written. A string that is only a
 * placeholder becomes an unknown value, because it may be replaced with a list.
 */
export function withoutPlaceholders(node: Node, hasMeaning: HasMeaning): Node {
  if (node.kind !== "scalar" && node.kind !== "partial") return node;
  const texts = node.kind === "scalar" ? [node.value] : node.parts;
  if (!texts.some((text) => typeof text === "string" && OPENING.test(text))) return node;
  const pieces = piecesOf(node);
  const split = pieces.flatMap((piece) => splitAtPlaceholders(piece, hasMeaning));
  return split.length === pieces.length && split.every((piece, index) => piece === pieces[index])
    ? node
    : assemble(withoutBlocks(split), node.place);
}

/**
 * Tags with which another tool makes decisions: `{% if a %}`, `{{- else }}`, `{{/if}}`, `<% end %>`, `%{ endif }`.
 * Comments don't count.
 */
const BLOCK = /^(?:\{%|<%(?![=#])|%\{|\{\{[\s~-]*(?:(?:if|else|end|range|with|for)\b|[#^/](?!\*)))/;

/**
 * Between the tags of a block, the tool renders one branch, possibly several times. So everything from the first tag to
 * the last is unknown.
 */
function withoutBlocks(pieces: readonly TextPiece[]): readonly TextPiece[] {
  const isTag = ({ part }: TextPiece): boolean => typeof part !== "string" && BLOCK.test(part.expression);
  const [from, to] = [pieces.findIndex(isTag), pieces.findLastIndex(isTag)];
  const [first] = pieces.slice(Math.max(from, 0));
  if (first === undefined || from === to) return pieces;
  const expression = pieces
    .slice(from, to + 1)
    .map(({ part }) => showText(part))
    .join("");
  return pieces.toSpliced(from, to + 1 - from, { ...first, part: { kind: "unresolved", expression } });
}

function splitAtPlaceholders(piece: TextPiece, hasMeaning: HasMeaning): readonly TextPiece[] {
  const { part: text, from } = piece;
  if (typeof text !== "string") return [piece];
  const inBraces = placeholdersIn(text);
  const placeholders = inBraces.flatMap((one, index): Range[] => [
    ...signsIn(text, inBraces[index - 1]?.end ?? 0, one.start),
    ...(isForeign(text, one, hasMeaning) ? [one] : []),
  ]);
  placeholders.push(...signsIn(text, inBraces.at(-1)?.end ?? 0, text.length));
  if (placeholders.length === 0) return [piece];
  const isWritten = text === piece.value.slice(from, piece.to);
  const slice = (start: number, end: number): TextPiece => ({
    ...piece,
    ...(isWritten ? { from: from + start, to: from + end } : {}),
    part: text.slice(start, end),
  });
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { start, end } of placeholders) {
    if (start > at) pieces.push(slice(at, start));
    pieces.push({ ...slice(start, end), part: { kind: "unresolved", expression: nameOf(text.slice(start, end)) } });
    at = end;
  }
  if (at < text.length) pieces.push(slice(at, text.length));
  return pieces;
}

type Range = Pick<Placeholder, "start" | "end">;

function signsIn(text: string, from: number, to: number): readonly Range[] {
  return [...text.slice(from, to).matchAll(SIGNS)].map(({ index, 0: sign }) => {
    return { start: from + index, end: from + index + sign.length };
  });
}

/** The text within `${name}`, because messages show unknown parts in this form. Other placeholders stay as written, apart from spaces. */
function nameOf(written: string): string {
  if (written.startsWith("${")) return written.slice(2, -1).trim() || written;
  return /^\{\{(?!\{)/.test(written) ? `{{ ${written.slice(2, -2).trim()} }}` : written;
}

function isForeign(text: string, { start, end, form }: Placeholder, hasMeaning: HasMeaning): boolean {
  // `${{ name }}` is GitHub's or Azure's. No name that CloudFormation fills in contains a brace.
  return form === "braces" || text.startsWith("${{", start) || !hasMeaning(text.slice(start + 2, end - 1));
}

/**
 * A placeholder in a map's key, as an expression. It may become any key, so the map is unknown. Returns null if no key
 * has a placeholder.
 */
export function keyPlaceholder({ entries, place }: MapNode, hasMeaning: HasMeaning): string | null {
  for (const { key } of entries) {
    if (!OPENING.test(key)) continue;
    const node = withoutPlaceholders({ kind: "scalar", place, value: key }, hasMeaning);
    const parts = node.kind === "partial" ? node.parts : [node];
    for (const part of parts) if (typeof part === "object" && part.kind === "unresolved") return part.expression;
  }
  return null;
}

/** Replaces the placeholders in every string of a value with unknown parts. */
export function everyTextWithoutPlaceholders(node: Node, hasMeaning: HasMeaning): Node {
  switch (node.kind) {
    case "scalar":
    case "partial":
      return withoutPlaceholders(node, hasMeaning);
    case "list":
      return { ...node, items: node.items.map((item) => everyTextWithoutPlaceholders(item, hasMeaning)) };
    case "map": {
      const open = keyPlaceholder(node, hasMeaning);
      if (open !== null) return { kind: "unresolved", place: node.place, expression: open };
      return {
        ...node,
        entries: node.entries.map(({ key, keyPlace, value }) => ({
          ...{ key, keyPlace },
          value: everyTextWithoutPlaceholders(value, hasMeaning),
        })),
      };
    }
    case "unresolved":
      return node;
  }
}
