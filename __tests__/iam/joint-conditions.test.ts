import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Verdict } from "../../src/iam/verdict.js";
import { policyOf, roleOf } from "./role.js";

const authorization = await loadAuthorization();

type Tests = Readonly<Record<string, string | readonly string[]>>;
const statement = (Effect: string) => (Condition: Readonly<Record<string, Tests>>) => ({
  ...{ Effect, Action: "ec2:DescribeInstances", Resource: "*" },
  Condition,
});
const [A, D] = [statement("Allow"), statement("Deny")];
const TAG = "aws:PrincipalTag/a";
const REGION = "aws:RequestedRegion";
const is = (value: string | readonly string[], key = TAG) => ({ StringEquals: { [key]: value } });
const not = (value: string | readonly string[], key = TAG) => ({ StringNotEquals: { [key]: value } });
const numbered = (count: number, name = "v") => Array.from({ length: count }, (_, at) => `${name}${at}`);
const times = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);

function verdictOf(
  statements: readonly object[],
  context: Readonly<Record<string, readonly string[]>> = {},
  boundary: readonly object[] | null = null,
): Verdict | undefined {
  const role = roleOf({
    policies: [policyOf("policy", ...statements)],
    boundary: boundary === null ? null : policyOf("boundary", ...boundary),
  });
  const known = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
  const requested = [{ action: "ec2:DescribeInstances", resources: ["*"] }];
  return evaluateRole(role, requested, known, authorization)[0]?.verdict;
}

/**
 * How operators treat a key that a request lacks:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
test.each<[string, readonly object[], Verdict]>([
  ["one value and all others", [A(is("x")), A(not("x"))], "granted"],
  ["a key in another case", [A(is("x", "AWS:principaltag/a")), A(not("x"))], "granted"],
  ["two values and all others", [A(is(["x", "y"])), A(not(["x", "y"]))], "granted"],
  ["two values separately and all others", [A(is("x")), A(is("y")), A(not(["x", "y"]))], "granted"],
  ["one value and all except two", [A(is("x")), A(not(["x", "y"]))], "conditional"],
  ["two values", [A(is("x")), A(is("y"))], "conditional"],
  ["all except one, twice", [A(not("x")), A(not("x"))], "conditional"],
  ["all except one and all except another", [A(not("x")), A(not("y"))], "granted"],
  ["only one value", [A(is("x"))], "conditional"],
  ["a key or its absence", [A({ Null: { [TAG]: "true" } }), A({ Null: { [TAG]: "false" } })], "granted"],
  ["one value or none and all others", [A({ StringEqualsIfExists: { [TAG]: "x" } }), A(not("x"))], "granted"],
  [
    "true and false",
    [A({ Bool: { "aws:ViaAWSService": "true" } }), A({ Bool: { "aws:ViaAWSService": "false" } })],
    "conditional",
  ],
  [
    "true, false, or none",
    [A({ Bool: { "aws:ViaAWSService": "true" } }), A({ BoolIfExists: { "aws:ViaAWSService": "false" } })],
    "granted",
  ],
  [
    "true or none",
    [A({ BoolIfExists: { "aws:ViaAWSService": "true" } }), A({ Null: { "aws:ViaAWSService": "true" } })],
    "conditional",
  ],
  ["a string and a bool", [A(is("x")), A({ BoolIfExists: { [TAG]: "true" } }), A(not("x"))], "granted"],
  ["different keys", [A(is("x")), A(not("x", "aws:PrincipalTag/b"))], "conditional"],
  ["one more condition", [A(is("x")), A({ StringNotEquals: { [TAG]: "x", "aws:UserAgent": "y" } })], "conditional"],
  ["a condition next to another one", [A(is("x")), A(not("x")), A(is("z", "aws:UserAgent"))], "granted"],
  ["a pattern without wildcards", [A({ StringLike: { [TAG]: "x" } }), A({ StringNotLike: { [TAG]: "x" } })], "granted"],
  // Values that match the same pattern aren't distinguished.
  [
    "a pattern and all others",
    [A({ StringLike: { [TAG]: "x*" } }), A({ StringNotLike: { [TAG]: "x*" } })],
    "conditional",
  ],
  ["a variable value", [A(is("${aws:username}")), A(not("${aws:username}"))], "conditional"],
  [
    "values in any case",
    [A({ StringEqualsIgnoreCase: { [TAG]: "x" } }), A({ StringNotEqualsIgnoreCase: { [TAG]: "x" } })],
    "conditional",
  ],
  ["numbers", [A({ NumericEquals: { [TAG]: "1" } }), A({ NumericNotEquals: { [TAG]: "1" } })], "conditional"],
  ["some of several values", [A({ "ForAnyValue:StringEquals": { [TAG]: "x" } }), A(not("x"))], "conditional"],
  // A request can have several values for this key.
  [
    "a multivalued key",
    [A({ StringEquals: { "aws:TagKeys": "x" } }), A({ StringNotEquals: { "aws:TagKeys": "x" } })],
    "conditional",
  ],
  ["the creator", [A(is("a", "aws:CalledViaFirst")), A(not("a", "aws:CalledViaFirst"))], "granted"],
  ["a network", [A(is("vpc-1", "aws:SourceVpc")), A(not("vpc-1", "aws:SourceVpc"))], "granted"],
  ["an endpoint", [A(is("vpce-1", "aws:SourceVpce")), A(not("vpce-1", "aws:SourceVpce"))], "granted"],
  ["a key without such values", [A(is("x", "aws:SourceVpcs")), A(not("x", "aws:SourceVpcs"))], "conditional"],
  // Every request has a region.
  ["one region and all others", [A(is("eu-west-1", REGION)), A(not("eu-west-1", REGION))], "granted"],
  [
    "one region, and one if present",
    [A(is("eu-west-1", REGION)), A({ StringNotEqualsIfExists: { [REGION]: "eu-west-1" } })],
    "granted",
  ],
  ["two regions", [A(is("eu-west-1", REGION)), A(is("eu-west-2", REGION))], "conditional"],
  [
    "regions in any case",
    [
      A({ StringEqualsIgnoreCase: { [REGION]: "eu-west-1" } }),
      A({ StringNotEqualsIgnoreCase: { [REGION]: "eu-west-1" } }),
    ],
    "granted",
  ],
])("combines what is allowed for %s: %s", (_, statements, verdict) => expect(verdictOf(statements)).toBe(verdict));

const regions = (...values: readonly string[]) => ({ [REGION]: values });

test.each<[string, readonly object[], Readonly<Record<string, readonly string[]>>, Verdict]>([
  [
    "each of two regions",
    [A(is("eu-west-1", REGION)), A(is("eu-west-2", REGION))],
    regions("eu-west-1", "eu-west-2"),
    "granted",
  ],
  [
    "two of three regions",
    [A(is("eu-west-1", REGION)), A(is("eu-west-2", REGION))],
    regions("eu-west-1", "eu-west-2", "us-east-1"),
    "conditional",
  ],
  [
    "patterns of regions",
    [A({ StringLike: { [REGION]: "eu-*" } }), A({ StringLike: { [REGION]: "us-*" } })],
    regions("eu-west-1", "us-east-1"),
    "granted",
  ],
  ["each of two tags", [A(is("x")), A(is("y"))], { [TAG]: ["x", "y"] }, "granted"],
  ["a tag and a region", [A(is("x")), A(is("eu-west-1", REGION))], { [TAG]: ["x", "y"] }, "conditional"],
])("combines what is allowed for %s among declared ones", (_, statements, context, verdict) => {
  expect(verdictOf(statements, context)).toBe(verdict);
});

test.each<[string, readonly object[], Verdict]>([
  ["for the same value", [A(is("x")), D(is("x"))], "denied"],
  ["for more values", [A(is("x")), D(is(["x", "y"]))], "denied"],
  ["for fewer values", [A(is(["x", "y"])), D(is("x"))], "conditional"],
  ["for another value", [A(is("x")), D(is("y"))], "conditional"],
  ["for all except another value", [A(is("x")), D(not("y"))], "denied"],
  ["for all except that value", [A(is("x")), D(not("x"))], "conditional"],
  ["for each value in a separate statement", [A(is(["x", "y"])), D(is("x")), D(is("y"))], "denied"],
  ["for one of two separately allowed values", [A(is("x")), A(is("y")), D(is("x"))], "conditional"],
  ["for both of two separately allowed values", [A(is("x")), A(is("y")), D(is(["x", "y"]))], "denied"],
  ["for the same value of another key", [A(is("x")), D(is("x", "aws:PrincipalTag/b"))], "conditional"],
  [
    "for the same value on only some resources",
    [A(is("x")), { ...D(is("x")), Resource: "arn:aws:ec2:*:*:instance/i-1" }],
    "conditional",
  ],
])("combines a Deny %s: %s", (_, statements, verdict) => expect(verdictOf(statements)).toBe(verdict));

// "The effective permissions are the intersection": https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
test.each<[string, readonly object[], readonly object[], Verdict]>([
  ["the same value", [A(is("x"))], [A(is("x"))], "conditional"],
  ["another value", [A(is("x"))], [A(is("y"))], "denied"],
  ["one of two", [A(is(["x", "y"]))], [A(is("y"))], "conditional"],
  ["others than these two", [A(is("x")), A(is("y"))], [A(is("z"))], "denied"],
  ["all others", [A(is("x"))], [A(not("x"))], "denied"],
  ["all except another", [A(is("x"))], [A(not("y"))], "conditional"],
  ["one of two, denied by the role", [A(is(["x", "y"])), D(is("y"))], [A(is("y"))], "denied"],
  ["one of two, denied by the boundary", [A(is(["x", "y"]))], [A(is(["y", "z"])), D(is("y"))], "denied"],
])("combines a boundary for %s: %s", (_, statements, boundary, verdict) => {
  expect(verdictOf(statements, {}, boundary)).toBe(verdict);
});

const others = (count: number) => Object.fromEntries(numbered(count, "aws:Other").map((key) => [key, "x"]));
const declared = (count: number) => Object.fromEntries(numbered(count, "aws:Other").map((key) => [key, ["x"]]));

test.each<[string, readonly object[], Verdict]>([
  ["50 statements", [...times(49, A(is("x"))), A(not("x"))], "granted"],
  ["51 statements", [...times(50, A(is("x"))), A(not("x"))], "conditional"],
  ["50 values", [A(is(numbered(48))), A(not(numbered(48)))], "granted"],
  ["51 values", [A(is(numbered(49))), A(not(numbered(49)))], "conditional"],
  ["300 trials", [...times(5, A(is(numbered(48)))), A(not(numbered(48)))], "granted"],
  ["301 trials", [...times(6, A(is(numbered(41)))), A(not(numbered(41)))], "conditional"],
  ["294 trials", [...times(6, A(is(numbered(40)))), A(not(numbered(40)))], "granted"],
  ["350 trials with regions", [...times(6, A(is(numbered(49), REGION))), A(not(numbered(49), REGION))], "granted"],
  [
    "trials of one key and then another",
    [
      ...times(2, A(is(numbered(40)))),
      A(is("x", "aws:PrincipalTag/b")),
      A(not("x", "aws:PrincipalTag/b")),
      ...times(4, A(is("x"))),
    ],
    "conditional",
  ],
  ["200 conditions", [A({ StringEquals: { [TAG]: "x", ...others(198) } }), A(not("x"))], "granted"],
  ["201 conditions", [A({ StringEquals: { [TAG]: "x", ...others(199) } }), A(not("x"))], "conditional"],
])("stops at its limit with %s: %s", (_, statements, verdict) =>
  expect(verdictOf(statements, declared(199))).toBe(verdict),
);

test("reports the boundary as the limit if its conditions contradict the role's", () => {
  const role = roleOf({ policies: [policyOf("policy", A(is("x")))], boundary: policyOf("boundary", A(is("y"))) });
  const requested = [{ action: "ec2:DescribeInstances", resources: ["*"] }];
  const [verdict] = evaluateRole(role, requested, new Map(), authorization);
  expect(verdict).toMatchObject({ verdict: "denied", deniedBy: "boundary" });
  const reported = verdict?.causes.map(
    ({ policy, statement, detail }) => `${policy} ${statement === null ? detail : "statement"}`,
  );
  expect(reported?.sort()).toEqual([
    "boundary statement",
    "boundary the permissions boundary does not allow it",
    "policy statement",
  ]);
});
