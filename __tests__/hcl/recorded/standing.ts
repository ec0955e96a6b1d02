import { parseExpression } from "../../../src/hcl/parse-expression.js";
import { convertedToType } from "../../../src/readers/terraform/expressions/type-constraint.js";
import { typeOf } from "../../../src/readers/terraform/expressions/value-type.js";
import type { Node } from "../../../src/source/node.js";
import type { ValueType } from "../../../src/source/value-type.js";
import { evaluateText, type Locals } from "../../readers/terraform/expressions/evaluate-text.js";
import { agrees } from "./agrees.js";
import type { Answer } from "./answers.js";

/** How our result for an expression compares with Terraform's. */
export type Standing = "right" | "unresolved" | "wrong";

export function standingOf(answer: Answer, locals: Locals): Standing {
  const node = nodeOf(answer.expression, locals);
  if (node === null) return "fails" in answer ? "right" : "unresolved";
  if ("fails" in answer) return agrees(node, "null") === null ? "right" : "wrong";
  const isRight = agrees(node, answer.value);
  if (isRight === null) return "unresolved";
  return isRight ? "right" : "wrong";
}

/** Whether a value's type is also Terraform's. Returns null if the type is partly unknown. */
export function hasItsType(answer: Answer, locals: Locals): boolean | null {
  const node = "type" in answer ? nodeOf(answer.expression, locals) : null;
  if (node === null || !("type" in answer)) return null;
  const [own, expected] = [shown(typeOf(node)), sorted(JSON.parse(answer.type))];
  return own.includes("unknown") ? null : own === JSON.stringify(expected);
}

/** The type as written in a plan. */
function shown(type: ValueType): string {
  const inPlan = (one: ValueType): unknown => {
    if (typeof one === "string") return one === "null" ? "dynamic" : one;
    if (one.kind === "tuple") return [one.kind, one.items.map(inPlan)];
    if (one.kind !== "object") return [one.kind, inPlan(one.of)];
    return [one.kind, Object.fromEntries([...one.attributes].map(([key, of]) => [key, inPlan(of)]))];
  };
  return JSON.stringify(sorted(inPlan(type)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, sorted(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nodeOf(expression: string, locals: Locals): Node | null {
  const [, type, value] = /^([a-z][^"]*?) <- (.*)$/.exec(expression) ?? [];
  if (type === undefined || value === undefined) return evaluateInList(expression, locals);
  const given = evaluateInList(value, locals);
  const constraint = parseExpression(type, { start: 0, end: type.length });
  if (given === null || constraint === null) return null;
  const defaultOf = ({ start, end }: { readonly start: number; readonly end: number }): Node =>
    evaluateText(type.slice(start, end), locals) ?? { kind: "unresolved", expression: type, place: given.place };
  return convertedToType(given, constraint, defaultOf);
}

/** Evaluates as in the recording: inside brackets, where a newline doesn't end the expression. */
function evaluateInList(expression: string, locals: Locals): Node | null {
  const list = evaluateText(`[\n${expression}\n]`, locals);
  if (list?.kind !== "list") return null;
  const [item] = list.items;
  return list.items.length === 1 && item !== undefined ? item : null;
}
