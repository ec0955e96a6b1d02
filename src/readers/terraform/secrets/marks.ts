import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";

/** The mark of a part. A mark on the whole value, or one whose shape differs from the value's, applies to every part. */
export function below(marks: JsonValue, key: string | number): JsonValue {
  if (isJsonObject(marks)) return property(marks, String(key)) ?? false;
  if (Array.isArray(marks) && Number.isInteger(Number(key))) return marks[Number(key)] ?? false;
  return isMarked({ marks }, ["marks"]);
}

/** Combines two sets of marks for the same value. */
export function either(some: JsonValue, others: JsonValue): JsonValue {
  if (some === true || others === true) return true;
  if (Array.isArray(some) && Array.isArray(others)) {
    const length = Math.max(some.length, others.length);
    return Array.from({ length }, (_, at) => either(some[at] ?? false, others[at] ?? false));
  }
  if (isJsonObject(some) && isJsonObject(others)) {
    const keys = new Set([...Object.keys(some), ...Object.keys(others)]);
    return Object.fromEntries(
      [...keys].map((key) => [key, either(property(some, key) ?? false, property(others, key) ?? false)]),
    );
  }
  return others === false ? some : others;
}

/** Whether the value at a path is marked: as a whole, through a value that contains it, or in any of its parts. */
export function isMarked(marks: JsonObject, path: readonly (string | number)[]): boolean {
  let mark: JsonValue = marks;
  for (const key of path) mark = below(mark, key);
  const open: JsonValue[] = [mark];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) for (const part of next) open.push(part);
    else if (isJsonObject(next)) for (const part of Object.values(next)) open.push(part);
    else if (next !== false && next !== null) return true;
  }
  return false;
}
