import { type Node, OR_TEXT } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ValueType } from "../../../source/value-type.js";
import { calculated, compared, negated } from "./decimal.js";
import { hasNoOrder } from "./sorted-keys.js";
import type { Outcome } from "./terraform-function.js";
import { asNumber, comparable, digitsOf, isSigned, numberNode, typeOf } from "./value-type.js";

export function applyUnary(operator: string, operand: Node, place: Place): Outcome {
  if (operand.kind === "list" || operand.kind === "map" || isNull(operand)) return "fails";
  if (operator === "!") {
    const flag = flagOf(operand);
    return flag === null ? unlessKnown(operand) : { kind: "scalar", place, value: !flag };
  }
  const digits = digitsOf(operand);
  return digits === null ? unlessKnown(operand) : numberNode(negated(digits), place);
}

export function applyBinary(operator: string, left: Node, right: Node, place: Place): Outcome {
  switch (operator) {
    case "&&":
    case "||":
      return logical(operator, left, right, place);
    case "==":
    case "!=": {
      const equal = isEqual(left, right);
      return equal === null ? null : { kind: "scalar", place, value: equal === (operator === "==") };
    }
    default:
      return numeric(operator, left, right, place);
  }
}

/** Called if an operand doesn't fit the operator. Returns "fails" if all operands are known, otherwise null. */
function unlessKnown(...operands: readonly Node[]): "fails" | null {
  return operands.map(asNumber).some(({ kind }) => kind === "unresolved" || kind === "partial") ? null : "fails";
}

/** The result of `&&` or `||`. One operand may decide it without the other, unless the other is invalid. */
function logical(operator: "&&" | "||", left: Node, right: Node, place: Place): Outcome {
  if ([left, right].some((one) => isNull(one) || one.kind === "list" || one.kind === "map")) return "fails";
  const flags = [flagOf(left), flagOf(right)];
  const isWrong = [left, right].some((one, at) => one.kind === "scalar" && flags[at] === null);
  if (isWrong) return "fails";
  const decides = operator === "||";
  if (flags.includes(decides)) return { kind: "scalar", place, value: decides };
  return flags.includes(null) ? null : { kind: "scalar", place, value: !decides };
}

/** Whether two values are equal. Values of different types never are, not even `1` and `"1"`. Returns null if it is unknown. */
function isEqual(left: Node, right: Node): boolean | null {
  if ([left, right].some((one) => (one.kind === "scalar" || one.kind === "partial") && hasNoOrder(one))) return null;
  if (left.kind === "scalar" && right.kind === "scalar") return isSameScalar(left, right);
  if (left.kind === "scalar" ? !mayBe(right, left.value) : right.kind === "scalar" && !mayBe(left, right.value))
    return false;
  const kinds = [left.kind, right.kind];
  if (kinds.includes("unresolved") || kinds.includes("partial")) {
    const isOther = kinds.includes("list") || kinds.includes("map");
    return kinds.includes("partial") && isOther ? false : null;
  }
  if (left.kind !== right.kind) return false;
  const same = isSameType(left, right);
  if (same !== true) return same;
  const [one, other] = [comparable(left), comparable(right)];
  if (one === null || other === null || hasNoOrder(left) || hasNoOrder(right)) return null;
  return one === other && [left, right].some(isSigned) ? null : one === other;
}

/** Whether a partly known string or an unknown ARN may equal a value. */
function mayBe(open: Node, value: string | number | boolean | null): boolean {
  if (open.kind === "unresolved") return open.like === undefined || String(value).startsWith("arn:");
  if (open.kind !== "partial") return true;
  const [first, last] = [open.parts[0], open.parts.at(-1)].map((part) => (typeof part === "string" ? part : ""));
  return typeof value === "string" && value.startsWith(first ?? "") && value.endsWith(last ?? "");
}

/**
 * Whether two known values are equal. A plan has variables as they were given, before Terraform converts `"5"` to a
 * number, so only values from the source have a certain type.
 */
function isSameScalar(left: Node & { kind: "scalar" }, right: Node & { kind: "scalar" }): boolean | null {
  if (left.value === null || right.value === null) return left.value === right.value;
  if (typeof left.value !== typeof right.value) return left.given || right.given ? null : false;
  if ([left.given, right.given].includes(OR_TEXT) && left.value === right.value) return null;
  const [one, other] = [digitsOf(left), digitsOf(right)];
  if (typeof left.value === "number" && one !== null && other !== null) return compared(one, other) === 0;
  return left.value === right.value;
}

/** Whether two values have the same type. Returns null if a list or map might not have the type that it appears to have. */
function isSameType(left: Node, right: Node): boolean | null {
  const isSure = (node: Node): boolean =>
    (node.kind !== "list" && node.kind !== "map") || node.collection !== undefined;
  const inner = (node: Node): readonly Node[] =>
    node.kind === "list" ? node.items : node.kind === "map" ? node.entries.map(({ value }) => value) : [];
  const all = (node: Node): boolean => isSure(node) && inner(node).every(all);
  if (!all(left) || !all(right)) {
    const [one, other] = [inner(left).length, inner(right).length];
    return one !== other ? false : null;
  }
  return isSame(typeOf(left), typeOf(right));
}

function isSame(one: ValueType, other: ValueType): boolean | null {
  if (one === "unknown" || other === "unknown") return one === other ? true : null;
  if (one === "null" || other === "null") return one === other;
  if (typeof one === "string" || typeof other === "string") return one === other;
  switch (one.kind) {
    case "tuple":
      if (other.kind !== "tuple" || one.items.length !== other.items.length) return false;
      return every(one.items.map((item, at) => isSame(item, other.items[at] ?? "unknown")));
    case "object":
      if (other.kind !== "object" || one.attributes.size !== other.attributes.size) return false;
      return every([...one.attributes].map(([key, type]) => isSame(type, other.attributes.get(key) ?? "string")));
    case "list":
    case "set":
    case "map":
      return other.kind === one.kind && isSame(one.of, other.of);
  }
}

function every(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function numeric(operator: string, left: Node, right: Node, place: Place): Outcome {
  const [a, b] = [digitsOf(left), digitsOf(right)];
  if (a === null || b === null) return unlessKnown(left, right);
  switch (operator) {
    case "<":
      return { kind: "scalar", place, value: compared(a, b) < 0 };
    case "<=":
      return { kind: "scalar", place, value: compared(a, b) <= 0 };
    case ">":
      return { kind: "scalar", place, value: compared(a, b) > 0 };
    case ">=":
      return { kind: "scalar", place, value: compared(a, b) >= 0 };
    case "+":
    case "-":
    case "*":
    case "/":
    case "%": {
      const result = calculated(operator, a, b);
      return result === null ? null : numberNode(result, place);
    }
    default:
      return null;
  }
}

export function isNull(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === null;
}

/** Whether a condition certainly doesn't hold, because it is false or fails. */
export function isUnmet(condition: Node | null): boolean {
  if (condition?.kind === "unresolved") return condition.fails === true;
  return condition !== null && flagOf(condition) === false;
}

/** The result of a condition, which may be a string (`"true"`, `"1"`). Returns null if it is unknown or invalid. */
export function flagOf(node: Node): boolean | null {
  if (node.kind !== "scalar") return null;
  if (typeof node.value === "boolean") return node.value;
  const text = typeof node.value === "string" ? node.value : "";
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : null;
}
