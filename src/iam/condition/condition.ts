import type { Condition, ConditionTest, PolicyDocument, PolicyText } from "../model.js";
import { all, any } from "../ternary.js";
import type { Ternary } from "../verdict.js";
import { comparer, isReadable, isRequestValue, RequestValue, type ValueReadOptions } from "./compare.js";
import { mayCompare } from "./comparisons.js";
import { type ConditionContext, noUnknowns, type Unknowns } from "./context.js";
import { contradictingKey } from "./contradiction.js";
import { evaluateTimeTest, isAlwaysThere } from "./every-request.js";
import { type Operator, parseOperator } from "./operator.js";
import { PRINCIPAL_ACCOUNT, PRINCIPAL_ARN, testOwnAccount, testRoleArns } from "./role-arn.js";

/** Whether a statement's conditions hold, which values are unknown, and, if the conditions don't hold, which keys fail. */
export interface ConditionOutcome {
  readonly holds: Ternary;
  readonly unknowns: Unknowns;
  readonly failed: readonly string[];
}

export type PolicyVersion = PolicyDocument["version"];

/** Evaluates a statement's conditions. AWS combines operators and keys with AND. */
export function evaluateConditions(
  conditions: readonly Condition[],
  version: PolicyVersion,
  context: ConditionContext,
): ConditionOutcome {
  const unknowns = noUnknowns();
  const variables = version === "2012-10-17" ? context : null;
  const reading: ValueReadOptions = { variables, unknowns, expressions: context.expressions };
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
  const contradicting = results.includes("unknown")
    ? contradictingKey(
        conditions.filter((one) => one.kind === "test"),
        (key) => context.valueOf(key) === "unknown",
        (test, key, value) => {
          const requested = { ...context, valueOf: (one: string) => (one === key ? value : context.valueOf(one)) };
          return evaluateTest(test, requested, { ...reading, unknowns: noUnknowns() });
        },
      )
    : null;
  if (contradicting !== null) return { holds: "no", unknowns, failed: [...failed, contradicting] };
  return { holds: all(results), unknowns, failed };
}

function evaluateTest(test: ConditionTest, context: ConditionContext, reading: ValueReadOptions): Ternary {
  const operator = parseOperator(test.operator);
  if (operator === null) {
    reading.unknowns.expressions.add(test.operator);
    return "unknown";
  }
  const value = context.valueOf(test.key.toLowerCase());
  if (value === "unknown") {
    const settled = settledUnknown(operator, test, context, reading);
    if (settled === "unknown") reading.unknowns.keys.add(test.key);
    return settled;
  }
  return evaluateKnown(operator, test, value === "missing" ? [] : value, context, reading);
}

function evaluateKnown(
  operator: Operator,
  test: ConditionTest,
  values: readonly string[],
  context: ConditionContext,
  reading: ValueReadOptions,
): Ternary {
  if (operator.comparison === "null") return evaluateNull(test, values.length === 0, reading);
  if (values.length === 0) return missingKey(operator);
  return overValues(operator, test, values, context, reading);
}

/** The result of a test in every possible request, if it is always the same. */
function settledUnknown(
  operator: Operator,
  test: ConditionTest,
  context: ConditionContext,
  reading: ValueReadOptions,
): Ternary {
  const key = test.key.toLowerCase();
  const overRole = key === PRINCIPAL_ARN ? testRoleArns : key === PRINCIPAL_ACCOUNT ? testOwnAccount : null;
  const ofRole = overRole?.(operator, test, context.arns ?? [], reading) ?? "unknown";
  if (ofRole !== "unknown") return ofRole;
  const optional = context.optional?.(key) ?? "unknown";
  if (typeof optional !== "string") {
    const [there, missing] = [optional, []].map((values) => evaluateKnown(operator, test, values, context, reading));
    return there !== undefined && there === missing ? there : "unknown";
  }
  const isThere = isAlwaysThere(key, context.ofSession);
  const whatever = overAnyValue(operator, test);
  const isWhatever = isThere || operator.comparison === "null" || whatever === missingKey(operator);
  if (whatever !== "unknown" && isWhatever) return whatever;
  if (operator.comparison === "null" && isThere) return evaluateNull(test, false, reading);
  const fromNow = evaluateTimeTest(operator, test, context.today ?? null);
  return isThere || fromNow === missingKey(operator) ? fromNow : "unknown";
}

/**
 * The result of a test for any value of the key. AWS: a positive operator needs one of the policy's values, and a negated one
 * none of them. A value that isn't of the operator's type is never compared.
 */
function overAnyValue(operator: Operator, { values }: ConditionTest): Ternary {
  const { comparison } = operator;
  if ((comparison === "null" || comparison === "bool") && hasBoth(values)) return "yes";
  if (comparison === "null") return values.length === 0 ? "no" : "unknown";
  if (values.length === 0) return operator.negated ? "yes" : "no";
  if (comparison === "string-like" && values.some(({ text }) => text === "*")) return operator.negated ? "no" : "yes";
  const isUnreadable = ({ text }: PolicyText): boolean => typeof text === "string" && !isReadable(operator, text);
  return (operator.negated ? values.some(isUnreadable) : values.every(isUnreadable)) ? "no" : "unknown";
}

/** Whether the values include true and false. Values are combined with OR, so `["true", "false"]` requires nothing. */
function hasBoth(values: readonly PolicyText[]): boolean {
  return ["true", "false"].every((one) =>
    values.some(({ text }) => typeof text === "string" && text.toLowerCase() === one),
  );
}

/** The result of a `Null` test. AWS: `Null: true` holds if the key is missing or has no value. */
function evaluateNull(test: ConditionTest, missing: boolean, { unknowns }: ValueReadOptions): Ternary {
  return any(
    test.values.map(({ text }) => {
      if (typeof text === "string") return text.toLowerCase() === String(missing) ? "yes" : "no";
      unknowns.expressions.add(test.key);
      return "unknown";
    }),
  );
}

function missingKey(operator: Operator): Ternary {
  if (operator.ifExists) return "yes";
  if (operator.set !== null) return operator.set === "all" ? "yes" : "no";
  return operator.negated ? "yes" : "no";
}

function overValues(
  operator: Operator,
  test: ConditionTest,
  values: readonly string[],
  context: ConditionContext,
  reading: ValueReadOptions,
): Ternary {
  if (!mayCompare(values, test)) {
    reading.unknowns.expressions.add(`the many values of ${test.key}`);
    return "unknown";
  }
  // The policy's values are combined with OR, or with NOR under a negated operator.
  const comparers = test.values.map(({ text }) => comparer(operator, text, reading));
  const results = values.map((value) => {
    const requested = new RequestValue(operator, value);
    const matches = comparers.map((compare) => compare(requested));
    return operator.negated ? all(matches) : any(matches);
  });
  // A declared value of a different type, such as a range of addresses, can't be the value in a request.
  const isKnown = !context.alternatives || values.every((value) => isRequestValue(operator, value));
  if (isKnown && operator.set === "all") return all(results);
  if (isKnown && (operator.set === "any" || !context.alternatives)) return any(results);
  const certain = isKnown && results.every((result) => result === results[0]) ? results[0] : undefined;
  if (certain !== undefined) return certain;
  reading.unknowns.keys.add(test.key);
  return "unknown";
}
