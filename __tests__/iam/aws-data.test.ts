import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import { resolveManagedPolicies } from "../../src/iam/managed-policies.js";
import type { Policy } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";
import { allow, deny, policyOf, referenceTo, roleOf } from "./role.js";

function listOf(kind: string): readonly string[] {
  const found = catalogRequirements("7")?.kinds.find(({ name }) => name === kind);
  return found?.actions.map(({ action }) => action) ?? [];
}

const LISTS = ["backup", "restore", "communication"].map(listOf);

/** Every action of every version, without repetitions. */
const CATALOG = [
  ...new Map(
    catalogVersions()
      .flatMap((version) => catalogRequirements(version)?.kinds ?? [])
      .flatMap(({ actions }) => actions.map(({ action }) => [action.toLowerCase(), { action, resources: ["*"] }])),
  ).values(),
];

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

test("lists only actions that exist, 45 of 138 of which work only on `*`", () => {
  const actions = [...new Set(LISTS.flat())];
  expect(actions).toHaveLength(138);
  expect(actions.filter((action) => !authorization.isKnown(action))).toEqual([]);
  expect(actions.filter((action) => authorization.isWildcardOnly(action))).toHaveLength(45);
});

test.each([
  ["AmazonSSMManagedInstanceCore", 1, 1, 25],
  ["service-role/AmazonEC2RoleforSSM", 0, 2, 24],
  ["AmazonSSMManagedEC2InstanceDefaultPolicy", 0, 0, 23],
  ["PowerUserAccess", 81, 79, 29],
  ["AmazonEC2FullAccess", 46, 53, 0],
  ["ReadOnlyAccess", 44, 40, 17],
  ["AdministratorAccess", 89, 96, 33],
])("%s grants %d backup, %d restore, and %d communication actions", async (name, backup, restore, communication) => {
  const [role] = await resolveManagedPolicies([
    roleOf({ policies: [referenceTo(`arn:aws-us-gov:iam::aws:policy/${name}`)] }),
  ]);
  if (role === undefined) throw new Error("no role");
  const granted = (actions: readonly string[]) => {
    const requested = actions.map((action) => ({ action, resources: ["*"] }));
    return evaluateRole(role, requested, new Map(), authorization).filter(({ verdict }) => verdict === "granted")
      .length;
  };
  expect(LISTS.map(granted)).toEqual([backup, restore, communication]);
});

/** Policies that are included completely, partly, and not at all. */
const OF_AWS = [
  "AmazonSSMManagedInstanceCore",
  "SecurityAudit",
  "service-role/AmazonPersonalizeFullAccess",
  "AWSBillingConductorReadOnlyAccess",
];
const DENYING = "AWSCleanRoomsFullAccessNoQuerying";
const IDLE = "AWSAccountActivityAccess";

test.each([
  ...OF_AWS,
  IDLE,
  "service-role/AWSGlueServiceRole",
  "aws-service-role/AWSBackupServiceLinkedRolePolicyForBackup",
])("%s leaves no catalog action undetermined, attached or as a boundary", async (name) => {
  const policy = referenceTo(`arn:aws:iam::aws:policy/${name}`);
  const everything = policyOf("everything", allow("*"));
  const roles = await resolveManagedPolicies([
    roleOf({ policies: [policy] }),
    ...(name.startsWith("aws-service-role/") ? [] : [roleOf({ policies: [everything], boundary: policy })]),
  ]);
  const undetermined = roles.flatMap((role) =>
    evaluateRole(role, CATALOG, new Map(), authorization).filter(({ verdict }) => verdict === "undetermined"),
  );
  expect(undetermined).toEqual([]);
});

test.each([
  ["SecurityAudit", "ec2:DescribeInstances", "granted"],
  ["SecurityAudit", "ec2:CreateVolume", "missing"],
  ["service-role/AWSGlueServiceRole", "ec2:DescribeSubnets", "granted"],
  ["service-role/AWSGlueServiceRole", "s3:PutObject", "partial"],
  [IDLE, "ec2:CreateVolume", "missing"],
  ["aws-service-role/AWSBackupServiceLinkedRolePolicyForBackup", "ec2:DescribeVolumes", "missing"],
  ["aws-service-role/SomethingNewerThanTheData", "ec2:DescribeVolumes", "missing"],
  ["NoSuchPolicy", "ec2:CreateVolume", "undetermined"],
])("%s: %s is %s", async (name, action, verdict) => {
  const [role] = await resolveManagedPolicies([roleOf({ policies: [referenceTo(`arn:aws:iam::aws:policy/${name}`)] })]);
  if (role === undefined) throw new Error("no role");
  expect(evaluateRole(role, [{ action, resources: ["*"] }], new Map(), authorization)).toMatchObject([{ verdict }]);
});

test("leaves other actions of a partly stored policy undetermined and names the policy", async () => {
  const own = policyOf("own", allow(["sso:ListInstances", "glue:GetTable"]));
  const [role] = await resolveManagedPolicies([
    roleOf({ policies: [own, referenceTo("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole")] }),
  ]);
  if (role === undefined) throw new Error("no role");
  const requested = ["glue:GetTables", "glue:GetTable", "ec2:CreateVolume"].map((action) => ({
    action,
    resources: ["*"],
  }));
  const [other, granted, missing] = evaluateRole(role, requested, new Map(), authorization);
  expect(other).toMatchObject({
    verdict: "undetermined",
    causes: [{ policy: "AWSGlueServiceRole", effect: "unknown" }],
  });
  expect(other?.causes[0]?.detail).toBe("its effect on actions outside the catalog is unknown here");
  expect(granted?.verdict).toBe("granted");
  expect(missing?.verdict).toBe("missing");
});

test("leaves other actions undetermined with a partly stored policy as the boundary", async () => {
  const everything = policyOf("everything", allow("*"));
  const boundary = referenceTo("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole");
  const [role] = await resolveManagedPolicies([roleOf({ policies: [everything], boundary })]);
  if (role === undefined) throw new Error("no role");
  const requested = ["glue:GetTables", "ec2:DescribeSubnets", "ec2:CreateVolume"].map((action) => ({
    action,
    resources: ["*"],
  }));
  const verdicts = evaluateRole(role, requested, new Map(), authorization).map(({ verdict }) => verdict);
  expect(verdicts).toEqual(["undetermined", "granted", "denied"]);
});

/**
 * Custom requirements may name these actions. AWS's reference of managed policies has the documents:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
test.each<[string, string, string]>([
  ["AWSCompromisedKeyQuarantine", "iam:CreateUser", "denied"],
  ["AWSCompromisedKeyQuarantineV2", "iam:CreateUser", "denied"],
  ["AWSCompromisedKeyQuarantineV2", "lambda:CreateFunction", "denied"],
  ["AWSCompromisedKeyQuarantineV2", "sqs:ListQueues", "granted"],
  ["AWSCompromisedKeyQuarantineV3", "organizations:CreateAccount", "denied"],
  ["AWSDenyAll", "glue:GetTables", "denied"],
  // Its Deny for a service that no list names isn't included.
  ["AWSCleanRoomsFullAccessNoQuerying", "cleanrooms:StartProtectedQuery", "undetermined"],
  ["AWSCleanRoomsFullAccessNoQuerying", "ec2:CreateVolume", "granted"],
  // The exceptions of a Deny with NotAction aren't included, either, so it would deny too much.
  ["AWSIAMIdentityCenterAllowListForIdentityContext", "qbusiness:Chat", "undetermined"],
  // The policy only grants.
  ["SecurityAudit", "iam:CreateUser", "granted"],
])("with %s attached, %s from another policy is %s", async (name, action, verdict) => {
  const policies = [policyOf("own", allow("*")), referenceTo(`arn:aws:iam::aws:policy/${name}`)];
  const [role] = await resolveManagedPolicies([roleOf({ policies })]);
  if (role === undefined) throw new Error("no role");
  const [decided] = evaluateRole(role, [{ action, resources: ["*"] }], new Map(), authorization);
  expect(decided?.verdict).toBe(verdict);
  if (verdict !== "granted") expect(decided?.causes.map(({ policy }) => policy)).toContain(name);
});

test("keeps a certain Deny next to a possible one", async () => {
  const policies = [
    policyOf("own", allow("*"), deny("cleanrooms:*")),
    referenceTo(`arn:aws:iam::aws:policy/${DENYING}`),
  ];
  const [role] = await resolveManagedPolicies([roleOf({ policies })]);
  if (role === undefined) throw new Error("no role");
  const requested = [{ action: "cleanrooms:StartProtectedQuery", resources: ["*"] }];
  expect(evaluateRole(role, requested, new Map(), authorization)).toMatchObject([{ verdict: "denied" }]);
});

test.each<[string, string, string]>([
  ["account:GetContactInformation", "AIDevOpsAgentActionsPolicy", "undetermined"],
  ["glue:GetTables", "AIDevOpsAgentActionsPolicy", "granted"],
])("does not grant %s through the other exceptions in a NotAction of %s: %s", async (action, name, verdict) => {
  const [role] = await resolveManagedPolicies([roleOf({ policies: [referenceTo(`arn:aws:iam::aws:policy/${name}`)] })]);
  if (role === undefined) throw new Error("no role");
  expect(evaluateRole(role, [{ action, resources: ["*"] }], new Map(), authorization)).toMatchObject([{ verdict }]);
});

test("keeps an unknown AWS policy as a reference", async () => {
  const reference: Policy = referenceTo("arn:aws:iam::aws:policy/constructor");
  const [role] = await resolveManagedPolicies([roleOf({ policies: [reference] })]);
  expect(role?.variants[0].policies).toEqual([reference]);
});

test("suggests similar actions and handles patterns and unknown services", () => {
  expect(authorization.suggest("ec2:descibeinstances")).toBe("ec2:DescribeInstances");
  expect(authorization.suggest("ec2:xyzzyplugh")).toBeNull();
  expect(authorization.isKnown("ec2:Nonsense")).toBe(false);
  expect(authorization.isKnown("newservice:Nonsense")).toBe(false);
  expect(authorization.expand("SQS:get*")).toEqual(["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]);
  expect(authorization.expand("*").length).toBeGreaterThan(20_000);
});
