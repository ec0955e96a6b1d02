import fc from "fast-check";
import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import { withResourcePolicies } from "../../src/iam/guardrail.js";
import type { GuardrailLevel, Policy, Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { ActionVerdict, Verdict } from "../../src/iam/verdict.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, referenceTo, roleOf, roleWith, trustOf } from "./role.js";
import { partial, ref } from "./unknown-text.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

const place = filePlace("organization.json");

function level(isAllowList: boolean, ...policies: readonly Policy[]): GuardrailLevel {
  return { name: "level", policies, isAllowList, place };
}

/** A level with FullAWSAccess, and one without it. */
const alongside = (...statements: readonly object[]): GuardrailLevel => level(false, policyOf("scp", ...statements));
const instead = (...statements: readonly object[]): GuardrailLevel => level(true, policyOf("scp", ...statements));

function verdictOf(
  role: Role,
  guardrails: readonly GuardrailLevel[],
  action: string,
  { context = {}, accounts = [], regions = [] }: Declared = {},
): ActionVerdict | undefined {
  const declared = {
    deployment: accounts.length + regions.length === 0 ? null : { partition: "aws", accounts, regions },
    resources: [],
  };
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return evaluateRole({ ...role, guardrails }, [{ action, resources: ["*"] }], values, authorization, declared)[0];
}

interface Declared {
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

const admin = { ...roleWith(allow("*")), name: "veeam-worker" };
const when = (operator: string, key: string, ...values: readonly string[]) => ({
  Condition: { [operator]: { [key]: values } },
});
/** `NotAction` lists global services, as in AWS's example that denies other regions. */
const regionGuard = (...regions: readonly string[]) => ({
  Effect: "Deny",
  NotAction: ["iam:*", "organizations:*", "route53:*", "cloudfront:*", "support:*", "sts:*"],
  Resource: "*",
  ...when("StringNotEquals", "aws:RequestedRegion", ...regions),
});
const except = (...arns: readonly string[]) => deny("ec2:*", "*", when("ArnNotLike", "aws:PrincipalArn", ...arns));
const inEurope: Declared = { context: { "aws:RequestedRegion": ["eu-west-1"] } };
const inOhio: Declared = { context: { "aws:RequestedRegion": ["us-east-2"] } };
const IRELAND: Declared = { regions: ["eu-west-1"] };
const PASS = "iam:PassRole";
const onPassing = (...regions: readonly string[]) =>
  deny(PASS, "*", when("StringNotEquals", "aws:RequestedRegion", ...regions));
const A = "111111111111";

/**
 * AWS's pages on service control policies:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (levels, Allow
 * and Deny),
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (elements), and
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html (examples).
 */
describe("evaluates service control policies like AWS", () => {
  test.each<[string, readonly GuardrailLevel[], string, Verdict, Declared?]>([
    ["no levels", [], "ec2:RunInstances", "granted"],
    ["FullAWSAccess at each level", [level(false), level(false), level(false)], "ec2:RunInstances", "granted"],
    [
      "an Allow at each level",
      [instead(allow("ec2:*")), instead(allow("*")), instead(allow("ec2:Run*"))],
      "ec2:RunInstances",
      "granted",
    ],
    ["no Allow at the root", [instead(allow("s3:*")), level(false), level(false)], "ec2:RunInstances", "denied"],
    ["no Allow at the unit", [level(false), instead(allow("s3:*")), level(false)], "ec2:RunInstances", "denied"],
    ["no Allow at the account", [level(false), level(false), instead(allow("s3:*"))], "ec2:RunInstances", "denied"],
    [
      "an Allow below one that the root lacks",
      [instead(allow("s3:*")), instead(allow("ec2:*"))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "an Allow above one that the account lacks",
      [instead(allow("ec2:*")), instead(allow("s3:*"))],
      "ec2:RunInstances",
      "denied",
    ],
    ["two levels without an overlap", [instead(allow("s3:*")), instead(allow("ec2:*"))], "s3:GetObject", "denied"],
    [
      "the union of a level's policies",
      [level(true, policyOf("a", allow("s3:*")), policyOf("b", allow("ec2:*")))],
      "ec2:RunInstances",
      "granted",
    ],
    ["a Deny at the root", [alongside(deny("ec2:*")), level(false)], "ec2:RunInstances", "denied"],
    ["a Deny at the account", [level(false), alongside(deny("ec2:*"))], "ec2:RunInstances", "denied"],
    ["a Deny of another action", [alongside(deny("s3:*"))], "ec2:RunInstances", "granted"],
    [
      "a Deny and an Allow at the same level",
      [instead(allow("*"), deny("ec2:RunInstances"))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "a Deny and an Allow at a lower level",
      [alongside(deny("ec2:*")), instead(allow("ec2:*"))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "a Deny and an Allow at a higher level",
      [instead(allow("ec2:*")), alongside(deny("ec2:*"))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "a Deny in one of a level's policies",
      [level(false, policyOf("a", allow("*")), policyOf("b", deny("ec2:*")))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "an Allow next to FullAWSAccess, which narrows nothing",
      [alongside(allow("s3:*"))],
      "ec2:RunInstances",
      "granted",
    ],
    ["actions in any case", [alongside(deny("EC2:runinstances"))], "ec2:RunInstances", "denied"],
    ["a wildcard within an action", [alongside(deny("ec2:*Instances"))], "ec2:RunInstances", "denied"],
    [
      "a Deny with NotAction that excepts the action",
      [alongside({ Effect: "Deny", NotAction: "ec2:*", Resource: "*" })],
      "ec2:RunInstances",
      "granted",
    ],
    [
      "a Deny with NotAction that covers the action",
      [alongside({ Effect: "Deny", NotAction: "ec2:*", Resource: "*" })],
      "s3:GetObject",
      "denied",
    ],
    [
      "an Allow with NotAction that covers the action",
      [instead({ Effect: "Allow", NotAction: "s3:*", Resource: "*" })],
      "ec2:RunInstances",
      "granted",
    ],
    [
      "an Allow with NotAction that excepts the action",
      [instead({ Effect: "Allow", NotAction: "s3:*", Resource: "*" })],
      "s3:GetObject",
      "denied",
    ],
    ["a Deny on one resource", [alongside(deny("s3:*", "arn:aws:s3:::logs/*"))], "s3:GetObject", "partial"],
    ["an Allow on one resource", [instead(allow("s3:*", "arn:aws:s3:::backup/*"))], "s3:GetObject", "partial"],
    [
      "a Deny with NotResource",
      [alongside({ Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::backup/*" })],
      "s3:GetObject",
      "partial",
    ],
    ["a region that the guard denies", [alongside(regionGuard("eu-west-1"))], "ec2:RunInstances", "denied", inOhio],
    [
      "a region that the guard allows",
      [alongside(regionGuard("eu-west-1", "eu-west-2"))],
      "ec2:RunInstances",
      "granted",
      inEurope,
    ],
    ["an undeclared region", [alongside(regionGuard("eu-west-1"))], "ec2:RunInstances", "conditional"],
    ["a global service and a region guard", [alongside(regionGuard("eu-west-1"))], "iam:PassRole", "granted", inOhio],
    [
      "both regions in which a role may be passed",
      [alongside(onPassing("eu-west-1", "us-east-1"))],
      PASS,
      "granted",
      IRELAND,
    ],
    ["neither of these regions", [alongside(onPassing("ap-south-1"))], PASS, "denied", IRELAND],
    ["EC2's region, of these", [alongside(onPassing("eu-west-1"))], PASS, "conditional", IRELAND],
    ["IAM's region, of these", [alongside(onPassing("us-east-1"))], PASS, "conditional", IRELAND],
    [
      "EC2's region, if IAM's isn't declared",
      [alongside(onPassing("eu-west-1"))],
      PASS,
      "conditional",
      { ...IRELAND, ...inEurope },
    ],
    [
      "two region guards without a common region",
      [alongside(regionGuard("eu-west-1")), alongside(regionGuard("us-east-2"))],
      "ec2:RunInstances",
      "denied",
      inEurope,
    ],
    [
      "an exception for another role",
      [alongside(except("arn:aws:iam::*:role/AWSControlTowerExecution"))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "an exception for the role",
      [alongside(except("arn:aws:iam::*:role/veeam-worker"))],
      "ec2:RunInstances",
      "granted",
    ],
    [
      "an exception for the role as a pattern",
      [alongside(except("arn:aws:iam::*:role/veeam-*"))],
      "ec2:RunInstances",
      "granted",
    ],
    [
      "an exception for AWS service roles",
      [alongside(except("arn:aws:iam::*:role/aws-service-role/*"))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "an exception for a path",
      [alongside(except("arn:aws:iam::*:role/platform/*"))],
      "ec2:RunInstances",
      "conditional",
    ],
    [
      "an exception in an undeclared account",
      [alongside(except(`arn:aws:iam::${A}:role/veeam-worker`))],
      "ec2:RunInstances",
      "conditional",
    ],
    [
      "an exception in the declared account",
      [alongside(except(`arn:aws:iam::${A}:role/veeam-worker`))],
      "ec2:RunInstances",
      "granted",
      { accounts: [A] },
    ],
    [
      "an exception in another account",
      [alongside(except(`arn:aws:iam::${A}:role/veeam-worker`))],
      "ec2:RunInstances",
      "denied",
      { accounts: ["222222222222"] },
    ],
    [
      "an exception with a declared principal",
      [alongside(except("arn:aws:iam::*:role/platform/*"))],
      "ec2:RunInstances",
      "granted",
      { context: { "aws:PrincipalArn": [`arn:aws:iam::${A}:role/platform/veeam-worker`] } },
    ],
    [
      "a Deny of all except AWS services",
      [alongside(deny("ec2:*", "*", when("Bool", "aws:PrincipalIsAWSService", "false")))],
      "ec2:RunInstances",
      "denied",
    ],
    [
      "a Deny of root users",
      [alongside(deny("*", "*", when("StringEquals", "aws:PrincipalType", "Account")))],
      "ec2:RunInstances",
      "granted",
    ],
    [
      "a Deny of root users by ARN",
      [alongside(deny("*", "*", when("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:root")))],
      "ec2:RunInstances",
      "granted",
    ],
    [
      "a Deny without multi-factor authentication",
      [alongside(deny("ec2:*", "*", when("BoolIfExists", "aws:MultiFactorAuthPresent", "false")))],
      "ec2:RunInstances",
      "conditional",
    ],
    [
      "a Deny of instance types",
      [
        alongside(
          deny(
            "ec2:RunInstances",
            "arn:aws:ec2:*:*:instance/*",
            when("StringNotEquals", "ec2:InstanceType", "t3.micro"),
          ),
        ),
      ],
      "ec2:RunInstances",
      // Every such request involves an instance.
      "denied",
      { context: { "ec2:InstanceType": ["c5.large"] } },
    ],
    [
      "a Deny of all except the declared instance type",
      [
        alongside(
          deny(
            "ec2:RunInstances",
            "arn:aws:ec2:*:*:instance/*",
            when("StringNotEquals", "ec2:InstanceType", "c5.large"),
          ),
        ),
      ],
      "ec2:RunInstances",
      "granted",
      { context: { "ec2:InstanceType": ["c5.large"] } },
    ],
    ["an action that needs no permission", [alongside(deny("*"))], "sts:GetCallerIdentity", "granted"],
    [
      "seven levels, the last with a Deny",
      [...Array.from({ length: 6 }, () => level(false)), alongside(deny("*"))],
      "ec2:RunInstances",
      "denied",
    ],
  ])("with %s", (_name, guardrails, action, verdict, declared = {}) => {
    const decided = verdictOf(admin, guardrails, action, declared);
    expect(decided?.verdict).toBe(verdict);
    expect(decided?.deniedBy).toBe(verdict === "denied" ? "guardrail" : null);
  });

  const nameless = { ...admin, name: null };
  const onPath = { ...admin, path: "/platform/" };
  const denying = (operator: string, arn: string) => [
    alongside(deny("ec2:*", "*", when(operator, "aws:PrincipalArn", arn))),
  ];
  test.each<[string, Role, readonly GuardrailLevel[], Verdict]>([
    ["an account's root", nameless, denying("ArnLike", `arn:aws:iam::${A}:root`), "granted"],
    ["an account's root as a literal ARN", nameless, denying("StringEquals", `arn:aws:iam::${A}:root`), "granted"],
    ["all except an account's root", nameless, denying("ArnNotEquals", `arn:aws:iam::${A}:root`), "denied"],
    ["any account's root", nameless, denying("StringLike", "*:root"), "granted"],
    ["an account's users", nameless, denying("ArnLike", `arn:aws:iam::${A}:user/*`), "granted"],
    ["a session", nameless, denying("ArnLike", `arn:aws:sts::${A}:assumed-role/veeam/*`), "granted"],
    [
      "AWS service roles in an account",
      nameless,
      denying("ArnLike", `arn:aws:iam::${A}:role/aws-service-role/*`),
      "granted",
    ],
    ["a role by name", nameless, denying("ArnLike", "arn:aws:iam::*:role/veeam-worker"), "conditional"],
    ["an account's roles", nameless, denying("ArnLike", `arn:aws:iam::${A}:role/*`), "conditional"],
    ["a path that the role is on", onPath, denying("ArnLike", "arn:aws:iam::*:role/platform/*"), "denied"],
    ["the same path in one account", onPath, denying("ArnLike", `arn:aws:iam::${A}:role/platform/*`), "conditional"],
    ["a path that the role is not on", onPath, denying("ArnLike", `arn:aws:iam::${A}:role/service/*`), "granted"],
    [
      "a path, for a role without one",
      { ...nameless, path: "/" },
      denying("ArnLike", `arn:aws:iam::${A}:role/service/*`),
      "granted",
    ],
    [
      "the start of a path",
      { ...nameless, path: "/platform/" },
      denying("ArnLike", "arn:aws:iam::*:role/plat*"),
      "denied",
    ],
    [
      "an unknown path",
      { ...admin, path: "/${...}/" },
      denying("ArnLike", "arn:aws:iam::*:role/service/*"),
      "conditional",
    ],
    [
      "a role without a path, for one with a path",
      onPath,
      denying("ArnLike", "arn:aws:iam::*:role/veeam-worker"),
      "granted",
    ],
  ])("applies a Deny of %s", (_name, role, guardrails, verdict) => {
    expect(verdictOf(role, guardrails, "ec2:RunInstances")?.verdict).toBe(verdict);
  });

  test("never grants an action that only a guardrail allows", () => {
    const verdict = verdictOf(roleWith(allow("s3:*")), [instead(allow("*"))], "ec2:RunInstances");
    expect([verdict?.verdict, verdict?.deniedBy]).toEqual(["missing", null]);
  });

  test("does not blame a guardrail for the role's own Deny", () => {
    const verdict = verdictOf(roleWith(allow("*"), deny("ec2:*")), [alongside(deny("ec2:*"))], "ec2:RunInstances");
    expect(verdict?.deniedBy).toBe("statement");
  });

  test("does not blame a guardrail for what the boundary excludes", () => {
    const role = roleOf({ policies: [policyOf("p", allow("*"))], boundary: policyOf("b", allow("s3:*")) });
    expect(verdictOf(role, [alongside(deny("ec2:*"))], "ec2:RunInstances")?.deniedBy).toBe("boundary");
  });

  test("grants nothing if a grant and an allow list share no resource", () => {
    const role = roleWith(allow("sqs:*", "arn:aws:sqs:*:*:a"));
    const verdict = verdictOf(role, [instead(allow("sqs:*", "arn:aws:sqs:*:*:b"))], "sqs:SendMessage");
    expect([verdict?.verdict, verdict?.deniedBy]).toEqual(["denied", "guardrail"]);
  });

  test("does not give FullAWSAccess, which is in no file, as a reason", () => {
    const policies = [deny("ec2:*"), except("arn:aws:iam::*:role/platform/*"), deny("s3:*", "arn:aws:s3:::logs/*")];
    const verdicts = policies.flatMap((one) =>
      ["ec2:RunInstances", "s3:GetObject"].flatMap(
        (action) => verdictOf(admin, [alongside(one)], action)?.causes ?? [],
      ),
    );
    expect(new Set(verdicts.map(({ policy }) => policy))).toEqual(new Set(["scp", "policy"]));
  });

  test("exempts service-linked roles", () => {
    const role = { ...admin, name: "AWSServiceRoleForBackup" };
    expect(verdictOf(role, [alongside(deny("*"))], "ec2:RunInstances")?.verdict).toBe("granted");
  });

  test("leaves an exception undecided for a role with an unknown name", () => {
    const guardrails = [alongside(except("arn:aws:iam::*:role/veeam-worker"))];
    expect(verdictOf({ ...admin, name: null }, guardrails, "ec2:RunInstances")?.verdict).toBe("conditional");
  });
});

/** Many roles have no name in the template. A pattern that matches no role, or every role, doesn't need one. */
test.each<[string, string, string, Verdict]>([
  ["StringLike", "arn:aws:iam::*:root", "ec2:RunInstances", "granted"],
  ["ArnEquals", "arn:aws:iam::*:user/*", "ec2:RunInstances", "granted"],
  ["ArnNotLike", "arn:aws:iam::*:role/*", "ec2:RunInstances", "granted"],
  ["ArnNotLike", "arn:aws:iam::*:root", "ec2:RunInstances", "denied"],
  ["ArnLike", "arn:aws:iam::*:role/*", "ec2:RunInstances", "denied"],
  ["ArnLike", "arn:aws:iam::*:role/a*", "ec2:RunInstances", "conditional"],
  ["ArnLike", "arn:aws:iam::111111111111:root", "ec2:RunInstances", "granted"],
])("evaluates a role without a name under a Deny on %s aws:PrincipalArn %s", (operator, arn, action, verdict) => {
  const guardrails = [alongside(deny("*", "*", when(operator, "aws:PrincipalArn", arn)))];
  expect(verdictOf({ ...admin, name: null }, guardrails, action)?.verdict).toBe(verdict);
});

describe("an unknown guardrail", () => {
  const unknown: Policy = { kind: "unresolved", name: "scp.json", expression: "scp.json", place };
  const broken = policyOf("broken", { Effect: "Allow", Actions: "s3:*", Resource: "*" });

  test.each<[string, readonly GuardrailLevel[], Verdict]>([
    ["may deny what FullAWSAccess allows", [level(false, unknown)], "undetermined"],
    ["may allow what an allow list excludes", [level(true, unknown, policyOf("scp", allow("s3:*")))], "undetermined"],
    ["restores nothing that another one denies", [level(false, unknown, policyOf("scp", deny("ec2:*")))], "denied"],
    ["restores nothing that another level denies", [level(false, unknown), alongside(deny("ec2:*"))], "denied"],
    ["includes one that breaks the grammar", [level(false, broken)], "undetermined"],
  ])("%s", (_name, guardrails, verdict) => {
    expect(verdictOf(admin, guardrails, "ec2:RunInstances")?.verdict).toBe(verdict);
  });
});

test("never grants more with a guardrail, whatever it contains", () => {
  const statement = fc
    .tuple(
      fc.constantFrom("Allow", "Deny"),
      fc.constantFrom("Action", "NotAction"),
      fc.constantFrom("*", "ec2:*", "ec2:R*", "s3:Get?bject", "iam:*"),
      fc.constantFrom("Resource", "NotResource"),
      fc.constantFrom("*", "arn:aws:s3:::a/*", "arn:aws:ec2:*:*:volume/*"),
      fc.constantFrom(
        {},
        when("StringEquals", "aws:RequestedRegion", "eu-west-1"),
        when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x"),
      ),
    )
    .map(([Effect, actions, one, resources, other, rest]) => ({ Effect, [actions]: one, [resources]: other, ...rest }));
  const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
  const levels = fc.array(
    fc.tuple(fc.boolean(), statements).map(([isList, all]) => level(isList, policyOf("scp", ...all))),
    { maxLength: 3 },
  );
  const action = fc.constantFrom("ec2:RunInstances", "ec2:DescribeVolumes", "s3:GetObject");
  const order: readonly (Verdict | undefined)[] = [
    "granted",
    "conditional",
    "partial",
    "undetermined",
    "denied",
    "missing",
  ];
  fc.assert(
    fc.property(statements, levels, levels, action, (own, some, more, requested) => {
      const role = roleWith(...own);
      const [free, under, deeper] = [[], some, [...some, ...more]].map(
        (one) => verdictOf(role, one, requested)?.verdict,
      );
      const isNoMore = (after: Verdict | undefined, before: Verdict | undefined) =>
        after !== "granted" || before === "granted";
      expect(order).toContain(deeper);
      return isNoMore(under, free) && isNoMore(deeper, under) && (free !== "missing" || deeper === "missing");
    }),
  );
});

/** Guardrails apply to the same resources as the role's own policies. */
test.each<[string, GuardrailLevel, string, Declared, Verdict]>([
  ["a Deny of every queue", alongside(deny("sqs:*", "arn:aws:sqs:*:*:*")), "sqs:SendMessage", {}, "denied"],
  ["a Deny of buckets", alongside(deny("*", "arn:aws:s3:::*")), "sqs:SendMessage", {}, "granted"],
  ["an allow list of every queue", instead(allow("*", "arn:aws:sqs:*:*:*")), "sqs:SendMessage", {}, "granted"],
  [
    "a Deny under a key that no queue request has",
    alongside(deny("*", "*", when("Bool", "kms:GrantIsForAWSResource", "false"))),
    "sqs:SendMessage",
    { context: { "kms:GrantIsForAWSResource": ["false"] } },
    "granted",
  ],
  [
    "a Deny if that key is absent or false",
    alongside(deny("*", "*", when("BoolIfExists", "kms:GrantIsForAWSResource", "false"))),
    "sqs:SendMessage",
    { context: { "kms:GrantIsForAWSResource": ["true"] } },
    "denied",
  ],
  [
    "a Deny outside the declared region, to an IAM request",
    alongside(deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", "eu-west-1"))),
    "iam:ListRoles",
    inEurope,
    "denied",
  ],
])("applies %s", (_name, guardrail, action, declared, expected) => {
  expect(verdictOf(admin, [guardrail], action, declared)?.verdict).toBe(expected);
});

/**
 * "List of AWS services that support RCPs", "Resources and entities not restricted by RCPs":
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
test.each([
  ["ecr:BatchGetImage", "denied"],
  ["wafv2:GetWebACL", "denied"],
  ["s3:GetObject", "denied"],
  ["autoscaling-plans:DescribeScalingPlans", "denied"],
  ["KMS:Decrypt", "denied"],
  ["kms:RetireGrant", "granted"],
  ["ec2:RunInstances", "granted"],
  ["es:ESHttpGet", "granted"],
  ["s3express:CreateSession", "granted"],
])("leaves %s %s under a resource control policy that denies everything", (action, expected) => {
  const guardrail = { ...alongside(deny("*")), isOfResources: true as const };
  expect(verdictOf(roleWith(allow("*")), [guardrail], action)?.verdict).toBe(expected);
});

/**
 * A resource control policy applies to each request to assume a role, which its Resource may name
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html).
 */
describe("applies resource control policies to a role's trust policy", () => {
  const ROLE = `arn:aws:iam::${A}:role/veeam-worker`;
  const assume = { Effect: "Allow", Principal: { AWS: A }, Action: "sts:AssumeRole" };
  const denied = (Resource: unknown, rest: object = {}) => ({
    ...{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource },
    ...rest,
  });
  const rcp = (...policies: readonly Policy[]): GuardrailLevel => ({
    ...level(false, ...policies),
    isOfResources: true,
  });
  const worker = { ...roleOf({ trust: trustOf(assume) }), name: "veeam-worker" };

  function trustWithin(levels: readonly GuardrailLevel[], role: Role = worker, accounts: readonly string[] = [A]) {
    const { trust } = withResourcePolicies({ ...role, guardrails: levels }, () => ["aws"], accounts).variants[0];
    return trust !== null && "statements" in trust ? trust : null;
  }
  /** "+" for a certain Deny, "?" for an uncertain one. */
  const denials = (levels: readonly GuardrailLevel[], role?: Role, accounts?: readonly string[]) =>
    trustWithin(levels, role, accounts)
      ?.statements.slice(1)
      .map(({ effect, conditions }) =>
        effect !== "Deny" ? effect : conditions.some(({ kind }) => kind === "unresolved") ? "?" : "+",
      )
      .join("");

  test.each<[string, unknown, string]>([
    ["everything", "*", "+"],
    ["the role", ROLE, "+"],
    ["a pattern that matches the role", "arn:aws:iam::*:role/veeam-*", "+"],
    ["another role", `arn:aws:iam::${A}:role/other`, ""],
    ["a role in another account", "arn:aws:iam::222222222222:role/veeam-worker", ""],
    ["a bucket", "arn:aws:s3:::*", ""],
    ["one of two roles", ["arn:aws:s3:::*", ROLE], "+"],
    ["neither of two roles", ["arn:aws:s3:::*", `arn:aws:iam::${A}:role/other`], ""],
  ])("on %s", (_, resource, expected) => {
    expect(denials([rcp(policyOf("rcp", denied(resource)))])).toBe(expected);
    const { Resource, ...others } = denied(resource);
    const allBut = expected === "" ? "+" : "";
    expect(denials([rcp(policyOf("rcp", { ...others, NotResource: Resource }))])).toBe(allBut);
  });

  test("treats a role with an unknown account or name as possibly denied", () => {
    const one = [rcp(policyOf("rcp", denied(ROLE)))];
    expect(denials(one, worker, [])).toBe("?");
    expect(denials(one, worker, [A, "222222222222"])).toBe("?");
    expect(denials(one, { ...worker, name: null })).toBe("?");
    expect(denials([rcp(policyOf("rcp", denied("arn:aws:iam::*:role/veeam-*")))], worker, [])).toBe("+");
    expect(denials([rcp(policyOf("rcp", denied("arn:aws:iam::*:role/other")))], worker, [])).toBe("");
  });

  const withResource = (text: unknown): Policy => {
    const policy = policyOf("rcp", denied("*"));
    if (policy.kind !== "document") return policy;
    const statements = policy.document.statements.map((one) => ({
      ...one,
      resources: { negated: false, patterns: [{ text, place }], place },
    }));
    return { ...policy, document: { ...policy.document, statements } } as Policy;
  };

  test("treats an unknown Resource or Effect as a possible Deny", () => {
    expect(denials([rcp(withResource(ref("var.arn")))])).toBe("?");
    expect(denials([rcp(withResource(partial("arn:aws:s3:::", ref("var.bucket"))))])).toBe("?");
    const [certain, open] = [denied(ROLE), { ...denied(ROLE), Effect: "Perhaps" }];
    expect(denials([rcp(policyOf("rcp", certain, open))])).toBe("+?");
  });

  test("keeps its conditions and names the reason", () => {
    const condition = { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } };
    const [, first] = trustWithin([rcp(policyOf("rcp", denied(ROLE, condition)))])?.statements ?? [];
    expect(first?.conditions).toMatchObject([{ kind: "test", key: "aws:PrincipalOrgID" }]);
    const [, second] = trustWithin([rcp(policyOf("rcp", denied(ROLE, condition)))], worker, [])?.statements ?? [];
    expect(second?.conditions).toMatchObject([
      { kind: "test" },
      { kind: "unresolved", expression: "its Resource", place: second?.place },
    ]);
  });

  test("treats a statement without a Resource like a trust policy's", () => {
    const policy = policyOf("rcp", denied("*"));
    const document = trustOf({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" });
    expect(denials([rcp({ ...policy, document } as Policy)])).toBe("+");
  });

  test("ignores an Allow and a level without resource policies", () => {
    expect(denials([rcp(policyOf("rcp", { ...denied("*"), Effect: "Allow" }))])).toBe("");
    expect(denials([level(false, policyOf("scp", denied("*")))])).toBe("");
    expect(denials([level(false, policyOf("scp", denied("*"))), rcp(policyOf("rcp", denied(ROLE)))])).toBe("+");
  });

  test("treats an unknown part of a policy as a possible Deny of everyone", () => {
    const unknown: Policy = { kind: "unresolved", name: "rcp", expression: "var.rcp", place };
    const policy = policyOf("rcp", denied("*"));
    const part = { kind: "unresolved", expression: "var.more", place } as const;
    const open =
      policy.kind === "document" ? { ...policy, document: { ...policy.document, unresolved: [part] } } : policy;
    expect(denials([rcp(unknown)])).toBe("?");
    expect(denials([rcp(open)])).toBe("+?");
    expect(denials([rcp(referenceTo("arn:aws:iam::aws:policy/X"))])).toBe("");
    const own = {
      ...worker,
      variants: [{ ...worker.variants[0], trust: { ...trustOf(assume), unresolved: [part] } }],
    } as const;
    expect(trustWithin([rcp(unknown)], own)?.unresolved).toEqual([part]);
    expect(trustWithin([rcp(unknown)])?.statements[1]).toMatchObject({ policy: "rcp", resources: null });
  });

  test("keeps the rest of the trust policy", () => {
    const trust = trustOf(assume);
    const [statement] = trust.statements;
    const changed = trustWithin([rcp(policyOf("rcp", denied("*")))], {
      ...worker,
      variants: [{ ...worker.variants[0], trust }],
    });
    expect(changed?.statements[0]).toBe(statement);
    expect(changed).toMatchObject({
      place: trust.place,
      version: trust.version,
      problems: trust.problems,
      size: trust.size,
    });
  });

  test("leaves alone roles without such policies, service-linked roles, and unknown trust policies", () => {
    const levels = [rcp(policyOf("rcp", denied("*")))];
    const same = (role: Role) => withResourcePolicies(role, () => ["aws"], [A]) === role;
    expect(same(worker)).toBe(true);
    expect(same({ ...worker, guardrails: [level(false, policyOf("scp", denied("*")))] })).toBe(true);
    expect(same({ ...worker, guardrails: levels, name: "AWSServiceRoleForBackup" })).toBe(true);
    const unknown = { kind: "unresolved", expression: "var.trust", place } as const;
    for (const trust of [null, unknown]) {
      const role = { ...roleOf({ trust }), guardrails: levels };
      expect(withResourcePolicies(role, () => ["aws"], [A]).variants[0]).toBe(role.variants[0]);
    }
  });
});

test("names a level that does not allow as the limit", () => {
  const verdict = verdictOf(admin, [instead(allow("s3:*"))], "ec2:RunInstances");
  expect(verdict?.causes).toMatchObject([
    { effect: "limits", policy: "level", statement: null, place, detail: "no policy there allows it" },
  ]);
});
