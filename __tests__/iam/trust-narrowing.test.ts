import type { Condition } from "../../src/iam/model.js";
import { narrows, narrowsToUnknown } from "../../src/iam/trust-narrowing.js";
import { trustOf } from "./role.js";
import { ref } from "./unknown-text.js";

function conditionOf(operator: string, key: string, value: unknown): Condition {
  const Condition = { [operator]: { [key]: value } };
  const { statements } = trustOf({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Condition });
  const condition = statements[0]?.conditions[0];
  if (condition === undefined) throw new Error("no condition");
  return condition;
}

const ROLE = "arn:aws:iam::111122223333:role/v";
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Properties of the principal"
test.each<[operator: string, key: string, value: unknown, narrow: boolean]>([
  ["StringEquals", "aws:PrincipalArn", ROLE, true],
  ["StringEqualsIgnoreCase", "aws:PrincipalAccount", "111122223333", true],
  ["StringLike", "aws:PrincipalOrgID", "o-*", true],
  ["ForAnyValue:StringLike", "AWS:PRINCIPALORGPATHS", "o-a1/*", true],
  ["ArnLike", "aws:PrincipalArn", ROLE, true],
  ["StringNotEquals", "aws:PrincipalArn", ROLE, false],
  ["ArnNotLike", "aws:PrincipalArn", ROLE, false],
  ["Null", "aws:PrincipalArn", "false", false],
  ["NumericEquals", "aws:PrincipalAccount", "111122223333", false],
  ["StringLike", "aws:PrincipalArn", [], false],
  ["StringLike", "aws:PrincipalArnX", ROLE, false],
  ["StringLike", "my.aws:PrincipalArn", ROLE, false],
  ["StringLike", "aws:PrincipalTag/x", "y", false],
  ["StringEquals", "aws:username", "bob", false],
])("evaluates whether %s %s %j trusts only those that it names: %s", (operator, key, value, narrow) => {
  const condition = conditionOf(operator, key, value);
  expect(narrows(condition)).toBe(narrow);
  expect(narrowsToUnknown({ conditions: [condition] })).toBe(false);
  if (condition.kind !== "test" || condition.values.length === 0) return;
  const unknown = [...condition.values, { ...condition.values[0], text: ref("var.who") }] as typeof condition.values;
  expect(narrowsToUnknown({ conditions: [{ ...condition, values: unknown }] })).toBe(narrow);
});
