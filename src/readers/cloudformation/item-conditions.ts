import type { Node } from "../../source/node.js";
import { listCall, text } from "./expressions.js";

/**
 * The items that a loop's collection may contain, each with the condition under which it does. The condition is null if
 * the collection always contains the item.
 *
 * @param ways the possible lists of items. The last list, with the parameters' defaults, also represents any list that
 * isn't given.
 */
export function itemConditions(
  collection: Node,
  ways: readonly (readonly string[])[],
): ReadonlyMap<string, Node | null> {
  const { place } = collection;
  const known = ways.map((items) => {
    const joined = listCall("Fn::Join", place, [text(",", place), collection]);
    return { items: new Set(items), is: listCall("Fn::Equals", place, [joined, text(items.join(), place)]) };
  });
  const conditionOf = (item: string): Node | null => {
    const isInLast = known.at(-1)?.items.has(item);
    const others = known.filter(({ items }) => items.has(item) !== isInLast).map(({ is }) => is);
    const isOther = listCall("Fn::Or", place, others);
    return others.length === 0 ? null : isInLast ? listCall("Fn::Not", place, [isOther]) : isOther;
  };
  return new Map([...new Set(ways.flat())].map((item) => [item, conditionOf(item)]));
}
