import { parseOperator } from "./condition/operator.js";
import type { Condition, ConditionTest, Statement } from "./model.js";

/** Keys that identify the caller: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const IDENTITY = /^aws:principal(arn|account|orgid|orgpaths)$/;

export function isIdentityKey(key: string): boolean {
  return IDENTITY.test(key);
}

/** A statement's conditions on the caller's identity. */
export function identityTests({ conditions }: Pick<Statement, "conditions">): readonly ConditionTest[] {
  return conditions.filter((one) => one.kind === "test" && isIdentityKey(one.key.toLowerCase())) as ConditionTest[];
}

/** Whether a condition lets in only callers that it names. */
export function narrows(condition: Condition): boolean {
  if (condition.kind !== "test" || condition.values.length === 0 || !isIdentityKey(condition.key.toLowerCase()))
    return false;
  const operator = parseOperator(condition.operator);
  return (
    operator !== null &&
    !operator.negated &&
    (operator.comparison.startsWith("string") || operator.comparison === "arn")
  );
}

/** Whether a statement's conditions identify the caller by a value that is known only at deployment. */
export function narrowsToUnknown({ conditions }: Pick<Statement, "conditions">): boolean {
  return conditions.some(
    (one) => one.kind === "test" && narrows(one) && one.values.some(({ text }) => typeof text !== "string"),
  );
}
