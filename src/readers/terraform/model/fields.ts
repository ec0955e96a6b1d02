import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";

export const EMPTY: JsonObject = {};

export function objectIn(object: JsonObject, key: string): JsonObject {
  const value = property(object, key);
  return isJsonObject(value) ? value : EMPTY;
}

export function listIn(object: JsonObject, key: string): readonly JsonObject[] {
  const value = property(object, key);
  return Array.isArray(value) ? value.filter((item: JsonValue): item is JsonObject => isJsonObject(item)) : [];
}

export function textIn(object: JsonObject, key: string): string {
  const value = property(object, key);
  return typeof value === "string" ? value : "";
}

/** The strings in an attribute that contains one string or a list of strings. */
export function textsIn(object: JsonObject, key: string): readonly string[] {
  return [property(object, key)].flat().filter((value) => typeof value === "string" && value !== "") as string[];
}

/** The value at a path of keys and indexes. */
export function valueAt(root: JsonObject, path: readonly (string | number)[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isJsonObject(value) ? property(value, String(key)) : undefined;
  }
  return value;
}
