import { entryOf, type Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { text } from "./expressions.js";

/** The result of `Ref` for a parameter with this value. */
export function typedValue(parameter: Node, value: string, place: Place): Node {
  if (!isList(parameter)) return text(value, place);
  const items = value.split(",").map((item) => text(item.trim(), place));
  return { kind: "list", place, items };
}

export function isList(parameter: Node): boolean {
  return /List<|CommaDelimitedList/.test(typeIn(parameter));
}

/** `AllowedValues`. Returns null if it is missing, or if any value is unknown. */
export function allowedValues(parameter: Node): readonly string[] | null {
  const allowed = parameter.kind === "map" ? entryOf(parameter, "AllowedValues")?.value : undefined;
  if (allowed?.kind !== "list" || typeIn(parameter).startsWith("AWS::SSM::")) return null;
  const values = allowed.items.map((item) => (item.kind === "scalar" ? item.value : null));
  return values.includes(null) ? null : values.map(String);
}

export function typeIn(parameter: Node): string {
  return scalarIn(parameter, "Type") ?? "String";
}

export function scalarIn(node: Node, key: string): string | null {
  const value = node.kind === "map" ? entryOf(node, key)?.value : undefined;
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : null;
}
