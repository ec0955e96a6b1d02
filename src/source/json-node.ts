import type { MapEntry, Node } from "./node.js";
import { childPlace, keyPlace, type PathKey, type Place } from "./place.js";

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
 * a file) all values share it, because their text stands elsewhere or nowhere. A container's children are made when they
 * are first asked for: most of a template is never looked at, and no depth of nesting overflows the stack.
 */
export function nodeFromJson(value: JsonValue, place: Place): Node {
  if (Array.isArray(value)) return listNode(value, place);
  if (isJsonObject(value)) return mapNode(value, place);
  return { kind: "scalar", place, value: value as string | number | boolean | null };
}

function listNode(value: readonly JsonValue[], place: Place): Node {
  let items: readonly Node[] | undefined;
  return {
    kind: "list",
    place,
    get items() {
      items ??= value.map((item, index) => nodeFromJson(item, placeIn(place, index)));
      return items;
    },
  };
}

function mapNode(value: JsonObject, place: Place): Node {
  let entries: readonly MapEntry[] | undefined;
  return {
    kind: "map",
    place,
    get entries() {
      entries ??= Object.keys(value).map((key) => entryFromJson(key, value[key] ?? null, placeIn(place, key)));
      return entries;
    },
  };
}

function entryFromJson(key: string, value: JsonValue, place: Place): MapEntry {
  return { key, keyPlace: place.kind === "node" ? keyPlace(place) : place, value: nodeFromJson(value, place) };
}

function placeIn(place: Place, key: PathKey): Place {
  return place.kind === "node" ? childPlace(place, key) : place;
}
