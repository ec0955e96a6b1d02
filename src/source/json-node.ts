import type { MapEntry, Node } from "./node.js";
import { childPlace, keyPlace, type NodePlace, type Place } from "./place.js";

/** What `JSON.parse` gives. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property, so that `constructor` or `__proto__` in the input never reaches a prototype. */
export function property(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Gives every value its place. With a node place the children's places follow the path; with any other place (a range,
 * a file) all values share it, because their text stands elsewhere or nowhere.
 */
export function nodeFromJson(value: JsonValue, place: Place): Node {
  const child = (key: string | number): Place => (place.kind === "node" ? childPlace(place, key) : place);
  if (Array.isArray(value)) {
    return { kind: "list", place, items: value.map((item: JsonValue, index) => nodeFromJson(item, child(index))) };
  }
  if (isJsonObject(value)) {
    const entries = Object.keys(value).map((key): MapEntry => {
      const valuePlace = child(key);
      const entryKeyPlace = valuePlace.kind === "node" ? keyPlace(valuePlace satisfies NodePlace) : valuePlace;
      return { key, keyPlace: entryKeyPlace, value: nodeFromJson(value[key] ?? null, valuePlace) };
    });
    return { kind: "map", place, entries };
  }
  return { kind: "scalar", place, value: value as string | number | boolean | null };
}
