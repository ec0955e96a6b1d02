import { Evaluation } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, deny, roleWith } from "./role.js";

const authorization = await loadAuthorization();
const today = "2026-11-28";

function verdict(
  statements: readonly object[],
  action: string,
  declared: Readonly<Record<string, string>> = {},
): string {
  const context = new Map(Object.entries(declared).map(([key, value]) => [key.toLowerCase(), [value]]));
  const evaluation = new Evaluation(context, authorization, today);
  return evaluation.of(roleWith(...statements))({ action, resources: ["*"] }).verdict;
}

const when = (operator: string, key: string, ...values: readonly string[]) => ({
  Condition: { [operator]: { [key]: values } },
});

/** Service authorization reference: the condition keys of each action. */
test.each<[string, string, string, string, string]>([
  ["kms:CreateGrant", "Bool", "kms:GrantIsForAWSResource", "true", "granted"],
  ["kms:DescribeKey", "Bool", "kms:GrantIsForAWSResource", "true", "missing"],
  ["kms:DescribeKey", "BoolIfExists", "kms:GrantIsForAWSResource", "true", "granted"],
  ["ec2:CreateVolume", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com", "missing"],
  ["iam:PassRole", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com", "granted"],
  ["ec2:CreateVolume", "StringNotEquals", "iam:PassedToService", "x", "granted"],
])("%s with %s on the declared key %s = %s: %s", (action, operator, key, value, expected) => {
  expect(verdict([allow(action, "*", when(operator, key, value))], action, { [key]: value })).toBe(expected);
});

test("a global key is never missing because the data does not list it", () => {
  const statement = allow("sqs:SendMessage", "*", when("StringEquals", "aws:PrincipalTag/team", "a"));
  expect(verdict([statement], "sqs:SendMessage")).toBe("conditional");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html */
describe("a guard on regions", () => {
  const guard = deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", "eu-west-1"));
  const region = { "aws:RequestedRegion": "eu-west-1" };
  test.each([
    ["iam:GetRole", region, "denied"],
    ["iam:GetRole", {}, "denied"],
    ["iam:PassRole", region, "conditional"],
    ["sqs:SendMessage", region, "granted"],
    ["sqs:SendMessage", {}, "conditional"],
    ["organizations:DescribeOrganization", region, "denied"],
  ])("%s, declared %j: %s", (action, declared, expected) => {
    expect(verdict([allow("*"), guard], action, declared)).toBe(expected);
  });
  test("an Allow in another region grants nothing of iam", () => {
    const allowed = allow("*", "*", when("StringEquals", "aws:RequestedRegion", "eu-west-1"));
    expect(verdict([allowed], "iam:GetRole", region)).toBe("missing");
    expect(
      verdict([allow("*", "*", when("StringEquals", "aws:RequestedRegion", "us-east-1"))], "iam:GetRole", region),
    ).toBe("granted");
  });
});

test.each([
  ["DateGreaterThan", "2020-01-01T00:00:00Z", "granted"],
  ["DateLessThan", "2020-01-01T00:00:00Z", "missing"],
  ["DateEquals", "2020-01-01T00:00:00Z", "missing"],
  ["DateNotEquals", "2020-01-01T00:00:00Z", "granted"],
  ["DateGreaterThan", "2030-01-01T00:00:00Z", "conditional"],
  ["DateLessThan", "2030-01-01T00:00:00Z", "conditional"],
])("%s %s of the current time: %s", (operator, date, expected) => {
  expect(verdict([allow("sqs:SendMessage", "*", when(operator, "aws:CurrentTime", date))], "sqs:SendMessage")).toBe(
    expected,
  );
});

test("an empty list of values never matches a positive operator", () => {
  expect(verdict([allow("sqs:SendMessage", "*", when("StringEquals", "aws:PrincipalTag/x"))], "sqs:SendMessage")).toBe(
    "missing",
  );
});

test("sts:GetCallerIdentity needs no permission, and no Deny takes it away", () => {
  expect(verdict([], "sts:GetCallerIdentity")).toBe("granted");
  expect(verdict([deny("*")], "sts:GetCallerIdentity")).toBe("granted");
});
