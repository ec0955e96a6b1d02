import type { Node } from "../../src/source/node.js";

/** A node's value without its places. A value that isn't a scalar, list, or map remains a node. */
export function plainValue(node: Node | undefined): unknown {
  switch (node?.kind) {
    case "list":
      return node.items.map(plainValue);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
    case "scalar":
      return node.value;
    default:
      return node;
  }
}
