import { JsonIndex } from "../../../source/json-index.js";
import type { JsonValue } from "../../../source/json-node.js";
import type { NodePart, PathKey, RangePlace, SourceDocument, TextRange } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import { templateParts } from "./hcl-tokens.js";
import { argumentOf, childrenOf, literalOf } from "./hcl-values.js";

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
  const encoded = argumentOf(file.text, expression, "jsonencode");
  if (encoded !== null) return documentOf(file, () => hclWriting(file.text, encoded), value, whole);
  const heredoc = heredocBody(file.text, expression);
  return heredoc === null ? null : documentOf(file, () => templateWriting(file.text, heredoc), value, whole);
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

function hclWriting(text: string, root: TextRange): Writing {
  const known = new Map<number, ReturnType<typeof childrenOf>>();
  const childrenAt = (range: TextRange): ReturnType<typeof childrenOf> => {
    const found = known.has(range.start) ? (known.get(range.start) ?? null) : childrenOf(text, range);
    known.set(range.start, found);
    return found;
  };
  const at = (path: readonly PathKey[], part: NodePart): TextRange | null => {
    let found: TextRange & { readonly keyStart: number } = { ...root, keyStart: root.start };
    for (const key of path) {
      const child = childrenAt(found)?.get(key);
      if (child === undefined) return null;
      found = child;
    }
    const { start, end, keyStart } = found;
    return part === "value"
      ? { start, end }
      : { start: keyStart, end: part === "entry" ? end : keyEnd(text, keyStart) };
  };
  return {
    at,
    literal(path) {
      const range = at(path, "value");
      return range === null ? undefined : literalOf(text, range);
    },
  };
}

function keyEnd(text: string, start: number): number {
  const key = /"[^"]*"|[^\s=:]+/y;
  key.lastIndex = start;
  return key.test(text) ? key.lastIndex : start;
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

/** What stands between the marks of an expression that is a heredoc. */
function heredocBody(text: string, { start, end }: TextRange): TextRange | null {
  const written = text.slice(start, end);
  const opening = /^<<-?[^\n]*\n/.exec(written)?.[0];
  const lastLine = written.lastIndexOf("\n");
  return opening === undefined || lastLine < opening.length
    ? null
    : { start: start + opening.length, end: start + lastLine };
}

function parseText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
