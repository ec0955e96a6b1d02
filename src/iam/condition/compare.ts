import type { Text } from "../../source/node.js";
import { literal } from "../pattern.js";
import { matchText, readText, type TextReading } from "../text-pattern.js";
import { not } from "../three.js";
import type { Three } from "../verdict.js";
import { matchArn } from "./arn.js";
import { equalBinary } from "./binary.js";
import { parseDate } from "./date.js";
import { addressInRange, isAddressRange } from "./ip-address.js";
import { parseNumber } from "./number.js";
import type { Operator, Order } from "./operator.js";

/** How policy values are read: with the variables of the request, or without where the version has none. */
export type ValueReading = Pick<TextReading, "variables" | "unknowns" | "expressions">;

/**
 * Whether one value of the request satisfies an operator with one of the policy. A value that is none of the operator's type can't be
 * compared, and what can't be compared does not match: not under a negated operator either.
 */
export function compare(operator: Operator, value: string, expected: Text, reading: ValueReading): Three {
  const isOfType = isSingle(operator, value) && (typeof expected !== "string" || isReadable(operator, expected));
  if (!isOfType) return "no";
  const matched = compareRead(operator, value, expected, reading);
  return operator.negated ? not(matched) : matched;
}

const WRITTEN_BOOL = /^(?:true|false)$/i;

/** Whether a value is of the type that an operator compares; for an address, a policy may have a range. */
export function isReadable({ comparison }: Pick<Operator, "comparison">, text: string): boolean {
  switch (comparison) {
    case "number":
      return parseNumber(text) !== null;
    case "date":
      return parseDate(text) !== null;
    case "bool":
      return WRITTEN_BOOL.test(text);
    case "ip":
      return isAddressRange(text);
    default:
      return true;
  }
}

/** Whether a request may have a value for a key that is compared so: of a range, an address. */
export function isRequestValue(operator: Pick<Operator, "comparison">, value: string): boolean {
  return isSingle(operator, value) && (operator.comparison !== "arn" || /^arn:[^:]*(?::[^:]*){3}:./.test(value));
}

function isSingle(operator: Pick<Operator, "comparison">, value: string): boolean {
  return isReadable(operator, value) && (operator.comparison !== "ip" || !value.includes("/"));
}

function compareRead(operator: Operator, value: string, expected: Text, reading: ValueReading): Three {
  switch (operator.comparison) {
    case "string":
      return matchString(value, expected, { ...reading, wildcards: false, foldCase: false });
    case "string-ignore-case":
      return matchString(value, expected, { ...reading, wildcards: false, foldCase: true });
    case "string-like":
      return matchString(value, expected, { ...reading, wildcards: true, foldCase: false });
    case "arn":
      return matchArn(readText(expected, { ...reading, wildcards: true, foldCase: false }), value);
    case "bool":
      return known(expected, reading, (text) => value.toLowerCase() === text.toLowerCase());
    case "binary":
      return known(expected, reading, (text) => equalBinary(value, text));
    case "ip":
      return known(expected, reading, (text) => addressInRange(value, text));
    case "number":
      return known(expected, reading, (text) => inOrder(operator.order, parseNumber(value), parseNumber(text)));
    case "date":
      return known(expected, reading, (text) => inOrder(operator.order, parseDate(value), parseDate(text)));
    case "null":
      return "no";
  }
}

function matchString(value: string, expected: Text, reading: TextReading): Three {
  return matchText(readText(expected, reading), literal(reading.foldCase ? value.toLowerCase() : value));
}

/** These have no policy variables, and nothing can be said of a value that is known in parts. */
function known(expected: Text, { unknowns }: ValueReading, test: (text: string) => boolean): Three {
  if (typeof expected === "string") return test(expected) ? "yes" : "no";
  for (const part of expected.kind === "partial" ? expected.parts : [expected]) {
    if (typeof part !== "string") unknowns.expressions.add(part.expression);
  }
  return "unknown";
}

export function inOrder(order: Order, value: number | null, expected: number | null): boolean {
  if (value === null || expected === null) return false;
  switch (order) {
    case "equal":
      return value === expected;
    case "less":
      return value < expected;
    case "less-or-equal":
      return value <= expected;
    case "greater":
      return value > expected;
    case "greater-or-equal":
      return value >= expected;
  }
}
