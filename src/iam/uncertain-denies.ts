import { parseEmbeddedJson } from "../source/embedded-json.js";
import { entryOf, type MapEntry, type MapNode, type Node, showText, type Text, textOf } from "../source/node.js";
import { nodesIn } from "../source/nodes-in.js";
import type { Place } from "../source/place.js";
import { pieceAt, piecesOf } from "../source/text-piece.js";
import type { Statement } from "./model.js";

/**
 * Adds an unknown condition to each statement: a Deny that may or may not exist is not certain.
 *
 * @param place of that condition; defaults to each statement's own
 */
export function underUnknownCondition(
  statements: readonly Statement[],
  expression: string,
  place?: Place,
): readonly Statement[] {
  return statements.map((one) => ({
    ...one,
    conditions: [...one.conditions, { kind: "unresolved", expression, place: place ?? one.place }],
  }));
}

/** All statements in the values, except plain Allows. */
export function statementsIn(values: readonly Node[]): readonly MapNode[] {
  return nodesIn(values, isStatement)
    .filter(isStatement)
    .filter((one) => effectOf(one) !== "Allow");
}

/** The statements that deny or may deny, including a Deny whose effect is the only known part. */
export function deniesIn(values: readonly Node[] = []): readonly MapNode[] {
  return nodesIn(values, isStatement).flatMap((one) =>
    isStatement(one) ? (mayDeny(one) ? one : []) : unreadDeny(one),
  );
}

function mayDeny(statement: MapNode): boolean {
  const [effects = [], actions = []] = ["Effect", "Action"].map((key) => {
    const entry = entryOf(statement, key);
    return entry === undefined ? [] : nodesIn([entry.value]);
  });
  // If the actions are also unknown, nothing suggests that the statement denies.
  const isOpen = effects.some((one) => one.kind === "unresolved" && !one.mayBe?.length);
  return effects.some((one) => textOf(one) === "Deny") || (isOpen && actions.some(({ kind }) => kind === "scalar"));
}

/** Finds a Deny in a string that isn't complete JSON, such as part of a policy, or a template with unknown conditions. */
function unreadDeny(node: Node): readonly MapNode[] {
  if ((node.kind !== "scalar" && node.kind !== "partial") || !DENY.test(showText(textOf(node) ?? ""))) return [];
  if (node.made !== undefined && "node" in parseEmbeddedJson(node)) return [];
  const { place } = node;
  // A part of a list begins or ends with a comma.
  for (const [before, after] of [
    ["", ""],
    ["0", ""],
    ["", "0"],
  ]) {
    const pieces = [pieceAt(`{"":[${before}`, place), ...piecesOf(node), pieceAt(`${after}]}`, place)];
    const read = parseEmbeddedJson({ kind: "partial", place, parts: [], made: { kind: "text", pieces } });
    if ("node" in read) return deniesIn([read.node]);
  }
  const open = (key: string): MapEntry => ({
    key,
    keyPlace: place,
    value: { kind: "unresolved", place, expression: key },
  });
  const effect: MapEntry = { key: "Effect", keyPlace: place, value: { kind: "scalar", place, value: "Deny" } };
  return [{ kind: "map", place, entries: [effect, open("Action"), open("Resource")] }];
}

const DENY = /\bEffect["'\\]*\s*[:=]\s*["'\\]*Deny\b/;

function isStatement(node: Node): node is MapNode {
  return node.kind === "map" && entryOf(node, "Effect") !== undefined;
}

function effectOf(statement: MapNode): Text | undefined {
  const effect = entryOf(statement, "Effect");
  return effect && textOf(effect.value);
}
