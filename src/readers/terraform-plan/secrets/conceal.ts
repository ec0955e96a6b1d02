import { isJsonObject, type JsonObject, type JsonValue } from "../../../source/json-node.js";
import type { Plan, PlannedResource } from "../../terraform/model/plan.js";
import { below, either, isMarked } from "../../terraform/secrets/marks.js";
import type { Secrets } from "../../terraform/secrets/secrets.js";

/**
 * Removes the values that a plan marks as sensitive. A removed value counts as known only after apply, so references
 * are followed instead, and no message can show the value. Policy documents stay, with their marks, because they must
 * be evaluated.
 */
export function withConcealed(plan: Plan, secrets: Secrets): Plan {
  const holdsNone = ({ sensitive, hidden = {}, values, before }: PlannedResource): boolean =>
    !isMarked({ sensitive, hidden }, []) && !secrets.areWithin(values) && !secrets.areWithin(before);
  return {
    ...plan,
    resources: plan.resources.map((resource) => (holdsNone(resource) ? resource : conceal(resource, secrets))),
  };
}

function conceal(resource: PlannedResource, secrets: Secrets): PlannedResource {
  const isDocument = resource.type === "aws_iam_policy_document";
  const after = concealed(resource.values, resource.sensitive, isDocument, secrets);
  const before = concealed(resource.before, either(resource.sensitive, resource.hidden ?? {}), isDocument, secrets);
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
  /** `true` for each removed value, in the shape of the value. `false` if nothing was removed. */
  readonly unknown: JsonValue;
}

/** Attributes that contain policy documents as strings. */
const DOCUMENTS = new Set(["policy", "assume_role_policy"]);

function concealed(value: JsonValue, marks: JsonValue, isDocument: boolean, secrets: Secrets): Concealed {
  if (typeof value === "string") {
    if (!isMarked({ marks }, ["marks"]) && !secrets.isIn(value)) return { value, marks, unknown: false };
    return isDocument ? { value, marks: true, unknown: false } : { value: null, marks: true, unknown: true };
  }
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue, at) => concealed(item, below(marks, at), isDocument, secrets));
    return {
      value: items.map((item) => item.value),
      marks: items.map((item) => item.marks),
      unknown: items.some((item) => item.unknown !== false) ? items.map((item) => item.unknown) : false,
    };
  }
  return isJsonObject(value) ? concealedEntries(value, marks, isDocument, secrets) : { value, marks, unknown: false };
}

function concealedEntries(value: JsonObject, marks: JsonValue, isDocument: boolean, secrets: Secrets): Concealed {
  const entries = Object.entries(value).map(([key, item]) => ({
    key,
    ...concealed(item, below(marks, key), isDocument || DOCUMENTS.has(key), secrets),
  }));
  const unknown = entries.filter((entry) => entry.unknown !== false);
  return {
    value: Object.fromEntries(entries.map((entry) => [entry.key, entry.value])),
    // A value that is known only after apply has a mark but no value.
    marks: Object.fromEntries([
      ...Object.entries(asObject(marks)),
      ...entries.map((entry): [string, JsonValue] => [entry.key, entry.marks]),
    ]),
    unknown: unknown.length === 0 ? false : Object.fromEntries(unknown.map((entry) => [entry.key, entry.unknown])),
  };
}

function asObject(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
}
