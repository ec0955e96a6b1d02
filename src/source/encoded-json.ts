import { concatenate } from "./join-text.js";
import { type Node, OR_TEXT, type TextPart, withoutPlace } from "./node.js";
import type { Place } from "./place.js";

/** The JSON text that `Fn::ToJsonString` or `jsonencode` produces for a value. The result keeps a reference to the value. */
export function asJsonText(value: Node, place: Place): Node {
  const json = concatenate(jsonParts(value), place);
  if (json.kind === "scalar" || json.kind === "partial") return { ...json, made: { kind: "json", value } };
  return value.kind === "unresolved" && value.mayBe && json.kind === "unresolved"
    ? { ...json, mayBe: value.mayBe }
    : json;
}

/** The JSON that `Fn::ToJsonString` or `jsonencode` produces for a value, with its unknown parts. */
export function jsonParts(node: Node): readonly TextPart[] {
  const parts: TextPart[] = [];
  addParts(node, parts);
  return parts;
}

function addParts(node: Node, parts: TextPart[]): void {
  switch (node.kind) {
    case "scalar": {
      const json = node.digits ?? JSON.stringify(node.value);
      add(node.given === OR_TEXT ? { kind: "unresolved", expression: `${json} or "${json}"` } : json, parts);
      break;
    }
    case "list":
      addAll(
        "[]",
        node.items.map((item) => ["", item]),
        parts,
      );
      break;
    case "map":
      addAll(
        "{}",
        node.entries.map(({ key, value }) => [`${JSON.stringify(key)}:`, value]),
        parts,
      );
      break;
    case "partial":
      add('"', parts);
      for (const part of node.parts) add(typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part, parts);
      add('"', parts);
      break;
    case "unresolved":
      add(withoutPlace(node), parts);
  }
}

function addAll(brackets: string, items: readonly (readonly [string, Node])[], parts: TextPart[]): void {
  add(brackets.charAt(0), parts);
  for (const [at, [key, value]] of items.entries()) {
    add(at === 0 ? key : `,${key}`, parts);
    addParts(value, parts);
  }
  add(brackets.charAt(1), parts);
}

/** Joins adjacent known parts into one string. Otherwise, a document with thousands of statements would have tens of thousands of parts. */
function add(part: TextPart, parts: TextPart[]): void {
  const last = parts.at(-1);
  if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
  else parts.push(part);
}

/** The JSON of a value. Returns null if any part of it is unknown. */
export function jsonText(node: Node): string | null {
  const json = concatenate(jsonParts(node), node.place);
  return json.kind === "scalar" ? String(json.value) : null;
}
