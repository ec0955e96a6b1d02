import type { RoleVariant } from "../../src/iam/model.js";
import { suspectPrincipals } from "../../src/iam/suspect-principal.js";
import { evaluateTrust, trustAdmits } from "../../src/iam/trust.js";
import type { TrustVerdict, TrustWidth } from "../../src/iam/verdict.js";
import { filePlace } from "../../src/source/place.js";
import { roleOf, trustOf } from "./role.js";

const ACCOUNT = "111122223333";
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/appliance/veeam`;

function trusts(Principal: unknown, rest: object = {}) {
  return { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...rest };
}

const OTHER_ROLE = `arn:aws:iam::${ACCOUNT}:role/other`;
const withoutAction = (NotAction: string) => ({ Effect: "Allow", Principal: { AWS: ROLE }, NotAction });

const externalId = { Condition: { StringEquals: { "sts:ExternalId": "secret" } } };
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

// Principals: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
test.each<[string, object[], string[], TrustVerdict["verdict"], TrustWidth | null]>([
  ["nobody", [], [], "missing", null],
  ["any role, with no appliance", [trusts({ AWS: ROLE })], [], "granted", null],
  ["an account ID, with no appliance", [trusts({ AWS: ACCOUNT })], [], "granted", null],
  ["everyone, with no appliance", [trusts({ AWS: "*" })], [], "missing", "anyone"],
  ["a service, which is not an appliance", [trusts({ Service: "ec2.amazonaws.com" })], [], "missing", null],
  ["the role", [trusts({ AWS: ROLE })], [ROLE], "granted", null],
  ["a role without its path", [trusts({ AWS: `arn:aws:iam::${ACCOUNT}:role/veeam` })], [ROLE], "missing", null],
  ["a role in another case", [trusts({ AWS: ROLE.replace("veeam", "Veeam") })], [ROLE], "missing", null],
  ["the role's account by ID", [trusts({ AWS: ACCOUNT })], [ROLE], "granted", "account"],
  ["the role's account by its root ARN", [trusts({ AWS: ROOT })], [ROLE], "granted", "account"],
  ["the role and its account", [trusts({ AWS: [ROOT, ROLE] })], [ROLE], "granted", null],
  ["another account", [trusts({ AWS: "444455556666" })], [ROLE], "missing", null],
  ["everyone", [trusts("*")], [ROLE], "granted", "anyone"],
  ["the account", [trusts({ AWS: ROOT })], [ACCOUNT], "granted", null],
  ["a role in the account", [trusts({ AWS: ROLE })], [ROOT], "granted", null],
  ["one of several lines", [trusts({ AWS: ROLE })], ["444455556666", ROLE], "granted", null],
  ["another partition", [trusts({ AWS: ROLE })], [ROLE.replace("aws", "aws-cn")], "missing", null],
  ["sts instead of iam", [trusts({ AWS: ROLE.replace(":iam:", ":sts:") })], [], "missing", null],
  ["a deleted role", [trusts({ AWS: "AROAEXAMPLEID12345678" })], [], "missing", null],
  ["a wildcard in the ARN", [trusts({ AWS: `arn:aws:iam::${ACCOUNT}:role/*` })], [ROLE], "missing", null],
  ["only TagSession", [{ ...trusts({ AWS: ROLE }), Action: "sts:TagSession" }], [ROLE], "missing", null],
  ["a pattern of actions", [{ ...trusts({ AWS: ROLE }), Action: "sts:Assume*" }], [ROLE], "granted", null],
  ["an external id", [trusts({ AWS: ROLE }, externalId)], [ROLE], "granted", null],
  ["another condition", [trusts({ AWS: ROLE }, mfa)], [ROLE], "conditional", null],
  ["a Deny", [trusts({ AWS: ROLE }), { ...trusts("*"), Effect: "Deny" }], [ROLE], "denied", null],
  [
    "a Deny of another principal",
    [trusts({ AWS: ROLE }), { ...trusts({ AWS: "444455556666" }), Effect: "Deny" }],
    [ROLE],
    "granted",
    null,
  ],
  [
    "a Deny under a condition",
    [trusts({ AWS: ROLE }), { ...trusts("*", mfa), Effect: "Deny" }],
    [ROLE],
    "conditional",
    null,
  ],
  [
    "everyone narrowed to the role",
    [trusts("*", { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE } } })],
    [ROLE],
    "granted",
    null,
  ],
  ["NotAction with another action", [withoutAction("sts:TagSession")], [ROLE], "granted", null],
  ["NotAction with AssumeRole", [withoutAction("sts:Assume*")], [ROLE], "missing", null],
  ["whitespace around the appliance", [trusts({ AWS: ROLE })], [` ${ROLE} `], "granted", null],
  [
    "an account next to its role in statements",
    [trusts({ AWS: ROOT }), trusts({ AWS: ROLE })],
    [ROLE],
    "granted",
    null,
  ],
  [
    "an account, and its role under a condition",
    [trusts({ AWS: ROOT }), trusts({ AWS: ROLE }, mfa)],
    [ROLE],
    "granted",
    "account",
  ],
  [
    "a role, and its account under a condition",
    [trusts({ AWS: ROOT }, mfa), trusts({ AWS: ROLE })],
    [ROLE],
    "granted",
    null,
  ],
  ["everyone under a condition", [trusts("*", mfa)], [ROLE], "conditional", "anyone"],
  ["everyone, for another action", [{ ...trusts("*"), Action: "sts:TagSession" }], [ROLE], "missing", null],
  ["the narrowest of several appliances, first", [trusts({ AWS: [ROOT, ROLE] })], [ROLE, OTHER_ROLE], "granted", null],
  ["the narrowest of several appliances, last", [trusts({ AWS: [ROOT, ROLE] })], [OTHER_ROLE, ROLE], "granted", null],
  [
    "the most certain of several appliances",
    [trusts({ AWS: ROLE }, mfa), trusts({ AWS: OTHER_ROLE })],
    [ROLE, OTHER_ROLE],
    "granted",
    null,
  ],
  [
    "a Deny with NotPrincipal, which AWS rejects here",
    [trusts({ AWS: ROLE }), { Effect: "Deny", NotPrincipal: { AWS: ROLE }, Action: "sts:AssumeRole" }],
    [ROLE],
    "undetermined",
    null,
  ],
])("evaluates trust in the appliance: %s", (_name, statements, appliance, verdict, tooWide) => {
  const role = roleOf({ trust: trustOf(...statements) });
  const result = evaluateTrust(role, "appliance", appliance, new Map());
  expect(result).toMatchObject({ verdict, verified: appliance.length > 0 });
  expect(result?.tooWide?.width ?? null).toBe(tooWide);
});

test.each<[string, object[], TrustVerdict["verdict"]]>([
  ["the service", [trusts({ Service: "ec2.amazonaws.com" })], "granted"],
  ["one of several services", [trusts({ Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] })], "granted"],
  ["another service", [trusts({ Service: "lambda.amazonaws.com" })], "missing"],
  ["everyone, which is not a service", [trusts("*")], "missing"],
  [
    "EC2's China name in China",
    [trusts({ Service: "ec2.amazonaws.com.cn", AWS: ROOT.replace("aws", "aws-cn") })],
    "granted",
  ],
  ["EC2's China name elsewhere", [trusts({ Service: "ec2.amazonaws.com.cn", AWS: ROOT })], "missing"],
  ["a Deny of everyone", [trusts({ Service: "ec2.amazonaws.com" }), { ...trusts("*"), Effect: "Deny" }], "denied"],
])("evaluates trust in EC2: %s", (_name, statements, verdict) => {
  expect(evaluateTrust(roleOf({ trust: trustOf(...statements) }), "ec2", [], new Map())?.verdict).toBe(verdict);
});

const on = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const ORG = on("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5");

// "*" with a condition on the caller, as in the IAM user guide on Principal and on global condition context keys:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const like = (value: string) => on("ArnLike", "aws:PrincipalArn", value);
test.each<[string, object, string[], TrustVerdict["verdict"], TrustWidth | null]>([
  ["the role", on("ArnEquals", "aws:PrincipalArn", ROLE), [], "granted", null],
  ["the role with StringEquals", on("StringEquals", "AWS:principalARN", [ROLE]), [], "granted", null],
  ["roles of an account", on("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${ACCOUNT}:role/v-*`), [], "granted", null],
  ["the account", on("StringEquals", "aws:PrincipalAccount", ACCOUNT), [], "granted", null],
  ["an organization", ORG, [], "granted", "organization"],
  ["paths", on("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-a1b2/r-x/*"]), [], "granted", "organization"],
  ["roles of any account", on("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/veeam"), [], "granted", "anyone"],
  ["some accounts", on("ArnLike", "aws:PrincipalArn", "arn:aws:iam::1111*:role/veeam"), [], "granted", "anyone"],
  ["a string as roles", on("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/veeam"), [], "granted", "anyone"],
  ["roles with any name", on("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"), [], "missing", "anyone"],
  ["some organizations", on("StringLike", "aws:PrincipalOrgID", "o-abc*"), [], "granted", "anyone"],
  ["any organization", on("StringLike", "aws:PrincipalOrgID", "*"), [], "missing", "anyone"],
  ["all except a role", on("ArnNotEquals", "aws:PrincipalArn", ROLE), [], "missing", "anyone"],
  ["the role if present", on("ArnEqualsIfExists", "aws:PrincipalArn", ROLE), [], "granted", "unidentified"],
  [
    "the account, for a role as the appliance",
    on("StringEquals", "aws:PrincipalAccount", ACCOUNT),
    [ROLE],
    "granted",
    "account",
  ],
  [
    "the account, for the account as the appliance",
    on("StringEquals", "aws:PrincipalAccount", ACCOUNT),
    [ACCOUNT],
    "granted",
    null,
  ],
  ["another account", on("StringEquals", "aws:PrincipalAccount", "444455556666"), [ROLE], "missing", null],
  // A role of the account may have the name. `*` in an ARN matches any account.
  ["a name, for the account as the appliance", like("arn:aws:iam::*:role/veeam*"), [ACCOUNT], "granted", "anyone"],
  [
    "a name in any account, for the root as the appliance",
    like("arn:aws:iam::*:role/v/veeam"),
    [ROOT],
    "granted",
    "anyone",
  ],
  ["accounts with the same start", like("arn:aws:iam::1111*:role/veeam"), [ACCOUNT], "granted", "anyone"],
  ["accounts with another start", like("arn:aws:iam::2222*:role/veeam"), [ACCOUNT], "missing", "anyone"],
  ["a string", on("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/veeam*"), [ACCOUNT], "granted", "anyone"],
  ["its own account's roles", like(`arn:aws:iam::\${aws:PrincipalAccount}:role/v`), [ACCOUNT], "granted", "anyone"],
  ["names in another partition", like("arn:aws-cn:iam::*:role/veeam*"), [ACCOUNT], "missing", null],
  ["another role", on("ArnEquals", "aws:PrincipalArn", OTHER_ROLE), [ROLE], "missing", null],
  ["an organization, for a role as the appliance", ORG, [ROLE], "conditional", "organization"],
])("evaluates trust in everyone narrowed to %s", (_name, condition, appliance, verdict, tooWide) => {
  const role = roleOf({ trust: trustOf(trusts("*", condition)) });
  const result = evaluateTrust(role, "appliance", appliance, new Map());
  expect(result?.verdict).toBe(verdict);
  expect(result?.tooWide?.width ?? null).toBe(tooWide);
});

test("does not call an account narrowed to the appliance too wide", () => {
  const narrowed = trustOf(trusts({ AWS: ROOT }, on("ArnEquals", "aws:PrincipalArn", ROLE)));
  expect(evaluateTrust(roleOf({ trust: narrowed }), "appliance", [ROLE], new Map())).toMatchObject({
    verdict: "granted",
    tooWide: null,
  });
});

const R = `arn:aws:iam::${ACCOUNT}:role/v`;

/**
 * The principals that each key lets in, with and without `appliance`. aws:PrincipalOrgID and aws:PrincipalOrgPaths are
 * "included only if the principal is a member of an organization". A missing key meets IfExists, ForAllValues, and
 * negated operators, and `*` in an ARN matches any account:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
describe.each([[[]], [[R]], [[ACCOUNT]]])("the role and everyone with the appliance %j", (appliance) => {
  test.each<[string, object, TrustWidth | null]>([
    ["by nothing", {}, "anyone"],
    ["to any ARN", like("*"), "anyone"],
    ["to a name in any account", like("arn:aws:iam::*:role/veeam*"), "anyone"],
    ["to a name in accounts with the same start", like("arn:aws:iam::1234*:role/veeam"), "anyone"],
    ["to a suffix", on("StringLike", "aws:PrincipalArn", "*role/veeam"), "anyone"],
    ["to their own accounts", like(`arn:aws:iam::\${aws:PrincipalAccount}:role/veeam`), "anyone"],
    ["to accounts with the same start", on("StringLike", "aws:PrincipalAccount", "1111*"), "anyone"],
    ["to an account if present", on("StringEqualsIfExists", "aws:PrincipalAccount", ACCOUNT), "unidentified"],
    ["to all of no paths", on("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3/*"), "anyone"],
    ["to paths if present", on("ForAnyValue:StringLikeIfExists", "aws:PrincipalOrgPaths", "o-a1b2c3/*"), "anyone"],
    ["to all except an organization", on("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3"), "anyone"],
    ["to all except an account", on("StringNotEquals", "aws:PrincipalAccount", ACCOUNT), "anyone"],
    ["to members of any organization", on("Null", "aws:PrincipalOrgID", "false"), "anyone"],
    ["to any organization", on("StringLike", "aws:PrincipalOrgID", "o-*"), "anyone"],
    ["to an external ID", externalId, "anyone"],
    ["to an organization", ORG, "organization"],
    ["to a path", on("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3/r-x/*"), "organization"],
    [
      "to an organization and a pattern",
      { Condition: { StringLike: { "aws:PrincipalOrgID": ["o-a1b2c3"] } } },
      "organization",
    ],
    ["to an account", on("StringEquals", "aws:PrincipalAccount", ACCOUNT), null],
    ["to roles of an account", like(`arn:aws:iam::${ACCOUNT}:role/*`), null],
    ["to another role", like(`arn:aws:iam::444455556666:role/veeam`), null],
    ["to a string with a star", on("StringEquals", "aws:PrincipalArn", "*"), null],
    ["to no value", on("StringLike", "aws:PrincipalArn", []), null],
    ["to callers with MFA", mfa, "anyone"],
    [
      "to an account in an organization",
      { Condition: { StringEquals: { "aws:PrincipalAccount": ACCOUNT, "aws:PrincipalOrgID": "o-a1b2c3" } } },
      null,
    ],
  ])("narrowed %s", (_name, condition, width) => {
    const result = (...statements: object[]) =>
      evaluateTrust(roleOf({ trust: trustOf(...statements) }), "appliance", appliance, new Map());
    const both = result(trusts({ AWS: R }), trusts({ AWS: "*" }, condition));
    expect(both).toMatchObject({ verdict: "granted" });
    expect(both?.tooWide?.width ?? null).toBe(width);
    const alone = result(trusts({ AWS: "*" }, condition))?.tooWide?.width;
    expect(alone === "account" ? null : (alone ?? null)).toBe(width);
  });
});

test("also narrows everyone with a Deny", () => {
  const width = (...denied: object[]) => {
    const denies = denied.map((condition) => ({ ...trusts("*", condition), Effect: "Deny" }));
    return evaluateTrust(roleOf({ trust: trustOf(trusts("*"), ...denies) }), "appliance", [], new Map());
  };
  expect(width()).toMatchObject({ verdict: "missing", tooWide: { width: "anyone" } });
  expect(width(on("ArnNotEquals", "aws:PrincipalArn", R))).toMatchObject({ verdict: "granted", tooWide: null });
  expect(width(on("StringNotEquals", "aws:PrincipalAccount", ACCOUNT))).toMatchObject({
    verdict: "granted",
    tooWide: null,
  });
  expect(width(on("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3"))?.tooWide).toMatchObject({
    width: "organization",
  });
  expect(width(on("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-a1b2c3"))?.tooWide).toMatchObject({
    width: "organization",
  });
  expect(width(on("StringEquals", "aws:PrincipalAccount", ACCOUNT))?.tooWide).toMatchObject({ width: "anyone" });
});

/**
 * aws:PrincipalArn is the ARN of a role, not of its session. Root and federated users can't call AssumeRole.
 * StringEquals has no wildcards:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
describe("trust that nobody can use", () => {
  const OF_OTHER = "999999999999";
  const of = (account: string) => ({ StringEquals: { "aws:PrincipalAccount": account } });
  const as = (arn: string, operator = "ArnEquals") => ({ [operator]: { "aws:PrincipalArn": arn } });
  test.each<[string, string, object, string | null]>([
    ["an account narrowed to another's role", OF_OTHER, as(R), "aws:PrincipalArn"],
    ["everyone narrowed to an account and another's role", "*", { ...of(OF_OTHER), ...as(R) }, "aws:PrincipalArn"],
    ["a role narrowed to another account", R, of(OF_OTHER), "aws:PrincipalAccount"],
    ["a role narrowed to another role", R, as(OTHER_ROLE), "aws:PrincipalArn"],
    ["a role narrowed to all except itself", R, as(R, "ArnNotEquals"), "aws:PrincipalArn"],
    [
      "everyone narrowed to sessions",
      "*",
      as(`arn:aws:sts::${ACCOUNT}:assumed-role/x/*`, "ArnLike"),
      "aws:PrincipalArn",
    ],
    [
      "an account narrowed to sessions",
      ACCOUNT,
      as(`arn:aws:sts::${ACCOUNT}:assumed-role/x/*`, "ArnLike"),
      "aws:PrincipalArn",
    ],
    ["everyone narrowed to root", "*", as(ROOT), "aws:PrincipalArn"],
    ["everyone narrowed to a federated user", "*", as(`arn:aws:sts::${ACCOUNT}:federated-user/x`), "aws:PrincipalArn"],
    [
      "everyone narrowed to a literal star",
      "*",
      as(`arn:aws:iam::${ACCOUNT}:role/*`, "StringEquals"),
      "aws:PrincipalArn",
    ],
    ["everyone narrowed to a group", "*", as(`arn:aws:iam::${ACCOUNT}:group/x`, "ArnLike"), "aws:PrincipalArn"],
    ["everyone narrowed to an ARN of four parts", "*", as("arn:aws:*:role/v"), "aws:PrincipalArn"],
    ["everyone narrowed to two roles at once", "*", { ...as(R), ...as(OTHER_ROLE, "StringLike") }, "aws:PrincipalArn"],
    ["everyone narrowed to an invalid account", "*", of("1111"), "aws:PrincipalAccount"],
    ["a federated user", `arn:aws:sts::${ACCOUNT}:federated-user/x`, {}, null],
    [
      "a role with two external IDs",
      R,
      { StringEquals: { "sts:ExternalId": "a" }, StringLike: { "sts:ExternalId": "b*" } },
      "sts:ExternalId",
    ],
  ])("is found: %s", (_name, principal, Condition, key) => {
    const trust = trustOf(trusts({ AWS: principal }, { Condition }));
    const result = evaluateTrust(roleOf({ trust }), "appliance", [], new Map());
    expect(result).toMatchObject({ verdict: "missing", tooWide: null });
    if (key !== null) expect(result?.causes[0]?.detail).toContain(key);
  });
  test.each<[string, string, object]>([
    ["an account narrowed to its role", ACCOUNT, as(R)],
    ["everyone narrowed to an account and its role", "*", { ...of(ACCOUNT), ...as(R) }],
    [
      "everyone narrowed to two patterns with a common role",
      "*",
      { ...as("arn:aws:iam::*:role/v*", "ArnLike"), ...as(`arn:aws:iam::${ACCOUNT}:*x`, "StringLike") },
    ],
    ["everyone narrowed to a user", "*", as(`arn:aws:iam::${ACCOUNT}:user/v`)],
    [
      "a role with two external IDs of one pattern",
      R,
      { StringEquals: { "sts:ExternalId": "b1" }, StringLike: { "sts:ExternalId": "b*" } },
    ],
  ])("is not found: %s", (_name, principal, Condition) => {
    const trust = trustOf(trusts({ AWS: principal }, { Condition }));
    expect(evaluateTrust(roleOf({ trust }), "appliance", [], new Map())).toMatchObject({
      verdict: "granted",
      tooWide: null,
    });
  });
});

/** A request for sts:AssumeRole has at most one external ID. */
test.each<[string, object, object, string]>([
  [
    "excepts another",
    on("StringEquals", "sts:ExternalId", "one"),
    on("StringNotEquals", "sts:ExternalId", "two"),
    "denied",
  ],
  [
    "excepts it",
    on("StringEquals", "sts:ExternalId", "one"),
    on("StringNotEquals", "sts:ExternalId", "one"),
    "granted",
  ],
  [
    "excepts a pattern of it",
    on("StringLike", "sts:ExternalId", "o*"),
    on("StringNotLike", "sts:ExternalId", ["two", "one"]),
    "granted",
  ],
  [
    "excepts no pattern of it",
    on("StringLike", "sts:ExternalId", "o*"),
    on("StringNotLike", "sts:ExternalId", "t*"),
    "denied",
  ],
  ["covers it", on("StringEquals", "sts:ExternalId", "one"), on("StringEquals", "sts:ExternalId", "one"), "denied"],
  [
    "covers another",
    on("StringEquals", "sts:ExternalId", "one"),
    on("StringEquals", "sts:ExternalId", "two"),
    "granted",
  ],
  ["covers its absence", on("StringEquals", "sts:ExternalId", "one"), on("Null", "sts:ExternalId", "true"), "granted"],
  ["covers any", on("StringEquals", "sts:ExternalId", "one"), on("Null", "sts:ExternalId", "false"), "denied"],
  [
    "covers any, with none required",
    on("Null", "sts:ExternalId", "true"),
    on("Null", "sts:ExternalId", "false"),
    "granted",
  ],
  ["covers one, with any accepted", {}, on("StringEquals", "sts:ExternalId", "one"), "conditional"],
  [
    "covers one, with another excluded",
    on("StringNotEquals", "sts:ExternalId", "two"),
    on("StringEquals", "sts:ExternalId", "one"),
    "conditional",
  ],
  [
    "excepts it, with any required",
    on("Null", "sts:ExternalId", "false"),
    on("StringNotEquals", "sts:ExternalId", "one"),
    "granted",
  ],
])("compares an Allow with an external ID and a Deny that %s", (_name, allow, deny, verdict) => {
  const trust = trustOf(trusts({ AWS: R }, allow), { ...trusts("*", deny), Effect: "Deny" });
  for (const appliance of [[], [R]])
    expect(evaluateTrust(roleOf({ trust }), "appliance", appliance, new Map())?.verdict).toBe(verdict);
});

test("reports contradictory external IDs next to statements that require none", () => {
  const both = { StringEquals: { "sts:ExternalId": "a" }, StringLike: { "sts:ExternalId": "b*" } };
  const trust = trustOf(trusts({ AWS: R }, { Condition: both }), trusts(EC2), trusts({ AWS: OTHER_ROLE }));
  expect(evaluateTrust(roleOf({ trust }), "appliance", [R], new Map())?.verdict).toBe("missing");
  expect(evaluateTrust(roleOf({ trust }), "appliance", [], new Map())?.verdict).toBe("granted");
});

test("ignores a Deny that excepts the trusted principal", () => {
  const verdict = (deny: object, principal: unknown = "*") => {
    const statements = [trusts({ AWS: R }), { ...trusts(principal, deny), Effect: "Deny" }];
    return evaluateTrust(roleOf({ trust: trustOf(...statements) }), "appliance", [], new Map())?.verdict;
  };
  expect(verdict(on("ArnNotEquals", "aws:PrincipalArn", R))).toBe("granted");
  expect(verdict(on("StringNotEquals", "aws:PrincipalAccount", ACCOUNT))).toBe("granted");
  expect(verdict(on("ArnNotLike", "aws:PrincipalArn", `arn:aws:iam::${ACCOUNT}:role/w*`))).toBe("denied");
  expect(verdict({}, { AWS: ACCOUNT })).toBe("denied");
  expect(verdict({}, { AWS: OTHER_ROLE })).toBe("granted");
  expect(verdict(mfa)).toBe("conditional");
});

test("names the statement that is too wide", () => {
  const trust = trustOf(trusts({ AWS: ROLE }), trusts("*"));
  const [first, second] = trust.statements;
  if (first === undefined || second === undefined) throw new Error("no statements");
  const place = filePlace("wide.json");
  const statements = [first, { ...second, place }];
  const result = evaluateTrust(roleOf({ trust: { ...trust, statements } }), "appliance", [], new Map());
  expect(result?.tooWide).toEqual({ width: "anyone", narrowedBy: [], place });
});

const EC2 = { Service: "ec2.amazonaws.com" };
const NAMES = "aws:PrincipalServiceNamesList";

// A service passes no external ID and has no ARN, account, or organization (global condition context keys,
// "Availability"). A missing key fails a positive operator and meets a negated one.
test.each<[string, object[], TrustVerdict["verdict"]]>([
  ["an external ID", [trusts(EC2, externalId)], "missing"],
  ["an ARN", [trusts(EC2, on("StringEquals", "aws:PrincipalArn", ROLE))], "missing"],
  ["an organization", [trusts(EC2, ORG)], "missing"],
  ["an external ID if present", [trusts(EC2, on("StringEqualsIfExists", "sts:ExternalId", "x"))], "granted"],
  ["a service as the caller", [trusts(EC2, on("Bool", "aws:PrincipalIsAWSService", "true"))], "granted"],
  ["something unknown", [trusts(EC2, on("StringEquals", "aws:SourceAccount", ACCOUNT))], "conditional"],
  ["its name", [trusts(EC2, on("StringEquals", "aws:PrincipalServiceName", "ec2.amazonaws.com"))], "granted"],
  [
    "another service's name",
    [trusts(EC2, on("StringEquals", "aws:PrincipalServiceName", "lambda.amazonaws.com"))],
    "missing",
  ],
  ["a similar name", [trusts(EC2, on("StringLike", "aws:PrincipalServiceName", "ec2.*"))], "granted"],
  [
    "no name similar to another's",
    [trusts(EC2, on("StringNotLike", "aws:PrincipalServiceName", "lambda*"))],
    "granted",
  ],
  ["a name", [trusts(EC2, on("Null", "aws:PrincipalServiceName", "false"))], "granted"],
  [
    "a name other than its own",
    [
      trusts(EC2),
      { ...trusts("*", on("StringEquals", "aws:PrincipalServiceName", "ec2.amazonaws.com")), Effect: "Deny" },
    ],
    "denied",
  ],
  [
    "its China name",
    [
      trusts(
        { Service: "ec2.amazonaws.com.cn", AWS: ROOT.replace("aws", "aws-cn") },
        on("StringEquals", "aws:PrincipalServiceName", "ec2.amazonaws.com.cn"),
      ),
    ],
    "granted",
  ],
  ["one of its names", [trusts(EC2, on("ForAnyValue:StringEquals", NAMES, "ec2.amazonaws.com"))], "granted"],
  ["one of another's names", [trusts(EC2, on("ForAnyValue:StringEquals", NAMES, "lambda.amazonaws.com"))], "missing"],
  [
    "a regional name",
    [trusts(EC2, on("ForAnyValue:StringEquals", NAMES, "ec2.eu-west-1.amazonaws.com"))],
    "conditional",
  ],
  ["no name except one", [trusts(EC2, on("ForAllValues:StringEquals", NAMES, "ec2.amazonaws.com"))], "conditional"],
  [
    "an external ID that is not missing",
    [trusts(EC2), { ...trusts("*", on("StringNotEquals", "sts:ExternalId", "x")), Effect: "Deny" }],
    "denied",
  ],
  [
    "not another's external ID",
    [trusts(EC2), { ...trusts("*", on("StringEquals", "sts:ExternalId", "x")), Effect: "Deny" }],
    "granted",
  ],
])("evaluates trust in EC2 that requires %s", (_name, statements, verdict) => {
  const declared = new Map([["sts:externalid", ["secret"]]]);
  const result = evaluateTrust(roleOf({ trust: trustOf(...statements) }), "ec2", [], declared);
  expect(result?.verdict).toBe(verdict);
});

/** Facts about every role, every user, or both: global condition context keys, "Properties of the principal" and "of the request". */
test.each<[string, string, string, role: TrustVerdict["verdict"], user: TrustVerdict["verdict"]]>([
  ["StringEquals", "aws:PrincipalType", "AssumedRole", "granted", "missing"],
  ["StringEquals", "aws:PrincipalType", "User", "missing", "granted"],
  ["StringNotEquals", "aws:PrincipalType", "Account", "granted", "granted"],
  ["StringEquals", "aws:username", "veeam", "missing", "conditional"],
  ["StringNotEquals", "aws:username", "veeam", "granted", "conditional"],
  ["Null", "aws:TokenIssueTime", "false", "granted", "conditional"],
  ["StringEquals", "aws:SourceAccount", "111122223333", "missing", "missing"],
  ["StringEqualsIfExists", "aws:SourceAccount", "111122223333", "granted", "granted"],
  ["ArnLike", "aws:SourceArn", "arn:aws:ec2:*:*:instance/*", "missing", "missing"],
])(
  "evaluates trust in an appliance with %s %s %s as %s for a role and %s for a user",
  (operator, key, value, role, user) => {
    const verdict = (principal: string, declared: string) => {
      const trust = trustOf(trusts({ AWS: principal }, on(operator, key, value)));
      const context = new Map(declared === "" || user === "conditional" ? [] : [[key.toLowerCase(), [declared]]]);
      return evaluateTrust(roleOf({ trust }), "appliance", [principal], context)?.verdict;
    };
    for (const declared of ["", value, "other"]) {
      expect(verdict(R, declared)).toBe(role);
      expect(verdict(`arn:aws:iam::${ACCOUNT}:user/veeam`, declared)).toBe(user);
    }
  },
);

/**
 * The keys of requests for sts:AssumeRole:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html.
 * Dates and empty lists:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
describe.each(["appliance", "ec2"] as const)("decides sts:AssumeRole requests by %s", (party) => {
  const principals = { AWS: ROLE, ...EC2 };
  const declared = new Map([["iam:passedtoservice", ["ec2.amazonaws.com"]]]);
  const denying = (condition: object) => [trusts(principals), { ...trusts("*", condition), Effect: "Deny" }];
  test.each<[string, object[], TrustVerdict["verdict"]]>([
    ["a PassRole key", [trusts(principals, on("StringEquals", "iam:PassedToService", "ec2.amazonaws.com"))], "missing"],
    ["a key of no service", [trusts(principals, on("StringEquals", "ec3:Anything", "x"))], "missing"],
    ["a KMS key if present", [trusts(principals, on("BoolIfExists", "kms:GrantIsForAWSResource", "true"))], "granted"],
    ["a Deny without an S3 key", denying(on("StringNotEquals", "s3:x-amz-acl", "private")), "denied"],
    ["an AssumeRole key", [trusts(principals, on("StringEquals", "sts:RoleSessionName", "x"))], "conditional"],
    [
      "an unknown service",
      [trusts(principals, on("Bool", "aws:PrincipalIsAWSService", "false"))],
      party === "ec2" ? "missing" : "granted",
    ],
    ["a tag of the role", [trusts(principals, on("StringEquals", "iam:ResourceTag/team", "x"))], "conditional"],
    ["a time before a past date", [trusts(principals, on("DateLessThan", "aws:CurrentTime", "2020-01-01"))], "missing"],
    ["a time after it", [trusts(principals, on("DateGreaterThan", "aws:CurrentTime", "2020-01-01"))], "granted"],
    ["a Deny after it", denying(on("DateGreaterThan", "aws:CurrentTime", "2020-01-01")), "denied"],
    ["a Deny before it", denying(on("DateLessThan", "aws:EpochTime", "1577836800")), "granted"],
    ["a future date", [trusts(principals, on("DateLessThan", "aws:CurrentTime", "2030-01-01"))], "conditional"],
    ["no external ID", [trusts(principals, on("StringEquals", "sts:ExternalId", []))], "missing"],
    ["a Deny on all external IDs", denying(on("StringNotEquals", "sts:ExternalId", [])), "denied"],
    ["an empty Null", [trusts(principals, on("Null", "sts:ExternalId", []))], "missing"],
  ])("with %s", (_name, statements, verdict) => {
    const role = roleOf({ trust: trustOf(...statements) });
    expect(evaluateTrust(role, party, [ROLE], declared, "2026-11-28")?.verdict).toBe(verdict);
  });
});

test("blames missing trust on the statement whose condition can't be met", () => {
  const result = evaluateTrust(roleOf({ trust: trustOf(trusts(EC2, externalId)) }), "ec2", [], new Map());
  expect(result?.causes).toMatchObject([{ detail: "condition sts:ExternalId is not met" }]);
});

test("handles unknown principals", () => {
  const trust = trustOf(trusts({ AWS: ROLE }));
  const unknown = { kind: "unresolved", expression: "ApplianceRole.Arn" } as const;
  const [statement] = trust.statements;
  if (statement?.principals == null) throw new Error("no principals");
  const principals = statement.principals.principals.map((principal) => ({ ...principal, id: unknown }));
  const role = roleOf({
    trust: { ...trust, statements: [{ ...statement, principals: { ...statement.principals, principals } }] },
  });
  expect(evaluateTrust(role, "appliance", [], new Map())?.verdict).toBe("granted");
  expect(evaluateTrust(role, "appliance", [ROLE], new Map())?.verdict).toBe("undetermined");
  expect(evaluateTrust(role, "appliance", [ACCOUNT], new Map())?.verdict).toBe("undetermined");
});

test("decides between uncertain Allows by the one with a condition", () => {
  const trust = trustOf(trusts({ AWS: ROLE }), trusts({ AWS: ROLE }, mfa));
  const [first, second] = trust.statements;
  if (first?.principals == null || second === undefined) throw new Error("no principals");
  const unknown = { kind: "unresolved", expression: "ApplianceRole.Arn" } as const;
  const principals = first.principals.principals.map((principal) => ({ ...principal, id: unknown }));
  const doubtful = { ...first, principals: { ...first.principals, principals } };
  const verdict = (...statements: typeof trust.statements) =>
    evaluateTrust(roleOf({ trust: { ...trust, statements } }), "appliance", [ROLE], new Map())?.verdict;
  expect(verdict(doubtful, second)).toBe("conditional");
  expect(verdict(doubtful)).toBe("undetermined");
});

test("names the template condition that trust depends on", () => {
  const role = roleOf(
    { when: "condition Prod is true", trust: trustOf(trusts({ AWS: ROLE })) },
    { when: "condition Prod is false", trust: trustOf(trusts({ Service: "ec2.amazonaws.com" })) },
  );
  const verdict = evaluateTrust(role, "appliance", [ROLE], new Map());
  expect(verdict?.verdict).toBe("conditional");
  expect(verdict?.causes[0]).toMatchObject({ policy: null, detail: "not when condition Prod is false" });
});

describe("combines trust over the two outcomes of a template's condition", () => {
  const granted = trustOf(trusts({ AWS: ROLE }));
  const conditional = trustOf(trusts({ AWS: ROLE }, mfa));
  const denied = trustOf(trusts({ AWS: ROLE }), { ...trusts("*"), Effect: "Deny" });
  const missing = trustOf(trusts({ Service: "ec2.amazonaws.com" }));
  const unknown = { kind: "unresolved", expression: "Ref Trust" } as const;
  test.each<[string, RoleVariant["trust"], RoleVariant["trust"], TrustVerdict["verdict"]]>([
    ["granted or conditional", granted, conditional, "conditional"],
    ["conditional or missing", conditional, missing, "conditional"],
    ["denied or missing", denied, missing, "missing"],
    ["granted or unknown", granted, unknown, "undetermined"],
    ["missing or unknown", missing, unknown, "undetermined"],
    ["denied twice", denied, denied, "denied"],
  ])("as %s", (_name, first, second, verdict) => {
    const role = roleOf({ when: "A", trust: first }, { when: "not A", trust: second });
    expect(evaluateTrust(role, "appliance", [ROLE], new Map())?.verdict).toBe(verdict);
    const reversed = roleOf({ when: "not A", trust: second }, { when: "A", trust: first });
    expect(evaluateTrust(reversed, "appliance", [ROLE], new Map())?.verdict).toBe(verdict);
  });
});

test("admits nobody if the trust policy has only a Deny", () => {
  const role = roleOf({ trust: trustOf({ ...trusts({ AWS: ROLE, Service: "ec2.amazonaws.com" }), Effect: "Deny" }) });
  expect(trustAdmits(role)).toEqual({ aws: false, ec2: false });
});

test("decides nothing without a trust policy, and is undetermined if it is unknown", () => {
  expect(evaluateTrust(roleOf({ trust: null }), "ec2", [], new Map())).toBeNull();
  const role = roleOf({ trust: { kind: "unresolved", expression: "var.trust" } });
  expect(evaluateTrust(role, "ec2", [], new Map())?.verdict).toBe("undetermined");
  expect(trustAdmits(role)).toEqual({ aws: "unknown", ec2: "unknown" });
});

test("lists the parties that a trust policy admits", () => {
  const admits = (principal: object) => trustAdmits(roleOf({ trust: trustOf(trusts(principal)) }));
  expect(admits({ Service: "lambda.amazonaws.com" })).toEqual({ aws: false, ec2: false });
  expect(admits({ Service: "ec2.amazonaws.com" })).toEqual({ aws: false, ec2: true });
  expect(admits({ AWS: ROLE })).toEqual({ aws: true, ec2: false });
  const nobody = trustOf({ Effect: "Allow", Action: "sts:AssumeRole" });
  expect(trustAdmits(roleOf({ trust: nobody }))).toEqual({ aws: "unknown", ec2: "unknown" });
});

test.each<[string, readonly (string | null)[], string[], TrustVerdict["verdict"], string[]]>([
  ["a role in sts", ["arn:aws:sts::", null, ":role/x"], [], "missing", ["write arn:aws:iam::${AWS::AccountId}:role/x"]],
  [
    "a user in sts",
    ["arn:aws:sts::", null, ":user/x"],
    [ROOT],
    "missing",
    ["write arn:aws:iam::${AWS::AccountId}:user/x"],
  ],
  [
    "a name in sts",
    ["arn:aws:sts::111122223333:role/", null],
    [ROLE],
    "missing",
    ["write arn:aws:iam::111122223333:role/${AWS::AccountId}"],
  ],
  ["a role in iam", ["arn:aws:iam::", null, ":role/x"], [], "granted", []],
  ["a session", ["arn:aws:sts::", null, ":assumed-role/x/y"], [], "granted", []],
  ["any service", ["arn:aws:", null, "::111122223333:role/x"], [], "granted", []],
])("evaluates a partly known principal: %s", (_name, parts, appliance, verdict, help) => {
  const trust = trustOf(trusts({ AWS: ROLE }));
  const [statement] = trust.statements;
  const [principal] = statement?.principals?.principals ?? [];
  if (statement?.principals == null || principal === undefined) throw new Error("no principal");
  const account = { kind: "unresolved", expression: "AWS::AccountId" } as const;
  const id = { kind: "partial", parts: parts.map((part) => part ?? account) } as const;
  const statements = [{ ...statement, principals: { ...statement.principals, principals: [{ ...principal, id }] } }];
  const role = roleOf({ trust: { ...trust, statements } });
  expect(evaluateTrust(role, "appliance", appliance, new Map())?.verdict).toBe(verdict);
  expect(suspectPrincipals(role).map((suspect) => suspect.help)).toEqual(help);
});

test("names a statement that breaks the grammar as such", () => {
  const statements = [trusts({ AWS: ROLE }), { Effect: "Deny", NotPrincipal: { AWS: ROLE }, Action: "sts:AssumeRole" }];
  const result = evaluateTrust(roleOf({ trust: trustOf(...statements) }), "appliance", [ROLE], new Map());
  expect(result?.causes[0]).toMatchObject({ detail: "it breaks IAM's grammar", statement: { isFaulty: true } });
});

/**
 * Whether a caller in an unrelated account can meet a condition at will:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
test.each<[operator: string, key: string, value: string, width: string | null]>([
  ["Bool", "aws:SecureTransport", "true", "anyone"],
  ["Bool", "aws:SecureTransport", "false", null],
  ["Bool", "aws:MultiFactorAuthPresent", "true", "anyone"],
  ["StringEquals", "aws:PrincipalTag/team", "backup", "anyone"],
  ["StringEquals", "aws:PrincipalType", "AssumedRole", "anyone"],
  ["StringEquals", "aws:PrincipalType", "Account", null],
  ["StringLike", "sts:RoleSessionName", "veeam-*", "anyone"],
  ["StringEquals", "aws:username", "veeam", "anyone"],
  ["StringEquals", "aws:SourceIdentity", "veeam", "anyone"],
  ["StringEquals", "aws:ResourceAccount", ACCOUNT, "anyone"],
  ["StringEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}", null],
  ["StringEquals", "aws:RequestedRegion", "eu-west-1", "anyone"],
  ["StringLike", "aws:UserAgent", "veeam*", "anyone"],
  ["DateLessThan", "aws:CurrentTime", "2999-01-01T00:00:00Z", "anyone"],
  ["StringEquals", "sts:ExternalId", "x", "anyone"],
  ["StringEquals", "aws:PrincipalArn", ROLE, null],
  ["StringEquals", "aws:userid", "AIDAEXAMPLEID12345678", null],
  ["IpAddress", "aws:SourceIp", "203.0.113.0/24", null],
  ["IpAddress", "aws:VpcSourceIp", "10.0.0.0/8", null],
  ["StringEquals", "aws:SourceVpc", "vpc-1", null],
  ["StringEquals", "aws:SourceVpce", "vpce-1", null],
])("evaluates everyone under %s %s %s", (operator, key, value, width) => {
  const everyone = trusts({ AWS: "*" }, on(operator, key, value));
  const widthOf = (...statements: object[]) =>
    evaluateTrust(roleOf({ trust: trustOf(...statements) }), "appliance", [ROLE], new Map())?.tooWide?.width ?? null;
  expect(widthOf(trusts({ AWS: ROLE }), everyone)).toBe(width);
  expect(widthOf(everyone)).toBe(width);
});

test("omits the default verdict if the variants agree", () => {
  const [trust, other] = [trustOf(trusts({ AWS: ROLE })), trustOf(trusts({ AWS: OTHER_ROLE }))];
  const verdictOf = (...variants: readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]]) =>
    evaluateTrust(roleOf(...variants), "appliance", [ROLE], new Map());
  const same = verdictOf({ when: "a", trust }, { when: "b", trust: trustOf(trusts({ AWS: ROLE })) });
  expect(same).toMatchObject({ verdict: "granted" });
  expect(same).not.toHaveProperty("byDefault");
  const differing = verdictOf({ when: "a", trust }, { when: "b", byDefault: false, trust: other });
  expect(differing).toMatchObject({ verdict: "conditional", byDefault: true });
  expect(verdictOf({ when: "a", trust }, { when: "b", trust: other })).not.toHaveProperty("byDefault");
});

test.each([
  ["StringEquals", "missing"],
  ["StringNotEquals", "granted"],
])("knows that EC2 passes no external ID: %s is %s", (operator, verdict) => {
  const trust = trustOf(trusts(EC2, on(operator, "sts:ExternalId", "x")));
  expect(evaluateTrust(roleOf({ trust }), "ec2", [], new Map([["sts:externalid", ["x"]]]))?.verdict).toBe(verdict);
});

test("accepts whitespace around an appliance and passes the declared external ID", () => {
  const [OWN, OTHER] = ["arn:aws:iam::111122223333:role/own", "arn:aws:iam::111122223333:role/other"];
  const trust = trustOf({
    ...{ Effect: "Allow", Principal: { AWS: OWN }, Action: "sts:AssumeRole" },
    Condition: { StringEquals: { "sts:ExternalId": ["a", "b"] } },
  });
  const verdictOf = (appliance: string, ids: readonly string[]) =>
    evaluateTrust(roleOf({ trust }), "appliance", [appliance], new Map([["sts:externalid", ids]]))?.verdict;
  expect(verdictOf(OWN, ["a"])).toBe("granted");
  expect(verdictOf(` ${OWN}\n`, ["a"])).toBe("granted");
  expect(verdictOf(OWN, ["c"])).toBe("missing");
  expect(verdictOf(OTHER, ["a"])).toBe("missing");
});
