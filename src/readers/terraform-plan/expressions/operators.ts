import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";

/** Null where the result is not known, or the operands are none of the operator's. */
export function applyUnary(operator: string, operand: Node, place: Place): Node | null {
  if (operand.kind !== "scalar") return null;
  const { value } = operand;
  if (operator === "!") return typeof value === "boolean" ? { kind: "scalar", place, value: !value } : null;
  return typeof value === "number" ? { kind: "scalar", place, value: -value } : null;
}

/** Null where the result is not known, or the operands are none of the operator's. */
export function applyBinary(operator: string, left: Node, right: Node, place: Place): Node | null {
  const value = resultOf(operator, left, right);
  return value === null ? null : { kind: "scalar", place, value };
}

function resultOf(operator: string, left: Node, right: Node): boolean | number | null {
  switch (operator) {
    case "&&":
    case "||":
      return logical(operator, flagOf(left), flagOf(right));
    case "==":
      return isEqual(left, right);
    case "!=": {
      const equal = isEqual(left, right);
      return equal === null ? null : !equal;
    }
    default:
      return numeric(operator, numberOf(left), numberOf(right));
  }
}

/** One operand may decide without the other. */
function logical(operator: "&&" | "||", left: boolean | null, right: boolean | null): boolean | null {
  const decides = operator === "||";
  if (left === decides || right === decides) return decides;
  return left === null || right === null ? null : !decides;
}

/**
 * Collections are equal to no scalar, whatever is in them. A plan has the variables as they were given, before Terraform makes
 * `"5"` a number: whether scalars of two types are equal is not known.
 */
function isEqual(left: Node, right: Node): boolean | null {
  if (left.kind === "scalar" && right.kind === "scalar") {
    const isComparable = typeof left.value === typeof right.value || left.value === null || right.value === null;
    return isComparable ? left.value === right.value : null;
  }
  const kinds = [left.kind, right.kind];
  return kinds.includes("scalar") && (kinds.includes("list") || kinds.includes("map")) ? false : null;
}

function numeric(operator: string, left: number | null, right: number | null): boolean | number | null {
  if (left === null || right === null) return null;
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    default:
      return null;
  }
}

function flagOf(node: Node): boolean | null {
  return node.kind === "scalar" && typeof node.value === "boolean" ? node.value : null;
}

function numberOf(node: Node): number | null {
  return node.kind === "scalar" && typeof node.value === "number" ? node.value : null;
}

/** What a condition decides; a text counts for the flag that it names. Null where it is not known. */
export function conditionOf(node: Node): boolean | null {
  const text = node.kind === "scalar" ? String(node.value) : "";
  return text === "true" ? true : text === "false" ? false : null;
}
