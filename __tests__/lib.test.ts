import { type EvaluationRequest, type EvaluationResult, evaluate, type Policies } from "../src/lib.js";
import { allow, deny } from "./iam/role.js";

const ROLE = "arn:aws:iam::111122223333:role/team/worker";
const SESSION = "arn:aws:sts::111122223333:assumed-role/worker/session";
const USER = "arn:aws:iam::111122223333:user/Bob";
const FILE = "arn:aws:s3:::bucket/file";

function doc(...statements: readonly object[]) {
  return { Version: "2012-10-17", Statement: statements };
}

function ask(policies: Policies, request: Partial<EvaluationRequest> = {}): EvaluationResult {
  return evaluate(policies, { action: "s3:GetObject", resource: FILE, principal: { AWS: ROLE }, ...request });
}

test.each<[string, object[], EvaluationResult]>([
  ["nothing", [], "implicitly-denied"],
  ["an Allow", [allow("s3:GetObject", FILE)], "allowed"],
  ["a wildcard that crosses /", [allow("s3:Get*", "arn:aws:s3:::b*")], "allowed"],
  ["a resource in another case", [allow("s3:Get*", "arn:aws:s3:::Bucket/*")], "implicitly-denied"],
  ["a Deny next to an Allow", [allow("s3:*"), deny("s3:GetObject")], "explicitly-denied"],
  ["a Deny on its own", [deny("s3:GetObject")], "explicitly-denied"],
  [
    "NotResource without the resource",
    [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::other/*" }],
    "allowed",
  ],
  [
    "NotResource with the resource",
    [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::bucket/*" }],
    "implicitly-denied",
  ],
])("evaluates an identity policy: %s", (_name, statements, result) => {
  expect(ask({ identityPolicies: [doc(...statements)] })).toBe(result);
});

// Resource policies and boundaries: reference_policies_evaluation-logic_policy-eval-basics.html, access_policies_boundaries.html
test.each<[string, object | string, EvaluationRequest["principal"], object[], object[] | null, EvaluationResult]>([
  ["names the role", { AWS: ROLE }, { AWS: ROLE }, [], null, "allowed"],
  ["names the role of a session", { AWS: ROLE }, { AWS: SESSION }, [], null, "allowed"],
  ["names another role", { AWS: `${ROLE}2` }, { AWS: ROLE }, [], null, "implicitly-denied"],
  ["names the account, which delegates", { AWS: "111122223333" }, { AWS: ROLE }, [], null, "implicitly-denied"],
  ["names everyone", { AWS: "*" }, { AWS: ROLE }, [], null, "allowed"],
  ["names a service", { Service: "ec2.amazonaws.com" }, { Service: "ec2.amazonaws.com" }, [], null, "allowed"],
  [
    "names another service",
    { Service: "ec2.amazonaws.com" },
    { Service: "rds.amazonaws.com" },
    [],
    null,
    "implicitly-denied",
  ],
  [
    "names a role whose boundary does not allow",
    { AWS: ROLE },
    { AWS: ROLE },
    [],
    [allow("ec2:*")],
    "implicitly-denied",
  ],
  ["names everyone, regardless of a role's boundary", "*", { AWS: ROLE }, [], [allow("ec2:*")], "allowed"],
  [
    "names everyone, regardless of a session's boundary",
    { AWS: "*" },
    { AWS: SESSION },
    [],
    [allow("ec2:*")],
    "allowed",
  ],
  ["names everyone, regardless of a user's boundary", { AWS: "*" }, { AWS: USER }, [], [allow("ec2:*")], "allowed"],
  ["names everyone and the role", { AWS: [ROLE, "*"] }, { AWS: ROLE }, [], [allow("ec2:*")], "allowed"],
  ["names the role of a session", { AWS: ROLE }, { AWS: SESSION }, [], [allow("ec2:*")], "implicitly-denied"],
  [
    "names everyone, with a boundary that denies",
    "*",
    { AWS: ROLE },
    [],
    [allow("*"), deny("s3:*")],
    "explicitly-denied",
  ],
  ["names a user, regardless of the boundary", { AWS: USER }, { AWS: USER }, [], [allow("ec2:*")], "allowed"],
  ["names a session, regardless of the boundary", { AWS: SESSION }, { AWS: SESSION }, [], [allow("ec2:*")], "allowed"],
  [
    "names the role, with a boundary that denies",
    { AWS: ROLE },
    { AWS: ROLE },
    [],
    [allow("*"), deny("s3:*")],
    "explicitly-denied",
  ],
])("evaluates a resource policy that %s", (_name, Principal, principal, identity, boundary, result) => {
  const resourcePolicy = doc({ Effect: "Allow", Principal, Action: "s3:*", Resource: "*" });
  const policies = { identityPolicies: [doc(...identity)], resourcePolicy, boundary: boundary && doc(...boundary) };
  expect(ask(policies, { principal })).toBe(result);
});

test("exempts the principals that NotPrincipal names, but not an account's members", () => {
  const policy = (NotPrincipal: object) => doc({ Effect: "Deny", NotPrincipal, Action: "s3:*", Resource: "*" });
  const identityPolicies = [doc(allow("*"))];
  expect(ask({ identityPolicies, resourcePolicy: policy({ AWS: ROLE }) })).toBe("allowed");
  expect(ask({ identityPolicies, resourcePolicy: policy({ AWS: USER }) })).toBe("explicitly-denied");
  expect(ask({ identityPolicies, resourcePolicy: policy({ AWS: "111122223333" }) })).toBe("explicitly-denied");
});

test("requires both sides to allow across accounts", () => {
  const resource = "arn:aws:sqs:eu-west-1:444455556666:queue";
  const resourcePolicy = doc({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "sqs:*", Resource: "*" });
  const request = { action: "sqs:SendMessage", resource };
  expect(ask({ resourcePolicy }, request)).toBe("implicitly-denied");
  expect(ask({ identityPolicies: [doc(allow("sqs:*"))], resourcePolicy }, request)).toBe("allowed");
});

test("reads a trust policy without resources", () => {
  const resourcePolicy = doc({
    Effect: "Allow",
    Principal: { Service: "ec2.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const request = { action: "sts:AssumeRole", resource: ROLE, principal: { Service: "ec2.amazonaws.com" } };
  expect(ask({ resourcePolicy }, request)).toBe("allowed");
  expect(ask({ identityPolicies: [doc(allow("*"))], resourcePolicy }, { action: "sts:AssumeRole" })).toBe(
    "implicitly-denied",
  );
});

const NAMES = ["a", "b"];
// Operators: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// Sets: reference_policies_condition-single-vs-multi-valued-context-keys.html; variables: reference_policies_variables.html
test.each<[string, string | string[], string | string[] | undefined, boolean]>([
  ["StringEquals", "a", "a", true],
  ["StringEquals", NAMES, "b", true],
  ["StringEquals", "a", "A", false],
  ["StringEquals", "a*", "ab", false],
  ["StringEquals", "a", undefined, false],
  ["StringEqualsIfExists", "a", undefined, true],
  ["StringEqualsIfExists", "a", "b", false],
  ["StringNotEquals", NAMES, "b", false],
  ["StringNotEquals", NAMES, "c", true],
  ["StringNotEquals", "a", undefined, true],
  ["StringEqualsIgnoreCase", "Ab", "aB", true],
  ["StringNotEqualsIgnoreCase", "Ab", "aB", false],
  ["StringLike", "a?c*", "abcdef", true],
  ["StringNotLike", ["x*", "a*"], "abc", false],
  ["StringLike", "${x:name}", "Bob", true],
  ["StringLike", "${x:none, 'Bob'}", "Bob", true],
  ["StringLike", "${x:none}", "Bob", false],
  ["StringLike", "a${*}", "ab", false],
  ["StringLike", "a${*}", "a*", true],
  ["NumericEquals", "10", "10.0", true],
  ["NumericNotEquals", "10", "11", true],
  ["NumericLessThan", "10", "9", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericGreaterThan", "9", "10", true],
  ["NumericGreaterThanEquals", "10", "9", false],
  ["NumericEquals", "10", "ten", false],
  ["DateEquals", "2020-01-01T00:00:00Z", "1577836800", true],
  ["DateLessThan", "2020-01-01T00:00:00Z", "2019-12-31T23:59:59Z", true],
  ["DateGreaterThan", "2020-01-01", "2020-01-01T01:00:00+02:00", false],
  ["DateGreaterThanEquals", "2020-01-01", "2020-01-01T00:00:00Z", true],
  ["DateNotEquals", "2020-01-01", "2021-01-01", true],
  ["Bool", "true", "True", true],
  ["Bool", "false", "true", false],
  ["Bool", "false", undefined, false],
  ["BoolIfExists", "false", undefined, true],
  ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
  ["BinaryEquals", "QmluYXJ5", "QmluYXJ6", false],
  ["IpAddress", "203.0.113.0/24", "203.0.113.77", true],
  ["IpAddress", "203.0.113.0/24", "203.0.114.1", false],
  ["IpAddress", "203.0.113.1", "203.0.113.1", true],
  ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678:0:0:0:9", true],
  ["IpAddress", "2001:db8::/32", "203.0.113.1", false],
  ["IpAddress", "0.0.0.0/0", "203.0.113.1", true],
  ["NotIpAddress", "203.0.113.0/24", "203.0.114.1", true],
  ["NotIpAddress", "203.0.113.0/24", "203.0.113.1", false],
  ["ArnEquals", "arn:aws:sns:*:111122223333:t*", "arn:aws:sns:eu-west-1:111122223333:topic", true],
  ["ArnLike", "arn:aws:sns:*:topic", "arn:aws:sns:eu-west-1:111122223333:topic", false],
  ["ArnLike", "arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a/b", true],
  ["ArnNotLike", "arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:user/a", true],
  ["ArnNotEquals", "arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a", false],
  ["Null", "true", undefined, true],
  ["Null", "true", "a", false],
  ["Null", "false", "a", true],
  ["Null", "false", undefined, false],
  ["ForAllValues:StringEquals", NAMES, ["a", "b"], true],
  ["ForAllValues:StringEquals", NAMES, ["a", "c"], false],
  ["ForAllValues:StringEquals", NAMES, undefined, true],
  ["ForAllValues:StringEquals", NAMES, [], true],
  ["ForAnyValue:StringEquals", NAMES, ["c", "b"], true],
  ["ForAnyValue:StringEquals", NAMES, ["c"], false],
  ["ForAnyValue:StringEquals", NAMES, undefined, false],
  ["ForAnyValue:StringNotEquals", NAMES, ["a", "c"], true],
  ["ForAllValues:StringNotEquals", NAMES, ["a", "c"], false],
  ["ForAllValues:StringLike", ["a*"], ["ab", "ac"], true],
])("evaluates %s %j with %j as %s", (operator, expected, value, holds) => {
  const context: Record<string, string | string[]> = { "X:Name": "Bob" };
  if (value !== undefined) context["x:Key"] = value;
  const statement = allow("s3:*", "*", { Condition: { [operator]: { "X:key": expected } } });
  expect(ask({ identityPolicies: [doc(statement)] }, { context })).toBe(holds ? "allowed" : "implicitly-denied");
});

test("resolves variables in resources only in version 2012-10-17 and in the last part", () => {
  const context = { "aws:username": "Bob" };
  const policy = (Version: string, Resource: string) => ({ Version, Statement: allow("s3:*", Resource) });
  const result = (version: string, resource: string, requested: string) =>
    ask({ identityPolicies: policy(version, resource) }, { context, resource: requested });
  expect(result("2012-10-17", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/Bob/x")).toBe("allowed");
  expect(result("2008-10-17", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/Bob/x")).toBe("implicitly-denied");
  expect(result("2012-10-17", "arn:aws:${aws:username}:::b", "arn:aws:Bob:::b")).toBe("implicitly-denied");
});

test.each([[[]], [5], ["text"], [{}], [JSON.parse('{"__proto__": {"Statement": []}, "constructor": 1}')]])(
  "grants nothing with the hostile document %j",
  (document) => {
    expect(ask({ identityPolicies: [document as object] })).toBe("implicitly-denied");
    expect(({} as { Statement?: unknown }).Statement).toBeUndefined();
  },
);

/** "No permissions are required to perform this operation": https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
test.each<[string, Policies]>([
  ["no policy", { identityPolicies: [] }],
  ["a Deny", { identityPolicies: doc(deny("*")) }],
  ["a boundary", { identityPolicies: doc(allow("s3:*")), boundary: doc(allow("s3:*")) }],
  ["a resource policy", { resourcePolicy: doc({ ...deny("sts:*"), Principal: "*" }) }],
])("grants GetCallerIdentity without a permission: with %s", (_name, policies) => {
  for (const action of ["sts:GetCallerIdentity", "STS:getcalleridentity"])
    expect(evaluate(policies, { action, resource: "*" })).toBe("allowed");
  expect(evaluate(policies, { action: "sts:GetSessionToken", resource: "*" })).not.toBe("allowed");
});

test("does not treat an empty list as a boundary", () => {
  const identityPolicies = [doc(allow("s3:GetObject"))];
  expect(ask({ identityPolicies, boundary: [] })).toBe("allowed");
  expect(ask({ identityPolicies, boundary: null })).toBe("allowed");
  expect(ask({ identityPolicies, boundary: [doc(allow("ec2:*"))] })).toBe("implicitly-denied");
});
