import { isJsonObject, type JsonObject, type JsonValue } from "../../../source/json-node.js";

/** Shorter strings aren't secrets, and occur in other words by chance. */
const MIN_LENGTH = 6;

/**
 * Strings that are marked as sensitive. Terraform passes the mark on with a value, but values that a provider computes
 * from a marked value (the `json` of `aws_iam_policy_document`) have no mark. So a string counts as sensitive if it
 * contains one of these strings.
 */
export class Secrets {
  private readonly texts: ReadonlySet<string>;

  /** @param values the sensitive values. Everything in them is sensitive. */
  constructor(values: readonly JsonValue[]) {
    const texts = values.flatMap(textsWithin).filter(isSecret);
    this.texts = new Set(texts.flatMap((text) => [text, ...asWritten(text)]));
  }

  isIn(text: string): boolean {
    for (const secret of this.texts) if (text.includes(secret)) return true;
    return false;
  }

  /** Whether any string in a value contains a secret. */
  areWithin(value: JsonValue): boolean {
    if (typeof value === "string") return this.isIn(value);
    if (this.texts.size === 0 || typeof value !== "object" || value === null) return false;
    for (const key in value) if (this.areWithin((value as JsonObject)[key] ?? null)) return true;
    return false;
  }
}

/** Whether a value is unknown, is an object, or contains a string that is long enough to be a secret. */
export function mayBeSecret(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(mayBeSecret);
  return typeof value === "string" ? value.length >= MIN_LENGTH : value === undefined || isJsonObject(value);
}

/** A string's notations in JSON: the minimal one, and Go's, which also escapes `<`, `>`, and `&`. */
function asWritten(text: string): readonly string[] {
  const written = JSON.stringify(text).slice(1, -1);
  const escaped = (letter: string): string => `\\u00${letter.charCodeAt(0).toString(16)}`;
  return [written, written.replaceAll(/[<>&]/g, escaped)];
}

/** Whether a marked string is a secret. If a document is marked as a whole, its words aren't. */
function isSecret(text: string): boolean {
  return text.length >= MIN_LENGTH && !/^\s*[[{]/.test(text);
}

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

/**
 * The parts of a block that may be secret. A plan marks a set as a whole, but in a statement's blocks, only the
 * compared values and identifiers are secret, not the words of the policy language.
 */
function partsOf(block: JsonObject): readonly JsonValue[] {
  const { test, variable, type, values, identifiers } = block;
  if (test !== undefined && variable !== undefined && values !== undefined) return [values];
  return type !== undefined && identifiers !== undefined ? [identifiers] : Object.values(block);
}
