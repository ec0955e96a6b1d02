import type { Condition, ConditionTest, PolicyDocument } from "../model.js";
import { all, any, not } from "../three.js";
import type { Three } from "../verdict.js";
import { compare, type ValueReading } from "./compare.js";
import { type ConditionContext, noUnknowns, type Unknowns } from "./context.js";
import { parseDate } from "./date.js";
import { type Operator, parseOperator } from "./operator.js";

/** Whether a statement's conditions hold, with what is not known, or (when they do not hold) the keys that fail. */
export interface ConditionOutcome {
  readonly holds: Three;
  readonly unknowns: Unknowns;
  readonly failed: readonly string[];
}

export type PolicyVersion = PolicyDocument["version"];

/** Operators and keys are joined by AND. */
export function evaluateConditions(
  conditions: readonly Condition[],
  version: PolicyVersion,
  context: ConditionContext,
): ConditionOutcome {
  const unknowns = noUnknowns();
  const variables = version === "2012-10-17" ? context : null;
  const reading: ValueReading = { variables, unknowns, expressions: context.expressions };
  const failed: string[] = [];
  const results = conditions.map((condition) => {
    if (condition.kind === "unresolved") {
      unknowns.expressions.add(condition.expression);
      return "unknown";
    }
    const holds = evaluateTest(condition, context, reading);
    if (holds === "no") failed.push(condition.key);
    return holds;
  });
  return { holds: all(results), unknowns, failed };
}

function evaluateTest(test: ConditionTest, context: ConditionContext, reading: ValueReading): Three {
  const operator = parseOperator(test.operator);
  if (operator === null) {
    reading.unknowns.expressions.add(test.operator);
    return "unknown";
  }
  const value = context.valueOf(test.key.toLowerCase());
  if (value === "unknown") {
    // AWS: a positive operator needs one of its values, whatever the request holds.
    if (test.values.length === 0 && isPositive(operator)) return "no";
    const passed = afterDates(operator, test, context);
    if (passed !== null) return passed;
    reading.unknowns.keys.add(test.key);
    return "unknown";
  }
  const values = value === "missing" ? [] : value;
  if (operator.comparison === "null") return evaluateNull(test, values.length === 0, reading);
  if (values.length === 0) return missingKey(operator);
  return overValues(operator, test, values, context, reading);
}

function isPositive({ comparison, negated, ifExists, set }: Operator): boolean {
  return comparison !== "null" && !negated && !ifExists && set !== "all";
}

/**
 * What a test of the current time comes to from today on, where all its dates have passed. One that is yet to come holds for a
 * while only, whichever way it points.
 */
function afterDates(operator: Operator, test: ConditionTest, { today }: ConditionContext): Three | null {
  if (operator.comparison !== "date" || test.key.toLowerCase() !== "aws:currenttime" || !today) return null;
  const now = parseDate(today);
  const dates = test.values.map(({ text }) => (typeof text === "string" ? parseDate(text) : null));
  if (now === null || dates.some((date) => date === null || date >= now)) return null;
  // Every date lies behind: later than each, and equal to none.
  const isLater = operator.order === "greater" || operator.order === "greater-or-equal";
  return isLater !== operator.negated ? "yes" : "no";
}

/** AWS: `Null: true` holds when the key is missing or has no value. */
function evaluateNull(test: ConditionTest, missing: boolean, { unknowns }: ValueReading): Three {
  return any(
    test.values.map(({ text }) => {
      if (typeof text === "string") return text.toLowerCase() === String(missing) ? "yes" : "no";
      unknowns.expressions.add(test.key);
      return "unknown";
    }),
  );
}

function missingKey(operator: Operator): Three {
  if (operator.ifExists) return "yes";
  if (operator.set !== null) return operator.set === "all" ? "yes" : "no";
  return operator.negated ? "yes" : "no";
}

function overValues(
  operator: Operator,
  test: ConditionTest,
  values: readonly string[],
  context: ConditionContext,
  reading: ValueReading,
): Three {
  // Values of the policy are joined by OR, and by NOR under a negated operator.
  const results = values.map((value) => {
    const matched = any(test.values.map(({ text }) => compare(operator, value, text, reading)));
    return operator.negated ? not(matched) : matched;
  });
  if (operator.set === "all") return all(results);
  if (operator.set === "any" || !context.alternatives) return any(results);
  const certain = results.every((result) => result === results[0]) ? results[0] : undefined;
  if (certain !== undefined) return certain;
  reading.unknowns.keys.add(test.key);
  return "unknown";
}
