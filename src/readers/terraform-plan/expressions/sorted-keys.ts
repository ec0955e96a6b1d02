import type { MapEntry, MapNode, Node } from "../../../source/node.js";
import { compareTexts } from "./letters.js";

/** Terraform goes over a map in the order of its keys. */
export function inOrder({ entries }: MapNode): readonly MapEntry[] {
  return entries.toSorted((a, b) => compareTexts(a.key, b.key));
}

/** A value with the keys of every map in it in their order. */
export function withSortedKeys(node: Node): Node {
  if (node.kind === "list") return { ...node, items: node.items.map(withSortedKeys) };
  if (node.kind !== "map") return node;
  return { ...node, entries: inOrder(node).map((entry) => ({ ...entry, value: withSortedKeys(entry.value) })) };
}
