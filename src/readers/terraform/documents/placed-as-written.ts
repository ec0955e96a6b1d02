import { isJsonObject, type JsonObject, type JsonValue, nodeFromJson, property } from "../../../source/json-node.js";
import { entryOf, type ListNode, type MapEntry, type MapNode, type Node, type TextPart } from "../../../source/node.js";

/**
 * Gives the parts of a value from the plan their places in the source. Returns null if the source contains a different
 * value: it may be newer than the plan, and a wrong line is worse than none.
 */
export function placedAsWritten(value: JsonValue, written: Node): Node | null {
  switch (written.kind) {
    case "unresolved":
      return nodeFromJson(value, written.place);
    case "scalar":
      return written.value === value ? written : null;
    case "partial":
      return typeof value === "string" && fits(value, written.parts)
        ? { kind: "scalar", place: written.place, value }
        : null;
    case "list":
      return Array.isArray(value) ? placedItems(value, written) : null;
    case "map":
      return isJsonObject(value) ? placedEntries(value, written) : null;
  }
}

/** Whether a string contains the known parts in this order. */
function fits(value: string, parts: readonly TextPart[]): boolean {
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (typeof part !== "string") continue;
    const found = index === parts.length - 1 ? value.lastIndexOf(part) : value.indexOf(part, at);
    if (found < at || (index === 0 && found > 0)) return false;
    at = found + part.length;
  }
  return typeof parts.at(-1) !== "string" || at === value.length;
}

function placedItems(value: readonly JsonValue[], written: ListNode): Node | null {
  const isOpen = written.items.some((item) => item.kind === "unresolved" && item.several === true);
  if (isOpen) return nodeFromJson(value as JsonValue, written.place);
  if (value.length !== written.items.length) return null;
  const items = written.items.map((item, at) => placedAsWritten(value[at] ?? null, item));
  return items.every((item) => item !== null) ? { ...written, items } : null;
}

function placedEntries(value: JsonObject, written: MapNode): Node | null {
  const entries = Object.keys(value).map((key): MapEntry | null => {
    const entry = entryOf(written, key);
    const placed = entry === undefined ? null : placedAsWritten(property(value, key) ?? null, entry.value);
    return entry === undefined || placed === null ? null : { ...entry, value: placed };
  });
  const isWhole = entries.length === new Set(written.entries.map(({ key }) => key)).size;
  return isWhole && entries.every((entry) => entry !== null) ? { ...written, entries } : null;
}
