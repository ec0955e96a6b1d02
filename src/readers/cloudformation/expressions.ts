import { type Node, showText, textOf, type Unresolved, type UnresolvedNode } from "../../source/node.js";
import type { Place } from "../../source/place.js";

export function itemsOf(node: Node): readonly Node[] {
  return node.kind === "list" ? node.items : [];
}

/** Yields each given value and all of its descendants. */
export function* nodesIn(...open: Node[]): Generator<Node> {
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    if (next.kind === "list") open.push(...next.items);
    if (next.kind === "map") for (const { value } of next.entries) open.push(value);
  }
}

export function textArgument(node: Node): string {
  const value = textOf(node);
  return value === undefined ? "" : showText(value);
}

export function text(value: string, place: Place): Node {
  return { kind: "scalar", place, value };
}

/** A call to a function such as `Fn::If`, placed at its argument. */
export function functionOf(key: string, argument: Node): Node {
  const { place } = argument;
  return { kind: "map", place, entries: [{ key, keyPlace: place, value: argument }] };
}

/** A call to a function with several arguments. */
export function listCall(key: string, place: Place, items: readonly Node[]): Node {
  return functionOf(key, { kind: "list", place, items });
}

/**
 * An unresolved node for an expression.
 * @param mayBe values that the expression may return or contain
 */
export function unresolved(place: Place, expression: string, mayBe: readonly Node[] = []): UnresolvedNode {
  return { kind: "unresolved", place, expression, ...(mayBe.length === 0 ? {} : { mayBe }) };
}

/** A string as shown in messages. */
export function shownName(node: Node | null): string {
  const text = (node === null ? undefined : textOf(node)) ?? "";
  return typeof text === "object" && text.kind === "unresolved" ? text.expression : showText(text);
}

const MAX_EXPRESSION_LENGTH = 200;

/** An expression as its author would write it: `GetAtt Queue.Arn`, `FindInMap Accounts, Ref Stage, Id`. */
export function describe(name: string, argument: Node): string {
  const shown = describeFunction(name, argument, 0);
  return shown.length > MAX_EXPRESSION_LENGTH ? `${shown.slice(0, MAX_EXPRESSION_LENGTH)}...` : shown;
}

function describeFunction(name: string, argument: Node, depth: number): string {
  const short = name.replace("Fn::", "");
  const items = argument.kind === "list" ? argument.items.slice(0, 10) : [argument];
  return `${short} ${items.map((item) => describeArgument(item, depth)).join(short === "GetAtt" ? "." : ", ")}`;
}

function describeArgument(node: Node, depth: number): string {
  const value = textOf(node);
  if (value !== undefined) return showText(value);
  const [only, ...others] = node.kind === "map" ? node.entries : [];
  const isFunction = only !== undefined && others.length === 0 && isIntrinsic(only.key);
  return isFunction && depth < 2 ? describeFunction(only.key, only.value, depth + 1) : "...";
}

export function isIntrinsic(key: string): boolean {
  return key === "Ref" || key.startsWith("Fn::");
}

/** Prefix for the name of a stack whose parameters are unknown. */
export const UNKNOWN_PARAMETERS = "Parameters of";

const OPEN_NAME = new RegExp(` with an unknown name: |^${UNKNOWN_PARAMETERS} `);

/** A `Ref` or `Fn::GetAtt` whose argument is known only at deployment, so it may refer to any resource or parameter. */
export function openName(name: string, argument: Node): string {
  return unknownNameText(name, describe("", argument).trim());
}

export function unknownNameText(name: string, expression: string): string {
  return `${name} with an unknown name: ${expression}`;
}

export function isOpenName({ expression }: Unresolved): boolean {
  return OPEN_NAME.test(expression);
}

/** The function at a place, as its author would write it. Returns null if there is no function. */
export function expressionAt(place: Place, root: Node): string | null {
  for (const next of nodesIn(root)) {
    if (next.kind !== "map") continue;
    const [only] = next.entries;
    if (next.place === place && only !== undefined && isIntrinsic(only.key)) return describe(only.key, only.value);
  }
  return null;
}
