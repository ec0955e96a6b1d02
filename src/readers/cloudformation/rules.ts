import { entryOf, type MapNode, type Node } from "../../source/node.js";
import { itemsOf, listCall, text } from "./expressions.js";

/** The assertions about parameters in one of the template's `Rules`, with the rule's condition. */
export interface TemplateRule {
  /** The rule's condition. Null if the rule always applies. */
  readonly condition: Node | null;
  readonly assertions: readonly Node[];
}

export function templateRules(root: MapNode): readonly TemplateRule[] {
  const section = entryOf(root, "Rules")?.value;
  return (section?.kind === "map" ? section.entries : []).flatMap(({ value }) => {
    if (value.kind !== "map") return [];
    const assertions = itemsOf(entryOf(value, "Assertions")?.value ?? value).flatMap((assertion) =>
      assertion.kind === "map" ? withMembership(entryOf(assertion, "Assert")?.value) : [],
    );
    const [condition = null] = withMembership(entryOf(value, "RuleCondition")?.value);
    return [{ condition, assertions }];
  });
}

/** If there are more pairs of members and values, nothing is decided. Real parameters have a handful of values. */
const MAX_PAIRS = 2000;

/**
 * Rewrites `Fn::Contains`, `Fn::EachMemberIn`, and `Fn::EachMemberEquals` as equivalent `Fn::Equals` calls if the lists
 * are spelled out. If every member of a list parameter must equal one value, the list is compared with that value. For
 * other lists, the function's result is compared with true. Other rule functions stay as they are and decide nothing.
 */
function withMembership(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  if (node.kind === "list") {
    return [{ kind: "list", place: node.place, items: node.items.flatMap(withMembership) }];
  }
  const [only, ...others] = node.kind === "map" ? node.entries : [];
  if (only === undefined || others.length > 0) return [node];
  const { place } = node;
  if (["Fn::And", "Fn::Or", "Fn::Not"].includes(only.key))
    return [listCall(only.key, place, itemsOf(only.value).flatMap(withMembership))];
  const [first, second] = itemsOf(only.value);
  const isContains = only.key === "Fn::Contains";
  const isEqual = only.key === "Fn::EachMemberEquals";
  if (first === undefined || second === undefined || !(isContains || isEqual || only.key === "Fn::EachMemberIn"))
    return [node];
  const [members, among] = isContains ? [[second], first] : [itemsOf(first), second];
  const values = among.kind === "list" ? among.items : [among];
  const areKnown = first.kind === "list" && (isContains || isEqual || among.kind === "list");
  if (!areKnown || members.length * values.length > MAX_PAIRS) {
    const [value, ...more] = values;
    const isOnly = first.kind === "map" && !isContains && value?.kind === "scalar" && more.length === 0;
    const joined = listCall("Fn::Join", place, [text(",", place), first]);
    return [listCall("Fn::Equals", place, isOnly ? [joined, value] : [node, text("true", place)])];
  }
  const isOne = (member: Node): Node =>
    listCall(
      "Fn::Or",
      place,
      values.map((value) => listCall("Fn::Equals", place, [value, member])),
    );
  return [listCall("Fn::And", place, members.map(isOne))];
}
