import type { LoopNames } from "../../../hcl/expression.js";
import type { ListNode, Node } from "../../../source/node.js";
import { inOrder } from "./sorted-keys.js";

/** One iteration of a loop. */
export interface Iteration {
  /** The element's key, as in `each.key`. Null if unknown. */
  readonly key: Node | null;
  readonly value: Node;
}

/**
 * The iterations of a loop over a value. A set's element is its own key. For a value from a plan, it is unknown whether
 * it is a list or a set. Returns null if the iterations are unknown.
 */
export function iterationsOf(over: Node): readonly Iteration[] | null {
  if (over.kind === "list") {
    return over.items.map((value, index) => ({ key: keyIn(over, value, index), value }));
  }
  // Terraform iterates over a map in key order. A resource has more attributes than its source sets.
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

/** The names that a loop binds in an iteration, along with the names that are bound around it. */
export function boundIn(
  { keyName, valueName }: LoopNames,
  { key, value }: Iteration,
  around: ReadonlyMap<string, Node>,
): ReadonlyMap<string, Node> {
  const bound = new Map(around);
  const { place } = value;
  if (keyName !== null) {
    bound.set(keyName, key ?? { kind: "unresolved", place, expression: keyName });
  }
  return bound.set(valueName, value);
}
