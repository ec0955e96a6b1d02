import { parseEmbeddedJson } from "./embedded-json.js";
import { concatenate } from "./join-text.js";
import { type Node, type Text, textOf } from "./node.js";

/**
 * All nodes in the given values, including nodes inside JSON strings and the candidates of unknown values. Doesn't look
 * inside nodes for which `isWhole` returns true.
 */
export function nodesIn(values: readonly Node[], isWhole: (node: Node) => boolean = () => false): readonly Node[] {
  const found = new Set<Node>();
  const open = [...values].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // Without this check, a node that is shared by several others would be visited once for each of them.
    if (!found.has(next) && !isWhole(next)) open.push(...partsOf(next));
    found.add(next);
  }
  return [...found];
}

/** The strings in the given values. A value that is one of several candidates, or built from them, is replaced with the candidates. */
export function textsIn(values: readonly Node[]): readonly Text[] {
  return nodesIn(values).flatMap((one) => (one.kind === "unresolved" && one.mayBe?.length ? [] : (textOf(one) ?? [])));
}

/** The strings in the given values. Each string also appears with every candidate for one of its unknown parts filled in. */
export function possibleTexts(values: readonly Node[], isWhole?: (node: Node) => boolean): readonly Node[] {
  return nodesIn(values, isWhole).flatMap((node) => {
    if (node.kind !== "scalar" && node.kind !== "partial") return [];
    const pieces = node.made?.kind === "text" ? node.made.pieces : [];
    const parts = pieces.map(({ part }) => part);
    const filled = pieces.flatMap(({ mayBe = [] }, at) =>
      nodesIn(mayBe).flatMap((one) =>
        one.kind === "scalar" ? concatenate(parts.with(at, String(one.value)), node.place) : [],
      ),
    );
    return [node, ...filled];
  });
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
      const mayBe = (node.kind === "partial" && node.mayBe) || [];
      if (parsed !== null && "node" in parsed) return [parsed.node, ...mayBe];
      return node.made?.kind === "text" ? [...node.made.pieces.flatMap((one) => one.mayBe ?? []), ...mayBe] : mayBe;
    }
  }
}
