import { JsonIndex } from "../../../source/json-index.js";
import type { JsonValue } from "../../../source/json-node.js";
import type { NodePart, PathKey, RangePlace, SourceDocument, TextRange } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import type { HclExpression } from "./hcl-expression.js";
import { hclTokens, templateParts } from "./hcl-tokens.js";
import { parseExpression } from "./parse-expression.js";
import { heredocBody } from "./parse-template.js";

/** How a source that a value was made from is asked: what stands at a path, as far as the path is written out there. */
interface Writing {
  /** Null when an expression on the way makes what is below it. */
  at(path: readonly PathKey[], part: NodePart): TextRange | null;
  /** What a literal at a path says; undefined when no literal stands there. */
  literal(path: readonly PathKey[]): JsonValue | undefined;
}

/**
 * Places of a policy document in the expression that makes it: `jsonencode({...})`, or a heredoc. Null for every other
 * expression. Where the source says something else than the plan, which may be older, all places are `whole`.
 */
export function writtenDocument(expression: RangePlace, value: JsonValue, whole: TextRange): SourceDocument | null {
  const { file } = expression;
  const body = heredocIn(file.text, expression);
  if (body !== null) return documentOf(file, () => templateWriting(file.text, body), value, whole);
  if (!file.text.startsWith("jsonencode", expression.start)) return null;
  return documentOf(file, () => encodedWriting(file.text, expression), value, whole);
}

function heredocIn(text: string, { start, end }: TextRange): TextRange | null {
  const [only] = text.startsWith("<<", start) ? hclTokens(text, { start, end }) : [];
  return only?.kind === "heredoc" && only.end === end ? heredocBody(text, only) : null;
}

function encodedWriting(text: string, range: TextRange): Writing | null {
  const call = parseExpression(text, range);
  const [encoded, ...others] = call?.kind === "call" && call.name === "jsonencode" ? call.args : [];
  return encoded === undefined || others.length > 0 ? null : hclWriting(encoded);
}

/** Places of a policy document in the file of `templatefile()` that it was made from. */
export function templateDocument(file: TextFile, value: JsonValue): SourceDocument {
  const whole = { start: 0, end: file.text.length };
  return documentOf(file, () => templateWriting(file.text, whole), value, whole);
}

/** Nothing is read before the first question: findings point at few of the documents of a plan. */
function documentOf(file: TextFile, read: () => Writing | null, value: JsonValue, whole: TextRange): SourceDocument {
  let known: { readonly writing: Writing | null } | undefined;
  const agreeing = (): Writing | null => {
    const writing = read();
    return writing !== null && saysTheSame(writing, value, []) ? writing : null;
  };
  return {
    file,
    find(path, part) {
      known ??= { writing: agreeing() };
      const { writing } = known;
      if (writing === null) return whole;
      for (let length = path.length; length >= 0; length -= 1) {
        const range = writing.at(path.slice(0, length), length === path.length ? part : "value");
        if (range !== null) return range;
      }
      return whole;
    },
  };
}

/** No policy is nested deeper. */
const DEEPEST = 50;

/** Whether every literal of the source is that of the value at its path. */
function saysTheSame(writing: Writing, value: JsonValue, path: readonly PathKey[]): boolean {
  if (path.length > DEEPEST) return false;
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).every(([key, item]) =>
      saysTheSame(writing, item, [...path, Array.isArray(value) ? Number(key) : key]),
    );
  }
  const literal = writing.literal(path);
  return literal === undefined || literal === value;
}

/** An expression with what it is called by: the key of an object's entry, or itself. */
interface Written {
  readonly value: HclExpression;
  readonly key: TextRange;
}

function hclWriting(root: HclExpression): Writing {
  const find = (path: readonly PathKey[]): Written | null => {
    let found: Written | null = { value: root, key: { start: root.start, end: root.start } };
    for (const key of path) found = found === null ? null : childOf(found.value, key);
    return found;
  };
  return {
    at(path, part) {
      const found = find(path);
      if (found === null) return null;
      const { value, key } = found;
      if (part === "key") return { start: key.start, end: key.end };
      return { start: part === "value" ? value.start : key.start, end: value.end };
    },
    literal(path) {
      const found = find(path);
      return found === null ? undefined : literalOf(found.value);
    },
  };
}

/** What an object or a list holds where its expression writes it out: not made by `for`, a function or a condition. */
function childOf(expression: HclExpression, key: PathKey): Written | null {
  if (expression.kind === "list") {
    const item = typeof key === "number" ? expression.items[key] : undefined;
    return item === undefined ? null : { value: item, key: { start: item.start, end: item.start } };
  }
  if (expression.kind !== "object") return null;
  const entry = expression.entries.findLast((one) => one.key.kind === "literal" && String(one.key.value) === key);
  return entry ?? null;
}

/** A string without templates, a number, `true`, `false` or `null`; undefined for every other expression. */
function literalOf(expression: HclExpression): JsonValue | undefined {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind !== "unary" || expression.operator !== "-") return undefined;
  const { operand } = expression;
  return operand.kind === "literal" && typeof operand.value === "number" ? -operand.value : undefined;
}

/** JSON with templates in it, if it is that: they are taken for digits, which may stand in a string as well as for a value. */
function templateWriting(text: string, { start, end }: TextRange): Writing | null {
  let masked = "";
  for (const part of templateParts(text, { start, end })) {
    masked += text.slice(start + masked.length, part.start) + "1".repeat(part.end - part.start);
  }
  masked += text.slice(start + masked.length, end);
  if (parseText(masked) === undefined) return null;
  const index = new JsonIndex(masked);
  const at = (path: readonly PathKey[], part: NodePart): TextRange | null => {
    const range = index.find(path, part);
    return range === null ? null : { start: range.start + start, end: range.end + start };
  };
  return {
    at,
    literal(path) {
      const range = at(path, "value");
      const written = range === null ? "" : text.slice(range.start, range.end);
      return /[$%]\{/.test(written) ? undefined : parseText(written);
    },
  };
}

function parseText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
