import type { Node } from "../../../source/node.js";
import type { LoopNames } from "../source/hcl-expression.js";
import { inOrder } from "./collection-functions.js";

/** What a loop goes over, one by one. */
export interface Round {
  /** Null when it is not known. */
  readonly key: string | number | null;
  readonly value: Node;
}

/**
 * The key of a set's element is the element.
 * @param isList whether what it goes over is sure to be no set, as only a list in brackets is
 */
export function roundsOf(over: Node, isList: boolean): readonly Round[] | null {
  if (over.kind === "list") return over.items.map((value, index) => ({ key: isList ? index : null, value }));
  // A map is gone over in the order of its keys.
  return over.kind === "map" ? inOrder(over).map(({ key, value }) => ({ key, value })) : null;
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
    bound.set(
      keyName,
      key === null ? { kind: "unresolved", place, expression: keyName } : { kind: "scalar", place, value: key },
    );
  }
  return bound.set(valueName, value);
}
