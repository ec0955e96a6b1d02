import { endOfString, keyText } from "./json-index.js";
import type { JsonValue } from "./json-node.js";
import type { PathKey } from "./place.js";

/** A key that occurs earlier in the same object. `JSON.parse` silently keeps only the last value. */
export interface RepeatedKey {
  /** The path of the object. */
  readonly path: readonly PathKey[];
  readonly key: string;
  /** The range of the key's text, including its quotes. */
  readonly start: number;
  readonly end: number;
}

const MAXIMUM = 50;

interface Open {
  readonly keys: Set<string> | null;
  /** The scan's position in the container: the current key, or the current item's index. */
  at: PathKey;
  expectsKey: boolean;
}

/**
 * Finds the repeated keys in JSON text in one pass, without building a tree.
 *
 * @param value the result of `JSON.parse`
 */
export function repeatedKeys(text: string, value: JsonValue): readonly RepeatedKey[] {
  return keepsEverything(text, value) ? [] : scan(text);
}

/**
 * Whether the parse kept every key, as it does for nearly every file. Comparing the numbers of colons takes a fraction of the time of a
 * search for repeated keys: at least one colon is lost with each dropped key. Only an escaped colon (`\u003a`) could make the numbers equal
 * again.
 */
function keepsEverything(text: string, value: JsonValue): boolean {
  if (text.includes("\\u")) return false;
  try {
    return colonsIn(JSON.stringify(value)) === colonsIn(text);
  } catch {
    // The value is nested too deeply for the stack.
    return false;
  }
}

function colonsIn(text: string): number {
  return text.split(":").length;
}

function scan(text: string): readonly RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const open: Open[] = [];
  for (let index = 0; index < text.length && found.length < MAXIMUM; index += 1) {
    const top = open.at(-1);
    switch (text.charCodeAt(index)) {
      case 0x22: {
        const end = endOfString(text, index);
        if (top?.expectsKey === true) readKey(text, index, end, open, found);
        index = end - 1;
        break;
      }
      case 0x7b:
        open.push({ keys: new Set(), at: "", expectsKey: true });
        break;
      case 0x5b:
        open.push({ keys: null, at: 0, expectsKey: false });
        break;
      case 0x7d:
      case 0x5d:
        open.pop();
        break;
      case 0x2c:
        if (top !== undefined) nextItem(top);
        break;
    }
  }
  return found;
}

function nextItem(container: Open): void {
  if (typeof container.at === "number") container.at += 1;
  else container.expectsKey = true;
}

function readKey(text: string, start: number, end: number, open: readonly Open[], found: RepeatedKey[]): void {
  const top = open.at(-1);
  if (top === undefined) return;
  const key = keyText(text, start, end);
  if (top.keys?.has(key)) found.push({ path: open.slice(0, -1).map(({ at }) => at), key, start, end });
  top.keys?.add(key);
  top.at = key;
  top.expectsKey = false;
}
