import { parseEmbeddedJson } from "./embedded-json.js";
import type { Node } from "./node.js";

/** All nodes in some values, in texts that were made as JSON and in what is not known as well; what is whole counts as one. */
export function nodesIn(values: readonly Node[], isWhole: (node: Node) => boolean = () => false): readonly Node[] {
  const found = new Set<Node>();
  const open = [...values].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // What stands in several would double with each.
    if (!found.has(next) && !isWhole(next)) open.push(...partsOf(next));
    found.add(next);
  }
  return [...found];
}

function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "list":
      return node.items;
    case "map":
      return node.entries.map(({ value }) => value);
    case "unresolved":
      return node.mayBe ?? [];
    case "scalar":
    case "partial": {
      const parsed = node.made === undefined ? null : parseEmbeddedJson(node);
      if (parsed !== null && "node" in parsed) return [parsed.node];
      return node.made?.kind === "text" ? node.made.pieces.flatMap(({ mayBe = [] }) => mayBe) : [];
    }
  }
}
