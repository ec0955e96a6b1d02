import type { JsonObject, JsonValue } from "../../source/json-node.js";
import { once } from "../../source/once.js";

/** An object whose values are computed on demand. An undefined value counts as absent. */
export function lazyObject(names: Iterable<string>, make: (name: string) => JsonValue | undefined): JsonObject {
  const object: JsonObject = {};
  for (const name of names) {
    Object.defineProperty(object, name, { enumerable: true, get: once(() => make(name)) });
  }
  return object;
}
