import type { MapEntry, Node } from "./node.js";
import { childPlace, keyPlace, type Place } from "./place.js";

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
 * a file) all values share it, because their text stands elsewhere or nowhere. Containers wait in a list instead of on the
 * call stack: `JSON.parse` takes any depth, so a hostile file may be nested a hundred thousand deep.
 */
export function nodeFromJson(value: JsonValue, place: Place): Node {
  const open: OpenContainer[] = [];
  const root = openNode(value, place, open);
  for (let container = open.pop(); container !== undefined; container = open.pop()) fill(container, open);
  return root;
}

/** A list or map whose children are still to be made. */
type OpenContainer =
  | { readonly kind: "list"; readonly place: Place; readonly value: readonly JsonValue[]; readonly children: Node[] }
  | { readonly kind: "map"; readonly place: Place; readonly value: JsonObject; readonly children: MapEntry[] };

function openNode(value: JsonValue, place: Place, open: OpenContainer[]): Node {
  if (Array.isArray(value)) {
    const items: Node[] = [];
    if (value.length > 0) open.push({ kind: "list", place, value, children: items });
    return { kind: "list", place, items };
  }
  if (isJsonObject(value)) {
    const entries: MapEntry[] = [];
    open.push({ kind: "map", place, value, children: entries });
    return { kind: "map", place, entries };
  }
  return { kind: "scalar", place, value: value as string | number | boolean | null };
}

function fill(container: OpenContainer, open: OpenContainer[]): void {
  const { place } = container;
  const child = (key: string | number): Place => (place.kind === "node" ? childPlace(place, key) : place);
  if (container.kind === "list") {
    for (const [index, item] of container.value.entries()) container.children.push(openNode(item, child(index), open));
    return;
  }
  for (const key of Object.keys(container.value)) {
    const valuePlace = child(key);
    const ownKeyPlace = valuePlace.kind === "node" ? keyPlace(valuePlace) : valuePlace;
    const value = openNode(container.value[key] ?? null, valuePlace, open);
    container.children.push({ key, keyPlace: ownKeyPlace, value });
  }
}
