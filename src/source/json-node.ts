import type { ListNode, MapEntry, MapNode, Node } from "./node.js";
import { childPlace, keyPlace, type PathKey, type Place } from "./place.js";

/** A value as returned by `JSON.parse`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads only own properties, so that `constructor` or `__proto__` in the input never reaches a prototype. */
export function property(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Gives every value its place. If `place` is a node, each child's place is its path from there. Otherwise (a range or a
 * file) all values share `place`, because their text is elsewhere or doesn't exist. A container's children are created
 * on first use: most of a template is never read, and deep nesting can't overflow the stack.
 */
export function nodeFromJson(value: JsonValue, place: Place): Node {
  if (Array.isArray(value)) return new JsonList(value, place);
  if (isJsonObject(value)) return new JsonMap(value, place);
  return { kind: "scalar", place, value: value as string | number | boolean | null };
}

// Classes, because creating an object literal with an accessor for each of a template's thousands of values is
// expensive.

class JsonList implements ListNode {
  readonly kind = "list";
  readonly #value: readonly JsonValue[];
  #items: readonly Node[] | undefined;

  constructor(
    value: readonly JsonValue[],
    readonly place: Place,
  ) {
    this.#value = value;
  }

  get items(): readonly Node[] {
    this.#items ??= this.#value.map((item, index) => nodeFromJson(item, placeIn(this.place, index)));
    return this.#items;
  }
}

class JsonMap implements MapNode {
  readonly kind = "map";
  readonly #value: JsonObject;
  #entries: readonly MapEntry[] | undefined;

  constructor(
    value: JsonObject,
    readonly place: Place,
  ) {
    this.#value = value;
  }

  get entries(): readonly MapEntry[] {
    this.#entries ??= Object.keys(this.#value).map((key) => new JsonEntry(key, this.#value[key] ?? null, this.place));
    return this.#entries;
  }
}

class JsonEntry implements MapEntry {
  readonly keyPlace: Place;
  readonly #json: JsonValue;
  readonly #mapPlace: Place;
  #value: Node | undefined;

  constructor(
    readonly key: string,
    json: JsonValue,
    mapPlace: Place,
  ) {
    this.#json = json;
    this.#mapPlace = mapPlace;
    this.keyPlace = mapPlace.kind === "node" ? keyPlace(mapPlace, key) : mapPlace;
  }

  get value(): Node {
    this.#value ??= nodeFromJson(this.#json, placeIn(this.#mapPlace, this.key));
    return this.#value;
  }
}

function placeIn(place: Place, key: PathKey): Place {
  return place.kind === "node" ? childPlace(place, key) : place;
}
