import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";

/** The mark of a part: a mark on the whole is one on each of its parts. */
export function below(marks: JsonValue, key: string | number): JsonValue {
  if (marks === true) return true;
  if (Array.isArray(marks)) return marks[Number(key)] ?? false;
  return isJsonObject(marks) ? (property(marks, String(key)) ?? false) : false;
}

/** Whether a value that a path leads to is marked: as a whole, on the way to it, or in a part of it. */
export function isMarked(marks: JsonObject, path: readonly (string | number)[]): boolean {
  let mark: JsonValue = marks;
  for (const key of path) mark = below(mark, key);
  const open: JsonValue[] = [mark];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === true) return true;
    if (Array.isArray(next)) for (const part of next) open.push(part);
    else if (isJsonObject(next)) for (const part of Object.values(next)) open.push(part);
  }
  return false;
}
