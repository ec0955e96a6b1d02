import { isJsonObject, type JsonValue } from "../../../source/json-node.js";

/**
 * Compares everything except the order of keys, which the provider changes when it normalizes a document. Returns false
 * for values that are nested too deeply for the stack.
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

/** Parses JSON. Returns undefined for any other text. */
export function parseText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
