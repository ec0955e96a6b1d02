import { entryOf, type MapNode, type Node, type Text, textOf } from "../source/node.js";
import { nodesIn } from "../source/nodes-in.js";
import type { Place } from "../source/place.js";
import type { Policy, Statement } from "./model.js";

/**
 * The statements, each under one more condition, which is not known: what one denies that may be there as well as not is not certain.
 * @param place of that condition; each statement's own where it is left out
 */
export function underDoubt(statements: readonly Statement[], expression: string, place?: Place): readonly Statement[] {
  return statements.map((one) => ({
    ...one,
    conditions: [...one.conditions, { kind: "unresolved", expression, place: place ?? one.place }],
  }));
}

/** What a policy denies that may be there as well as not. */
export function doubtedDenies(policy: Policy, expression: string): readonly Policy[] {
  if (policy.kind !== "document") return [];
  const { place, version, statements } = policy.document;
  const denying = underDoubt(
    statements.filter(({ effect }) => effect !== "Allow"),
    expression,
  );
  const document = { place, version, statements: denying, unresolved: [], problems: [], size: null };
  return denying.length === 0 ? [] : [{ ...policy, document }];
}

/** All statements in some values that are no plain Allow. */
export function statementsIn(values: readonly Node[]): readonly MapNode[] {
  return nodesIn(values, isStatement)
    .filter(isStatement)
    .filter((one) => effectOf(one) !== "Allow");
}

/** Those that are known to deny. */
export function deniesIn(values: readonly Node[] = []): readonly MapNode[] {
  return statementsIn(values).filter((one) => effectOf(one) === "Deny");
}

function isStatement(node: Node): node is MapNode {
  return node.kind === "map" && entryOf(node, "Effect") !== undefined;
}

function effectOf(statement: MapNode): Text | undefined {
  const effect = entryOf(statement, "Effect");
  return effect && textOf(effect.value);
}
