import type { JsonObject, JsonValue } from "../../source/json-node.js";
import { once } from "../once.js";

/** An object whose values are made when they are asked for; one that is undefined counts as not there. */
export function lazyObject(names: Iterable<string>, make: (name: string) => JsonValue | undefined): JsonObject {
  const object: JsonObject = {};
  for (const name of names) {
    Object.defineProperty(object, name, { enumerable: true, get: once(() => make(name)) });
  }
  return object;
}
