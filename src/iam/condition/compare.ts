import { partsOf, type Text } from "../../source/node.js";
import { literal, type Pattern } from "../pattern.js";
import { not } from "../ternary.js";
import { matchText, readText, type TextReading } from "../text-pattern.js";
import type { Ternary } from "../verdict.js";
import { matchArn } from "./arn.js";
import { equalBinary } from "./binary.js";
import { parseDate } from "./date.js";
import { addressInRange, isAddressRange } from "./ip-address.js";
import { parseNumber } from "./number.js";
import type { Operator, Order } from "./operator.js";

/** How policy values are read: with the variables of the request, or without them if the policy's version has none. */
export type ValueReadOptions = Pick<TextReading, "variables" | "unknowns" | "expressions">;

/** One value of the request, read once for all comparisons. */
export class RequestValue {
  readonly isOfType: boolean;
  #pattern: Pattern | undefined;

  constructor(
    private readonly operator: Operator,
    readonly text: string,
  ) {
    this.isOfType = isSingle(operator, text);
  }

  get pattern(): Pattern {
    const folds = this.operator.comparison === "string-ignore-case";
    this.#pattern ??= literal(folds ? this.text.toLowerCase() : this.text);
    return this.#pattern;
  }
}

type Compare = (value: RequestValue) => Ternary;

/**
 * Whether request values satisfy an operator with one policy value, which is read once for all of them. A value that isn't of the
 * operator's type can't be compared and so doesn't match, not even under a negated operator.
 */
export function comparer(operator: Operator, expected: Text, reading: ValueReadOptions): Compare {
  const isOfType = typeof expected !== "string" || isReadable(operator, expected);
  let matches: Compare | null = null;
  return (value) => {
    if (!isOfType || !value.isOfType) return "no";
    matches ??= matcher(operator, expected, reading);
    const matched = matches(value);
    return operator.negated ? not(matched) : matched;
  };
}

const WRITTEN_BOOL = /^(?:true|false)$/i;

/** Whether a value has the type that an operator compares. The value in a policy may be a range of addresses. */
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

/** Whether a request may have the value for a key that is compared this way. A request has a single address, never a range. */
export function isRequestValue(operator: Pick<Operator, "comparison">, value: string): boolean {
  return isSingle(operator, value) && (operator.comparison !== "arn" || /^arn:[^:]*(?::[^:]*){3}:./.test(value));
}

function isSingle(operator: Pick<Operator, "comparison">, value: string): boolean {
  return isReadable(operator, value) && (operator.comparison !== "ip" || !value.includes("/"));
}

function matcher(operator: Operator, expected: Text, reading: ValueReadOptions): Compare {
  switch (operator.comparison) {
    case "string":
      return textMatcher(expected, { ...reading, wildcards: false, foldCase: false });
    case "string-ignore-case":
      return textMatcher(expected, { ...reading, wildcards: false, foldCase: true });
    case "string-like":
      return textMatcher(expected, { ...reading, wildcards: true, foldCase: false });
    case "arn": {
      const pattern = readText(expected, { ...reading, wildcards: true, foldCase: false });
      return ({ text }) => matchArn(pattern, text);
    }
    case "bool":
      return known(expected, reading, (text, value) => value.toLowerCase() === text.toLowerCase());
    case "binary":
      return known(expected, reading, (text, value) => equalBinary(value, text));
    case "ip":
      return known(expected, reading, (text, value) => addressInRange(value, text));
    case "number":
      return known(expected, reading, (text, value) => inOrder(operator.order, parseNumber(value), parseNumber(text)));
    case "date":
      return known(expected, reading, (text, value) => inOrder(operator.order, parseDate(value), parseDate(text)));
    case "null":
      return () => "no";
  }
}

function textMatcher(expected: Text, reading: TextReading): Compare {
  const pattern = readText(expected, reading);
  return (value) => matchText(pattern, value.pattern);
}

/** Compares values of a type that has no policy variables. A partly unknown value settles nothing. */
function known(
  expected: Text,
  { unknowns }: ValueReadOptions,
  test: (text: string, value: string) => boolean,
): Compare {
  if (typeof expected === "string") return ({ text }) => (test(expected, text) ? "yes" : "no");
  for (const part of partsOf(expected)) {
    if (typeof part !== "string") unknowns.expressions.add(part.expression);
  }
  return () => "unknown";
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
