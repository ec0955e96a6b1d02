import type { NodePart, PathKey, TextRange } from "./place.js";

/** The range of a child of an object or a list. `keyStart` is -1 in a list. */
interface Child extends TextRange {
  readonly keyStart: number;
  readonly keyEnd: number;
}

/** A repeated key has several children. */
type Children = ReadonlyMap<PathKey, readonly Child[]>;

/**
 * Finds values in text that `JSON.parse` accepts. Scans each container on the path once, and skips nested values without reading them, for
 * a fraction of the cost of a parse that keeps all positions. If a key is repeated, the first occurrence that contains the rest of the path
 * counts.
 */
export class JsonIndex {
  readonly #text: string;
  /** The children of each container, keyed by the offset of its opening bracket. */
  readonly #children = new Map<number, Children>();

  constructor(text: string) {
    this.#text = text;
  }

  find(path: readonly PathKey[], part: NodePart): TextRange | null {
    let all: readonly Child[] = [{ start: skipBlank(this.#text, 0), end: -1, keyStart: -1, keyEnd: -1 }];
    for (const key of path) all = all.flatMap(({ start }) => this.#childrenAt(start).get(key) ?? []);
    const [found] = all;
    if (found === undefined) return null;
    if (part === "key" && found.keyStart !== -1) return { start: found.keyStart, end: found.keyEnd };
    const start = part === "entry" && found.keyStart !== -1 ? found.keyStart : found.start;
    return { start, end: found.end === -1 ? endOfValue(this.#text, found.start) : found.end };
  }

  #childrenAt(start: number): Children {
    const known = this.#children.get(start);
    if (known !== undefined) return known;
    const children = childrenOf(this.#text, start);
    this.#children.set(start, children);
    return children;
  }
}

/** A limit that keeps each of many lookups cheap. */
const MAX_OF_ONE_KEY = 50;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function childrenOf(text: string, start: number): Children {
  const children = new Map<PathKey, Child[]>();
  const bracket = text.charCodeAt(start);
  if (bracket !== OPEN_OBJECT && bracket !== OPEN_LIST) return children;
  let at = skipBlank(text, start + 1);
  for (let index = 0; at < text.length && !isClosing(text.charCodeAt(at)); index += 1) {
    let key: PathKey = index;
    let keyStart = -1;
    let keyEnd = -1;
    if (bracket === OPEN_OBJECT) {
      keyStart = at;
      keyEnd = endOfString(text, at);
      key = keyText(text, keyStart, keyEnd);
      at = skipBlank(text, skipBlank(text, keyEnd) + 1);
    }
    const end = endOfValue(text, at);
    const child = { start: at, end, keyStart, keyEnd };
    const known = children.get(key);
    if (known === undefined) children.set(key, [child]);
    else if (known.length < MAX_OF_ONE_KEY) known.push(child);
    at = skipBlank(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipBlank(text, at + 1);
  }
  return children;
}

export function keyText(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes("\\") ? String(JSON.parse(text.slice(start, end))) : raw;
}

/** The offset after a string's closing quote. */
export function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

function endOfValue(text: string, start: number): number {
  switch (text.charCodeAt(start)) {
    case QUOTE:
      return endOfString(text, start);
    case OPEN_OBJECT:
    case OPEN_LIST:
      return endOfContainer(text, start);
    default:
      return endOfWord(text, start);
  }
}

function endOfContainer(text: string, start: number): number {
  // Searching for the next significant character skips all indentation at once.
  const sign = /["[\]{}]/g;
  let depth = 0;
  for (sign.lastIndex = start; sign.test(text); ) {
    const at = sign.lastIndex - 1;
    const code = text.charCodeAt(at);
    if (code === QUOTE) sign.lastIndex = endOfString(text, at);
    else if (!isClosing(code)) depth += 1;
    else if (depth > 1) depth -= 1;
    else return at + 1;
  }
  return text.length;
}

/** The end of a number, `true`, `false`, or `null`. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isBlank(text.charCodeAt(at)) && !isDelimiter(text.charCodeAt(at))) at += 1;
  return at;
}

function skipBlank(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isDelimiter(code: number): boolean {
  return code === COMMA || isClosing(code);
}

function isClosing(code: number): boolean {
  return code === CLOSE_OBJECT || code === CLOSE_LIST;
}
