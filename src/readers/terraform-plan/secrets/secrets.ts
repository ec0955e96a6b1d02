import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { objectIn } from "../plan/fields.js";
import type { PlannedResource } from "../plan/plan.js";
import { isMarked } from "./marks.js";

/** Shorter texts are no secrets, and stand in other words by chance. */
const SHORTEST = 6;

/**
 * Texts that a plan marks as sensitive. Terraform passes the mark on with a value, but what a provider computes from it (the
 * `json` of `aws_iam_policy_document`) has none: so that a text counts as sensitive when it holds one of these.
 */
export class Secrets {
  private readonly texts: ReadonlySet<string>;

  constructor(plan: JsonObject, resources: readonly PlannedResource[]) {
    const values = [...variableSecrets(plan), ...outputSecrets(plan)];
    const marked = resources
      .filter(({ sensitive }) => isMarked(sensitive, []))
      .flatMap(({ values: own, sensitive }) => markedParts(own, sensitive));
    const texts = [...values, ...marked].flatMap(textsWithin).filter(isSecret);
    this.texts = new Set(texts.flatMap((text) => [text, ...asWritten(text)]));
  }

  isIn(text: string): boolean {
    for (const secret of this.texts) if (text.includes(secret)) return true;
    return false;
  }

  /** Whether any text within a value holds one. */
  areWithin(value: JsonValue): boolean {
    if (typeof value === "string") return this.isIn(value);
    if (this.texts.size === 0 || typeof value !== "object" || value === null) return false;
    for (const key in value) if (this.areWithin((value as JsonObject)[key] ?? null)) return true;
    return false;
  }
}

/** Whether a value is not known, or holds a text that is long enough for a secret, as any key may be. */
export function mayBeSecret(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(mayBeSecret);
  return typeof value === "string" ? value.length >= SHORTEST : value === undefined || isJsonObject(value);
}

/** The text as a JSON string holds it, by JSON's own rules and by Go's, which writes `<`, `>` and `&` as escapes. */
function asWritten(text: string): readonly string[] {
  const written = JSON.stringify(text).slice(1, -1);
  const escaped = (letter: string): string => `\\u00${letter.charCodeAt(0).toString(16)}`;
  return [written, written.replaceAll(/[<>&]/g, escaped)];
}

/** A document that is marked as a whole is no secret word by word. */
function isSecret(text: string): boolean {
  return text.length >= SHORTEST && !/^\s*[[{]/.test(text);
}

function variableSecrets(plan: JsonObject): readonly JsonValue[] {
  const declared = objectIn(objectIn(objectIn(plan, "configuration"), "root_module"), "variables");
  return Object.entries(objectIn(plan, "variables")).flatMap(([name, variable]) => {
    const isMarked = property(objectIn(declared, name), "sensitive") === true;
    return isMarked && isJsonObject(variable) ? [property(variable, "value") ?? null] : [];
  });
}

function outputSecrets(plan: JsonObject): readonly JsonValue[] {
  const states = [objectIn(plan, "planned_values"), objectIn(plan, "values"), priorValues(plan)];
  return states.flatMap((state) =>
    Object.values(objectIn(state, "outputs")).flatMap((output) =>
      isJsonObject(output) && property(output, "sensitive") === true ? [property(output, "value") ?? null] : [],
    ),
  );
}

function priorValues(plan: JsonObject): JsonObject {
  return objectIn(objectIn(plan, "prior_state"), "values");
}

/** The parts of a value whose marks, which have its shape, are `true`. */
function markedParts(value: JsonValue, marks: JsonValue): readonly JsonValue[] {
  const found: JsonValue[] = [];
  const open: [JsonValue, JsonValue][] = [[value, marks]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [part, mark] = next;
    if (mark === true) found.push(part);
    else if (Array.isArray(part) && Array.isArray(mark)) {
      for (const [at, item] of part.entries()) open.push([item, mark[at] ?? false]);
    } else if (isJsonObject(part) && isJsonObject(mark)) {
      for (const [key, item] of Object.entries(part)) open.push([item, property(mark, key) ?? false]);
    }
  }
  return found;
}

/** The texts in a value. */
function textsWithin(value: JsonValue): readonly string[] {
  const found: string[] = [];
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") found.push(next);
    else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isJsonObject(next)) for (const item of partsOf(next)) open.push(item);
  }
  return found;
}

/** A set is marked as a whole: of a statement's blocks, only what they compare with is a secret, and no word of the language. */
function partsOf(block: JsonObject): readonly JsonValue[] {
  const { test, variable, type, values, identifiers } = block;
  if (test !== undefined && variable !== undefined && values !== undefined) return [values];
  return type !== undefined && identifiers !== undefined ? [identifiers] : Object.values(block);
}
