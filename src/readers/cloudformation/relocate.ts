import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";

/** Copies a node, replacing its places and strings. */
export function relocated(
  node: Node,
  placeFor: (place: Place) => Place,
  textFor: (text: string, place: Place) => Node | null = () => null,
): Node {
  const place = placeFor(node.place);
  switch (node.kind) {
    case "list":
      return { kind: "list", place, items: node.items.map((item) => relocated(item, placeFor, textFor)) };
    case "map": {
      const entries = node.entries.map(({ key, keyPlace, value }) => ({
        key,
        keyPlace: placeFor(keyPlace),
        value: relocated(value, placeFor, textFor),
      }));
      return { kind: "map", place, entries };
    }
    case "scalar":
      return (typeof node.value === "string" ? textFor(node.value, place) : null) ?? { ...node, place };
    case "partial":
    case "unresolved":
      return { ...node, place };
  }
}
