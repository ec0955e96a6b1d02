import { isJsonObject, type JsonObject, type JsonValue, property } from "../../source/json-node.js";
import type { Plan, PlannedResource } from "./plan.js";
import type { Secrets } from "./secrets.js";

/**
 * A plan without what it marks as sensitive: such a value counts as known only after the apply, so that references are
 * followed where it stood and no message can repeat it. Policy documents stay, with their marks, as they are judged.
 */
export function withConcealed(plan: Plan, secrets: Secrets): Plan {
  return { ...plan, resources: plan.resources.map((resource) => conceal(resource, secrets)) };
}

function conceal(resource: PlannedResource, secrets: Secrets): PlannedResource {
  const isDocument = resource.type === "aws_iam_policy_document";
  const after = concealed(resource.values, resource.sensitive, isDocument, secrets);
  const before = concealed(resource.before, resource.sensitive, isDocument, secrets);
  if (after.unknown === false && after.marks === resource.sensitive && before.unknown === false) return resource;
  return {
    ...resource,
    before: asObject(before.value),
    values: asObject(after.value),
    unknown: asObject(either(resource.unknown, after.unknown)),
    sensitive: asObject(after.marks),
  };
}

interface Concealed {
  readonly value: JsonValue;
  readonly marks: JsonValue;
  /** `true` where a value was taken away, in the shape of the value; `false` for nothing. */
  readonly unknown: JsonValue;
}

/** Attributes that hold policy documents as text. */
const DOCUMENTS = new Set(["policy", "assume_role_policy"]);

function concealed(value: JsonValue, marks: JsonValue, isDocument: boolean, secrets: Secrets): Concealed {
  if (typeof value === "string") {
    if (marks !== true && !secrets.isIn(value)) return { value, marks, unknown: false };
    return isDocument ? { value, marks: true, unknown: false } : { value: null, marks: true, unknown: true };
  }
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue, at) => concealed(item, below(marks, at), isDocument, secrets));
    const isChanged = items.some((item, at) => item.unknown !== false || item.marks !== below(marks, at));
    if (!isChanged) return { value, marks, unknown: false };
    return {
      value: items.map((item) => item.value),
      marks: items.map((item) => item.marks),
      unknown: items.some((item) => item.unknown !== false) ? items.map((item) => item.unknown) : false,
    };
  }
  return isJsonObject(value) ? concealedEntries(value, marks, isDocument, secrets) : { value, marks, unknown: false };
}

function concealedEntries(value: JsonObject, marks: JsonValue, isDocument: boolean, secrets: Secrets): Concealed {
  const entries = Object.entries(value).map(([key, item]) => {
    const mark = below(marks, key);
    return { key, mark, ...concealed(item, mark, isDocument || DOCUMENTS.has(key), secrets) };
  });
  const isChanged = entries.some((entry) => entry.unknown !== false || entry.marks !== entry.mark);
  if (!isChanged) return { value, marks, unknown: false };
  const unknown = entries.filter((entry) => entry.unknown !== false);
  return {
    value: Object.fromEntries(entries.map((entry) => [entry.key, entry.value])),
    marks: Object.fromEntries(entries.map((entry) => [entry.key, entry.marks])),
    unknown: unknown.length === 0 ? false : Object.fromEntries(unknown.map((entry) => [entry.key, entry.unknown])),
  };
}

/** The mark of a part: a mark on the whole is one on each of its parts. */
function below(marks: JsonValue, key: string | number): JsonValue {
  if (marks === true) return true;
  if (Array.isArray(marks)) return marks[Number(key)] ?? false;
  return isJsonObject(marks) ? (property(marks, String(key)) ?? false) : false;
}

function either(some: JsonValue, others: JsonValue): JsonValue {
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

function asObject(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
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
