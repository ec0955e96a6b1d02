import { evaluateConditions, type PolicyVersion } from "../../../src/iam/condition/condition.js";
import type { ConditionContext, KeyValue } from "../../../src/iam/condition/context.js";
import type { Text } from "../../../src/source/node.js";
import { filePlace } from "../../../src/source/place.js";

const place = filePlace("policy.json");
const ref = { kind: "unresolved", expression: "Ref X" } as const;

type Written = readonly [operator: string, key: string, ...values: readonly Text[]];

const request: Readonly<Record<string, KeyValue>> = {
  "aws:username": ["veeam"],
  "aws:principalarn": ["arn:aws:iam::111122223333:role/veeam"],
  "aws:tagkeys": ["a", "b"],
  "aws:none": "missing",
  "aws:empty": [],
};

/** Whether the conditions hold; behind it the keys that fail and what is not known. */
function held(tests: readonly Written[], alternatives = false, version: PolicyVersion = "2012-10-17") {
  const context: ConditionContext = { valueOf: (key) => request[key] ?? "unknown", alternatives };
  const conditions = tests.map(([operator, key, ...values]) => {
    return { kind: "test", operator, key, values: values.map((text) => ({ text, place })), place } as const;
  });
  const { holds, unknowns, failed } = evaluateConditions(conditions, version, context);
  return [holds, ...failed, ...unknowns.keys, ...unknowns.expressions];
}

describe("one key of a request", () => {
  test.each<[Written, readonly string[]]>([
    [["StringEquals", "AWS:UserName", "veeam"], ["yes"]],
    [["StringEquals", "aws:username", "x", "veeam"], ["yes"]],
    [
      ["StringEquals", "aws:username", "x", "y"],
      ["no", "aws:username"],
    ],
    [["StringNotEquals", "aws:username", "x", "y"], ["yes"]],
    [
      ["StringNotEquals", "aws:username", "x", "veeam"],
      ["no", "aws:username"],
    ],
    [
      ["StringEquals", "aws:username", ref],
      ["unknown", "Ref X"],
    ],
    [
      ["StringEquals", "aws:username", ref, "veeam"],
      ["yes", "Ref X"],
    ],
    [
      ["StringNotEquals", "aws:username", ref],
      ["unknown", "Ref X"],
    ],
    [
      ["StringEquals", "aws:else", "x"],
      ["unknown", "aws:else"],
    ],
    [
      ["NoSuchOperator", "aws:username", "veeam"],
      ["unknown", "NoSuchOperator"],
    ],
    [
      ["StringEquals", "aws:none", "x"],
      ["no", "aws:none"],
    ],
    [["StringNotEquals", "aws:none", "x"], ["yes"]],
    [["StringEqualsIfExists", "aws:none", "x"], ["yes"]],
    [
      ["StringEqualsIfExists", "aws:username", "x"],
      ["no", "aws:username"],
    ],
    [
      ["StringEquals", "aws:empty", "x"],
      ["no", "aws:empty"],
    ],
    [["ArnNotEquals", "aws:principalarn", "arn:aws:iam::*:role/x"], ["yes"]],
    [
      ["ArnNotLike", "aws:principalarn", "arn:aws:iam::*:role/v*"],
      ["no", "aws:principalarn"],
    ],
    [["ForAllValues:StringEquals", "aws:none", "x"], ["yes"]],
    [
      ["ForAnyValue:StringEquals", "aws:none", "x"],
      ["no", "aws:none"],
    ],
    [["ForAnyValue:StringEqualsIfExists", "aws:none", "x"], ["yes"]],
  ])("%j: %j", (test, outcome) => expect(held([test])).toEqual(outcome));
});

describe("several values", () => {
  test.each<[Written, readonly string[], readonly string[]]>([
    [["ForAllValues:StringEquals", "aws:TagKeys", "a", "b", "c"], ["yes"], ["yes"]],
    [
      ["ForAllValues:StringEquals", "aws:TagKeys", "a"],
      ["no", "aws:TagKeys"],
      ["no", "aws:TagKeys"],
    ],
    [["ForAnyValue:StringEquals", "aws:TagKeys", "b"], ["yes"], ["yes"]],
    [
      ["ForAnyValue:StringEquals", "aws:TagKeys", "c"],
      ["no", "aws:TagKeys"],
      ["no", "aws:TagKeys"],
    ],
    [["StringEquals", "aws:TagKeys", "b"], ["yes"], ["unknown", "aws:TagKeys"]],
    [["StringEquals", "aws:TagKeys", "a", "b"], ["yes"], ["yes"]],
    [
      ["StringEquals", "aws:TagKeys", "c"],
      ["no", "aws:TagKeys"],
      ["no", "aws:TagKeys"],
    ],
  ])("%j: %j in one request, %j as what it may be", (test, atOnce, oneOf) => {
    expect(held([test])).toEqual(atOnce);
    expect(held([test], true)).toEqual(oneOf);
  });
});

describe("Null asks whether a key is there", () => {
  test.each<[Written, readonly string[]]>([
    [["Null", "aws:none", "true"], ["yes"]],
    [["Null", "aws:none", "TRUE"], ["yes"]],
    [
      ["Null", "aws:none", "false"],
      ["no", "aws:none"],
    ],
    [["Null", "aws:empty", "true"], ["yes"]],
    [
      ["Null", "aws:username", "true"],
      ["no", "aws:username"],
    ],
    [["Null", "aws:username", "False"], ["yes"]],
    [
      ["Null", "aws:username", "nonsense"],
      ["no", "aws:username"],
    ],
    [
      ["Null", "aws:username", ref],
      ["unknown", "aws:username"],
    ],
    [
      ["Null", "aws:username", ref, "false"],
      ["yes", "aws:username"],
    ],
    [
      ["Null", "aws:else", "true"],
      ["unknown", "aws:else"],
    ],
  ])("%j: %j", (test, outcome) => expect(held([test])).toEqual(outcome));
});

test("operators and keys are joined by AND, and each key that fails is named", () => {
  const holds: Written = ["StringEquals", "aws:username", "veeam"];
  const fails: Written = ["StringEquals", "aws:UserName", "x"];
  const open: Written = ["StringEquals", "aws:else", "x"];
  expect(held([])).toEqual(["yes"]);
  expect(held([holds, holds])).toEqual(["yes"]);
  expect(held([holds, open])).toEqual(["unknown", "aws:else"]);
  expect(held([open, fails, holds, ["Null", "aws:none", "false"]])).toEqual([
    "no",
    "aws:UserName",
    "aws:none",
    "aws:else",
  ]);
});

test("a block of conditions that is not known is unknown", () => {
  const context: ConditionContext = { valueOf: () => "missing", alternatives: true };
  const { holds, unknowns } = evaluateConditions(
    [{ kind: "unresolved", expression: "Fn::If C", place }],
    "2012-10-17",
    context,
  );
  expect([holds, ...unknowns.expressions]).toEqual(["unknown", "Fn::If C"]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
test("policy variables are plain text in version 2008-10-17", () => {
  const test: Written = ["StringEquals", "aws:username", "${aws:username}"];
  expect(held([test], false, "2012-10-17")).toEqual(["yes"]);
  expect(held([test], false, "2008-10-17")).toEqual(["no", "aws:username"]);
});
