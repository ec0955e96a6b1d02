import type { Condition, ConditionTest, PolicyDocument } from "../model.js";
import { all, any, not } from "../three.js";
import type { Three } from "../verdict.js";
import { compare, type ValueReading } from "./compare.js";
import { type ConditionContext, noUnknowns, type Unknowns } from "./context.js";
import { fromTodayOn, isAlwaysThere } from "./every-request.js";
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
    const ofNothing = test.values.length === 0 ? overNoValue(operator) : "unknown";
    if (ofNothing !== "unknown") return ofNothing;
    const isThere = isAlwaysThere(test.key.toLowerCase());
    if (operator.comparison === "null" && isThere) return evaluateNull(test, false, reading);
    const fromNow = fromTodayOn(operator, test, context.today ?? null);
    if (fromNow !== "unknown" && (isThere || fromNow === missingKey(operator))) return fromNow;
    reading.unknowns.keys.add(test.key);
    return "unknown";
  }
  const values = value === "missing" ? [] : value;
  if (operator.comparison === "null") return evaluateNull(test, values.length === 0, reading);
  if (values.length === 0) return missingKey(operator);
  return overValues(operator, test, values, context, reading);
}

/** AWS: a positive operator needs one of its values, whatever the request holds; a negated one none of them. */
function overNoValue(operator: Operator): Three {
  if (operator.comparison === "null") return "no";
  const whenThere = operator.negated ? "yes" : "no";
  return missingKey(operator) === whenThere ? whenThere : "unknown";
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
