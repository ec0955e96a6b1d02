import { asJsonText } from "../../../source/encoded-json.js";
import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { hasNoOrder, withSortedKeys } from "./sorted-keys.js";

/** JSON as Go writes it: with sorted keys and some characters escaped (https://pkg.go.dev/encoding/json#HTMLEscape). */
export function goJson(value: Node, place: Place): Node {
  const made = asJsonText(withSortedKeys(value), place);
  const isMarked = (made.kind === "scalar" || made.kind === "partial") && hasNoOrder(value);
  const json: Node = isMarked ? { ...made, inAnyOrder: true } : made;
  if (json.kind === "scalar" && typeof json.value === "string") return { ...json, value: escaped(json.value) };
  if (json.kind !== "partial") return json;
  return { ...json, parts: json.parts.map((part) => (typeof part === "string" ? escaped(part) : part)) };
}

function escaped(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
