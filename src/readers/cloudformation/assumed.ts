import { entryOf, type Node, showText, textOf } from "../../source/node.js";
import { nodesIn } from "../../source/nodes-in.js";
import { assume, comparisonOf } from "./comparison.js";
import { itemsOf } from "./expressions.js";
import type { Facts } from "./parameter-facts.js";
import type { Scenario } from "./scenario.js";
import { declaring, type Scope } from "./scope.js";
import { noneOf, oneOf, type ValueSet } from "./value-set.js";

/**
 * A scenario's assumptions: values of parameters, keyed by name, and outcomes of conditions, keyed by their text.
 * Returns undefined if the scenario leaves any condition undecided.
 */
export function assumedIn({ conditions, facts, undecided }: Scenario, scope: Scope): Facts | undefined {
  if (undecided !== null) return;
  let implied = facts;
  const outcomes = new Map<string, ValueSet>();
  for (const [name, outcome] of conditions) {
    const found = declaring(scope, name);
    const node = found?.scope.conditions.get(found.name);
    if (found === null || node === undefined) continue;
    const texts = nodesIn([node]).map((one) => showText(textOf(one) ?? one.kind));
    outcomes.set(texts.join("\n"), outcome ? oneOf(["true"]) : noneOf(["true"]));
    const [equals, isEqual] = comparedIn(node, outcome);
    const comparison = equals === undefined ? null : comparisonOf(equals, found.scope);
    implied = (comparison && assume(comparison, isEqual, { facts: implied, conditions })) ?? implied;
  }
  return new Map([...implied, ...outcomes]);
}

/** The arguments of the comparison that a condition consists of, and whether they are equal if the condition has this outcome. */
function comparedIn(condition: Node, outcome: boolean): readonly [Node | undefined, boolean] {
  if (condition.kind !== "map") return [undefined, outcome];
  const not = entryOf(condition, "Fn::Not")?.value;
  const [inner] = not === undefined ? [] : itemsOf(not);
  return inner === undefined ? [entryOf(condition, "Fn::Equals")?.value, outcome] : comparedIn(inner, !outcome);
}
