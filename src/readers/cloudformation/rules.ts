import { entryOf, type MapNode, type Node } from "../../source/node.js";
import { itemsOf } from "./expressions.js";

/** What a rule of a template's `Rules` asserts of the parameters, and when. */
export interface TemplateRule {
  /** Null: always. */
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

/** `Fn::Contains` as the `Fn::Equals` that it stands for; other functions of rules stay, and decide nothing. */
function withMembership(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  if (node.kind === "list") {
    return [{ kind: "list", place: node.place, items: node.items.flatMap(withMembership) }];
  }
  const [only, ...others] = node.kind === "map" ? node.entries : [];
  if (only === undefined || others.length > 0) return [node];
  const { place } = node;
  const made = (key: string, items: readonly Node[]): Node => ({
    kind: "map",
    place,
    entries: [{ key, keyPlace: only.keyPlace, value: { kind: "list", place, items } }],
  });
  if (["Fn::And", "Fn::Or", "Fn::Not"].includes(only.key))
    return [made(only.key, itemsOf(only.value).flatMap(withMembership))];
  const [list, value] = only.key === "Fn::Contains" ? itemsOf(only.value) : [];
  if (list?.kind !== "list" || value === undefined) return [node];
  return [
    made(
      "Fn::Or",
      list.items.map((item) => made("Fn::Equals", [item, value])),
    ),
  ];
}
