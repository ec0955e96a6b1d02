import { entryOf, type MapNode, type Node } from "../../source/node.js";
import { itemsOf, listCall, text } from "./expressions.js";

/** The assertions of a rule in a template's `Rules` about the parameters, and its condition. */
export interface TemplateRule {
  /** Null if it always applies. */
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

/** Lists with more pairs of members and values decide nothing: parameters have a handful of values. */
const MAX_PAIRS = 2000;

/**
 * Rewrites `Fn::Contains`, `Fn::EachMemberIn` and `Fn::EachMemberEquals` as the `Fn::Equals` that they mean, for lists that are
 * spelled out. If all members of a parameter's list must be one value, the list equals that value. For other lists, the function
 * is compared with true. Other functions of rules stay, and decide nothing.
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
