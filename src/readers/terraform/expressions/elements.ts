import { entryOf, type Node } from "../../../source/node.js";
import { nodesIn } from "../../../source/nodes-in.js";
import { isSeveral } from "./collection-functions.js";
import type { Key } from "./evaluation-context.js";

/** An element of a list or map. Returns null if it doesn't exist, or if it is unknown which element has this key. */
export function elementOf(node: Node, key: Key): Node | null {
  if (key === null) return null;
  if (node.kind === "map") return entryOf(node, String(key))?.value ?? null;
  if (node.kind !== "list") return null;
  if (node.collection === "set") return null;
  const index = Number(key);
  // An item that may be several elements or none shifts the elements after it.
  const isSure = !node.inAnyOrder && !node.mayRepeat && !node.items.slice(0, index + 1).some(isSeveral);
  return isSure ? (node.items[index] ?? null) : null;
}

/** The possible elements of a value, or their keys. For an unknown value, these come from its candidates. */
export function elementsIn(value: Node | null, part: "key" | "value" = "value"): readonly Node[] {
  return nodesIn(value === null ? [] : [value], ({ kind }) => kind !== "unresolved").flatMap((one) => {
    if (one.kind !== "map") return one.kind === "list" ? one.items : one;
    return one.entries.map(
      (entry): Node => (part === "value" ? entry.value : { kind: "scalar", place: entry.keyPlace, value: entry.key }),
    );
  });
}

/** Whether indexing a value certainly fails because it has no element with this name or number. */
export function lacksElement(node: Node, key: Key): boolean {
  if (key === null) return false;
  switch (node.kind) {
    case "map":
      return node.mayHaveMore !== true && entryOf(node, String(key)) === undefined;
    case "list":
      return (
        node.collection === "set" ||
        (!(Number(key) >= 0 && Number(key) < node.items.length) && !node.items.some(isSeveral))
      );
    case "scalar":
      return true;
    case "partial":
    case "unresolved":
      return false;
  }
}
