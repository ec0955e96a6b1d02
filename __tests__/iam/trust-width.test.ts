import type { PolicyDocument } from "../../src/iam/model.js";
import { evaluateTrust } from "../../src/iam/trust.js";
import type { TooWide } from "../../src/iam/verdict.js";
import { roleOf, trustOf } from "./role.js";
import { ref } from "./unknown-text.js";

const A = "111122223333";
const ROLE = `arn:aws:iam::${A}:role/veeam`;
const OTHER = `arn:aws:iam::${A}:role/other`;
type Test = readonly [operator: string, key: string, value: unknown];

function trusts(Principal: unknown, ...tests: readonly Test[]) {
  const Condition = Object.fromEntries(tests.map(([operator, key, value]) => [operator, { [key]: value }]));
  return { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
}

function widthOf(trust: PolicyDocument, appliance: readonly string[] = []): TooWide | null {
  return evaluateTrust(roleOf({ trust }), "appliance", appliance, new Map())?.tooWide ?? null;
}

const ORG: Test = ["StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"];
const TAG: Test = ["StringLike", "aws:PrincipalTag/team", "backup"];
const MFA: Test = ["Bool", "aws:MultiFactorAuthPresent", "true"];
const VPC: Test = ["StringNotEquals", "aws:SourceVpc", "vpc-1"];
const IF_ACCOUNT: Test = ["StringEqualsIfExists", "aws:PrincipalAccount", A];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: keys that identify the
// caller, and keys that callers can choose.
test.each<[string, readonly object[], TooWide["width"] | null, readonly string[]]>([
  ["everyone", [trusts("*")], "anyone", []],
  ["everyone with MFA", [trusts("*", MFA)], "anyone", ["aws:MultiFactorAuthPresent"]],
  ["two keys that the caller chooses", [trusts("*", MFA, TAG)], "anyone", [MFA[1], TAG[1]]],
  ["a key that the caller does not choose", [trusts("*", VPC)], null, []],
  ["a service next to everyone", [trusts({ AWS: "*", Service: "ec2.amazonaws.com" }, MFA)], "anyone", [MFA[1]]],
  ["an organization", [trusts("*", ORG)], "organization", [ORG[1]]],
  ["an organization and a key that the caller chooses", [trusts("*", ORG, TAG)], "organization", [ORG[1]]],
  ["callers without an account", [trusts("*", IF_ACCOUNT)], "unidentified", [IF_ACCOUNT[1]]],
  [
    "callers without an account, with a key that the caller chooses",
    [trusts("*", IF_ACCOUNT, MFA)],
    "unidentified",
    [IF_ACCOUNT[1]],
  ],
  ["the first of two statements", [trusts("*", MFA), trusts("*", TAG)], "anyone", [MFA[1]]],
  ["the wider of two statements", [trusts("*", ORG), trusts("*", TAG)], "anyone", [TAG[1]]],
  ["an account that need not be narrowed", [trusts({ AWS: A })], null, []],
])("reports the width of %s", (_, statements, width, narrowedBy) => {
  const found = widthOf(trustOf(...statements));
  expect([found?.width ?? null, found?.narrowedBy ?? []]).toEqual([width, narrowedBy]);
});

const anotherOrg: Test = ["StringNotLike", "aws:PrincipalOrgPaths", "o-z9/*"];
test.each<[string, readonly object[], TooWide["width"] | null]>([
  ["its account", [trusts({ AWS: A })], "account"],
  ["its account and the caller's name", [trusts({ AWS: A }, ["ArnLike", "aws:PrincipalArn", ROLE])], null],
  ["its account and a name pattern", [trusts({ AWS: A }, ["StringLike", "aws:PrincipalArn", "*role/v*"])], "account"],
  ["its account next to the role", [trusts({ AWS: [A, ROLE] })], null],
  ["its account next to another role", [trusts({ AWS: [A, OTHER] })], "account"],
  ["the role next to another account", [trusts({ AWS: [ROLE, "444455556666"] })], null],
  ["its account outside an organization", [trusts({ AWS: A }, anotherOrg)], null],
])("finds the role through %s", (_, statements, width) => {
  expect(widthOf(trustOf(...statements), [ROLE])?.width ?? null).toBe(width);
});

/** The trust policy with values that are known only at deployment, for conditions on some keys. */
function withUnknown(trust: PolicyDocument, ...keys: readonly string[]): PolicyDocument {
  const statements = trust.statements.map((statement) => {
    const conditions = statement.conditions.map((one) => {
      if (one.kind !== "test" || !keys.includes(one.key)) return one;
      return { ...one, values: one.values.map((value) => ({ ...value, text: ref("var.value") })) };
    });
    return { ...statement, conditions };
  });
  return { ...trust, statements };
}

const ORG_PATHS: Test = ["ForAnyValue:StringLike", "AWS:PrincipalOrgPaths", "o-a1/*"];
const ARN: Test = ["ArnLike", "aws:PrincipalArn", ROLE];
test.each<[string, object, readonly string[], readonly string[] | null]>([
  ["an organization", trusts("*", ORG), [ORG[1]], [ORG[1]]],
  ["paths, in any case", trusts("*", ORG_PATHS), [ORG_PATHS[1]], [ORG_PATHS[1]]],
  ["an ARN", trusts("*", ARN), [ARN[1]], null],
  ["an organization and an ARN", trusts("*", ORG, ARN), [ORG[1], ARN[1]], null],
  ["a role's organization", trusts({ AWS: ROLE }, ORG), [ORG[1]], null],
])("is narrowed to %s known only at deployment", (_, statement, unknown, narrowedBy) => {
  const found = widthOf(withUnknown(trustOf(statement), ...unknown));
  expect(found?.narrowedBy ?? null).toEqual(narrowedBy);
  if (narrowedBy !== null) expect(found?.width).toBe("organization");
});
