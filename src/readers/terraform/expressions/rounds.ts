import type { LoopNames } from "../../../hcl/expression.js";
import type { ListNode, Node } from "../../../source/node.js";
import { inOrder } from "./sorted-keys.js";

/** What a loop goes over, one by one. */
export interface Round {
  /** Null when it is unknown. */
  readonly key: Node | null;
  readonly value: Node;
}

/** The key of a set's element is the element; of a value that a plan has, whether it is a list or a set is unknown. */
export function roundsOf(over: Node): readonly Round[] | null {
  if (over.kind === "list") {
    return over.items.map((value, index) => ({ key: keyIn(over, value, index), value }));
  }
  // A map is gone over in the order of its keys; a resource has more attributes than are written of it.
  if (over.kind !== "map" || over.mayHaveMore) return null;
  return inOrder(over).map(({ key, keyPlace: place, value }) => ({
    key: { kind: "scalar", place, value: key },
    value,
  }));
}

function keyIn({ collection }: ListNode, value: Node, index: number): Node | null {
  switch (collection) {
    case "set":
      return value;
    case "tuple":
    case "list":
      return { kind: "scalar", place: value.place, value: index };
    default:
      return null;
  }
}

/** The names of a loop in one of its rounds, beside those that are bound around it. */
export function boundIn(
  { keyName, valueName }: LoopNames,
  { key, value }: Round,
  around: ReadonlyMap<string, Node>,
): ReadonlyMap<string, Node> {
  const bound = new Map(around);
  const { place } = value;
  if (keyName !== null) {
    bound.set(keyName, key ?? { kind: "unresolved", place, expression: keyName });
  }
  return bound.set(valueName, value);
}
