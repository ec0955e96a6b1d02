import { isJsonObject, type JsonValue } from "../../../source/json-node.js";

/**
 * The same but for the order of keys, which the provider changes when it normalises a document. What is nested deeper than the
 * stack is not compared.
 */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  try {
    const [first, second] = [a, b].map((value) => JSON.stringify(value, sortKeys));
    return first === second;
  } catch {
    return false;
  }
}

function sortKeys(_key: string, value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A text as JSON; undefined where it is something else. */
export function parseText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
