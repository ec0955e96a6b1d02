import { concatenate } from "./join-text.js";
import { type Node, OR_TEXT, type TextPart, withoutPlace } from "./node.js";
import type { Place } from "./place.js";

/** A value as the JSON text that `Fn::ToJsonString` and `jsonencode` produce. The result remembers the value. */
export function asJsonText(value: Node, place: Place): Node {
  const json = concatenate(jsonParts(value), place);
  if (json.kind === "scalar" || json.kind === "partial") return { ...json, made: { kind: "json", value } };
  return value.kind === "unresolved" && value.mayBe && json.kind === "unresolved"
    ? { ...json, mayBe: value.mayBe }
    : json;
}

/** The JSON that `Fn::ToJsonString` and `jsonencode` produce for a value, including its unknown parts. */
export function jsonParts(node: Node): readonly TextPart[] {
  switch (node.kind) {
    case "scalar": {
      const json = node.digits ?? JSON.stringify(node.value);
      return [node.given === OR_TEXT ? { kind: "unresolved", expression: `${json} or "${json}"` } : json];
    }
    case "list":
      return ["[", ...separated(node.items.map(jsonParts)), "]"];
    case "map": {
      const entries = node.entries.map(({ key, value }) => [`${JSON.stringify(key)}:`, ...jsonParts(value)]);
      return ["{", ...separated(entries), "}"];
    }
    case "partial":
      return [
        '"',
        ...node.parts.map((part) => (typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part)),
        '"',
      ];
    case "unresolved":
      return [withoutPlace(node)];
  }
}

function separated(items: readonly (readonly TextPart[])[]): readonly TextPart[] {
  return items.flatMap((item, at): readonly TextPart[] => (at === 0 ? item : [",", ...item]));
}

/** A value as JSON. Returns null if a part of it is unknown. */
export function jsonText(node: Node): string | null {
  const json = concatenate(jsonParts(node), node.place);
  return json.kind === "scalar" ? String(json.value) : null;
}
