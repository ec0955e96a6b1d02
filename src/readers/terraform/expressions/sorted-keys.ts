import { compareTexts } from "../../../hcl/letters.js";
import type { MapEntry, MapNode, Node } from "../../../source/node.js";

/** A map's entries in key order, in which Terraform iterates over them. */
export function inOrder({ entries }: MapNode): readonly MapEntry[] {
  return entries.toSorted((a, b) => compareTexts(a.key, b.key));
}

/** Whether Terraform's order of the elements in a value is unknown. */
export function hasNoOrder(node: Node): boolean {
  switch (node.kind) {
    case "list":
      return node.inAnyOrder === true || node.mayRepeat === true || node.items.some(hasNoOrder);
    case "map":
      return node.entries.some(({ value }) => hasNoOrder(value));
    case "scalar":
    case "partial":
      return node.inAnyOrder === true;
    case "unresolved":
      return false;
  }
}

/** Sorts the keys of every map in a value. */
export function withSortedKeys(node: Node): Node {
  if (node.kind === "list") return { ...node, items: node.items.map(withSortedKeys) };
  if (node.kind !== "map") return node;
  return { ...node, entries: inOrder(node).map((entry) => ({ ...entry, value: withSortedKeys(entry.value) })) };
}
