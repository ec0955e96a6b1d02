import { Evaluation } from "../../src/iam/evaluate.js";
import type { GuardrailLevel, Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, roleOf, roleWith } from "./role.js";

const authorization = await loadAuthorization();
const today = "2026-11-28";
const ACCOUNT = "111122223333";

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

type Settled = "always" | "perhaps" | "never";
/** The verdicts for an Allow, and for a Deny next to an Allow of everything. */
const VERDICTS = {
  always: ["granted", "denied"],
  perhaps: ["conditional", "conditional"],
  never: ["missing", "granted"],
} as const;
const OPPOSITE = { always: "never", perhaps: "perhaps", never: "always" } as const;

interface Declared {
  readonly accounts?: readonly string[];
  readonly partition?: string;
  /** The principal's ARN after its account. */
  readonly arn?: string;
}

/** From the service authorization reference: the condition keys of each action. */
test.each<[string, string, string, string, string]>([
  ["kms:CreateGrant", "Bool", "kms:GrantIsForAWSResource", "true", "granted"],
  ["kms:DescribeKey", "Bool", "kms:GrantIsForAWSResource", "true", "missing"],
  ["kms:DescribeKey", "BoolIfExists", "kms:GrantIsForAWSResource", "true", "granted"],
  ["ec2:CreateVolume", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com", "missing"],
  ["iam:PassRole", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com", "granted"],
  ["ec2:CreateVolume", "StringNotEquals", "iam:PassedToService", "x", "granted"],
  ["kms:Decrypt", "StringEquals", "kms:EncryptionContext:aws:ebs:id", "vol-1", "granted"],
  ["kms:DescribeKey", "StringEquals", "kms:EncryptionContext:aws:ebs:id", "vol-1", "missing"],
  ["s3:GetObject", "StringEquals", "s3:ExistingObjectTag/secret", "yes", "granted"],
  ["s3:ListAllMyBuckets", "StringEquals", "s3:ExistingObjectTag/secret", "yes", "missing"],
  // AWS's own documents and public parameters don't have the account's tags.
  ["ssm:GetParameter", "StringEquals", "ssm:resourceTag/team", "backup", "conditional"],
  ["ssm:GetDocument", "StringEquals", "ssm:resourceTag/team", "backup", "conditional"],
  ["ssm:DeleteMaintenanceWindow", "StringEquals", "ssm:resourceTag/team", "backup", "granted"],
  ["secretsmanager:GetSecretValue", "StringEquals", "secretsmanager:ResourceTag/team", "backup", "granted"],
  ["ec2:DescribeInstances", "StringEquals", "aws:ResourceTag/a", "b", "conditional"],
  ["ec2:DescribeInstances", "StringEquals", "aws:RequestTag/a", "b", "conditional"],
  // Such requests have the declared value or none, and both meet the condition.
  ["sqs:ListQueues", "ForAllValues:StringEquals", "aws:TagKeys", "b", "granted"],
  ["ec2:DescribeInstances", "StringEqualsIfExists", "aws:RequestTag/a", "b", "granted"],
  ["ec2:DescribeInstances", "StringEqualsIfExists", "aws:ResourceTag/a", "b", "granted"],
  ["sqs:UntagQueue", "StringEquals", "aws:RequestTag/a", "b", "conditional"],
  ["sqs:UntagQueue", "ForAllValues:StringEquals", "aws:TagKeys", "b", "granted"],
  ["ec2:DeleteVolume", "StringEquals", "aws:ResourceTag/a", "b", "granted"],
  ["ec2:DescribeInstances", "StringEquals", "aws:PrincipalTag/a", "b", "granted"],
])("evaluates %s with %s on the declared key %s = %s: %s", (action, operator, key, value, expected) => {
  expect(verdict([allow(action, "*", when(operator, key, value))], action, { [key]: value })).toBe(expected);
});

test.each([
  ["kms:Decrypt", "kms:EncryptionContext:aws:ebs:id"],
  ["s3:GetObject", "s3:ExistingObjectTag/secret"],
  ["ssm:DeleteMaintenanceWindow", "ssm:resourceTag/team"],
])("applies a Deny of %s under %s, a key with a free part in its name, to matching requests", (action, key) => {
  const denied = when("StringEquals", key, "x");
  expect(verdict([allow("*"), deny(action, "*", denied)], action)).toBe("conditional");
  expect(verdict([allow("*"), deny(action, "*", denied)], action, { [key]: "x" })).toBe("denied");
});

/**
 * "Properties of a role session" and "Other cross-service condition keys" in
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: requests to every service
 * may have these keys.
 */
describe("never treats a session key of the requester as missing because a service does not list it", () => {
  test.each([
    "codebuild:BuildArn",
    "codebuild:ProjectArn",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "EC2:SourceInstanceARN",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
    "saml:sub",
    "token.actions.githubusercontent.com:sub",
    "cognito-identity.amazonaws.com:aud",
  ])("such as %s", (key) => {
    for (const action of [
      "sqs:SendMessage",
      "ssm:GetParameter",
      "ec2:DescribeVolumes",
      "ssmmessages:OpenDataChannel",
    ]) {
      const isThere = when("Null", key, "false");
      expect(verdict([allow(action, "*", isThere)], action)).toBe("conditional");
      expect(verdict([allow(action), deny("*", "*", isThere)], action)).toBe("conditional");
      expect(verdict([allow(action), deny("*", "*", when("Null", key, "true"))], action)).toBe("conditional");
      expect(verdict([allow(action, "*", when("StringEquals", key, "x"))], action, { [key]: "x" })).toBe("granted");
    }
  });

  test("decides a Deny of credentials delivered by IMDSv1 if the version is declared", () => {
    const guard = deny("*", "*", when("NumericLessThan", "ec2:RoleDelivery", "2.0"));
    expect(verdict([allow("*"), guard], "sqs:SendMessage")).toBe("conditional");
    expect(verdict([allow("*"), guard], "sqs:SendMessage", { "ec2:RoleDelivery": "2.0" })).toBe("granted");
    expect(verdict([allow("*"), guard], "sqs:SendMessage", { "ec2:RoleDelivery": "1.0" })).toBe("denied");
  });
});

/** From the service authorization reference: keys that a service's page defines but lists for none of its actions. */
test.each([
  ["dynamodb:Query", "dynamodb:FirstPartitionKeyValues", "conditional"],
  ["fsx:CreateBackup", "fsx:IsBackupCopySource", "conditional"],
  ["kms:Decrypt", "kms:CustomerMasterKeySpec", "conditional"],
  ["sqs:SendMessage", "kms:CustomerMasterKeySpec", "missing"],
  // If a service's keys aren't included in the data, nothing is known about them.
  ["ssmmessages:OpenDataChannel", "ssmmessages:Anything", "conditional"],
  ["ssmmessages:OpenDataChannel", "kms:ViaService", "missing"],
])("decides %s, allowed only if the request has %s: %s", (action, key, expected) => {
  expect(verdict([allow(action, "*", when("StringLike", key, "x"))], action)).toBe(expected);
});

/**
 * From the service authorization reference,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html: an action's keys by resource
 * type. AWS authorizes each type of a request with its own keys.
 */
describe("applies a key to the types that have it and treats it as missing on others", () => {
  const declared = { "ec2:InstanceType": "t3.micro", "ec2:Encrypted": "true", "ec2:VolumeType": "gp3" };
  test.each<[string, string, string, string, string, string]>([
    // Action; operator, key, and value; then the verdicts for an Allow with the condition, and for a Deny with it next
    // to an Allow of everything.
    ["ec2:RunInstances", "StringEquals", "ec2:InstanceType", "t3.micro", "missing", "denied"],
    ["ec2:RunInstances", "StringNotEquals", "ec2:InstanceType", "t3.micro", "missing", "denied"],
    ["ec2:RunInstances", "StringNotEquals", "ec2:InstanceType", "t3.large", "granted", "denied"],
    ["ec2:RunInstances", "StringEqualsIfExists", "ec2:InstanceType", "t3.micro", "granted", "denied"],
    ["ec2:RunInstances", "StringEquals", "ec2:VolumeType", "gp3", "missing", "partial"],
    ["ec2:RunInstances", "StringNotEquals", "ec2:VolumeType", "gp3", "partial", "denied"],
    ["ec2:CreateSnapshot", "Bool", "ec2:Encrypted", "true", "missing", "denied"],
    ["ec2:AttachVolume", "StringEquals", "ec2:InstanceType", "t3.micro", "missing", "denied"],
    ["ec2:AttachVolume", "StringEquals", "ec2:VolumeType", "gp3", "missing", "denied"],
    // A single type, which has the key.
    ["ec2:StopInstances", "StringEquals", "ec2:InstanceType", "t3.micro", "granted", "denied"],
    ["ec2:StopInstances", "StringNotEquals", "ec2:InstanceType", "t3.micro", "missing", "granted"],
    ["ec2:DeleteVolume", "StringEquals", "ec2:InstanceType", "t3.micro", "missing", "granted"],
    // The snapshot, which is optional, has no volume type.
    ["ec2:CreateVolume", "StringEquals", "ec2:VolumeType", "gp3", "partial", "denied"],
    ["ec2:CreateVolume", "StringNotEquals", "ec2:VolumeType", "gp3", "missing", "partial"],
  ])("evaluates %s if %s %s %s: %s, and denied there: %s", (action, operator, key, value, allowed, denied) => {
    const condition = when(operator, key, value);
    expect(verdict([allow(action, "*", condition)], action, declared)).toBe(allowed);
    expect(verdict([allow("*"), deny(action, "*", condition)], action, declared)).toBe(denied);
  });

  test("decides the same without a declaration", () => {
    const only = when("StringEquals", "ec2:InstanceType", "t3.micro");
    const others = when("StringNotEquals", "ec2:InstanceType", "t3.micro");
    expect(verdict([allow("ec2:RunInstances", "*", only)], "ec2:RunInstances")).toBe("missing");
    expect(verdict([allow("*"), deny("*", "*", others)], "ec2:RunInstances")).toBe("denied");
    expect(verdict([allow("ec2:StopInstances", "*", only)], "ec2:StopInstances")).toBe("conditional");
  });

  test("satisfies a condition only on the resource type that has the key", () => {
    const guard = (resource: string) =>
      deny("ec2:RunInstances", resource, when("StringNotEquals", "ec2:InstanceType", "t3.micro"));
    expect(verdict([allow("*"), guard("arn:aws:ec2:*:*:instance/*")], "ec2:RunInstances", declared)).toBe("granted");
    expect(verdict([allow("*"), guard("arn:aws:ec2:*:*:instance/*")], "ec2:RunInstances")).toBe("conditional");
    expect(verdict([allow("*"), guard("*")], "ec2:RunInstances", declared)).toBe("denied");
  });

  test("allows a type's keys if the page lists none for the action's type", () => {
    const only = (key: string) => when("StringEquals", key, "x");
    expect(verdict([allow("kms:Decrypt", "*", only("kms:KeySpec"))], "kms:Decrypt", { "kms:KeySpec": "x" })).toBe(
      "granted",
    );
    expect(verdict([allow("rds:CreateDBSnapshot", "*", only("rds:db-tag/a"))], "rds:CreateDBSnapshot")).toBe("missing");
    expect(verdict([allow("rds:StartDBInstance", "*", only("rds:db-tag/a"))], "rds:StartDBInstance")).toBe(
      "conditional",
    );
  });

  test("gives requests on every resource type the keys that the requirements declare", () => {
    const evaluation = new Evaluation(new Map(), authorization, today);
    const condition = [{ operator: "StringEquals", key: "ec2:ResourceTag/Role", values: ["worker"] }] as const;
    const role = roleWith(allow("ec2:*", "*", when("StringEquals", "ec2:ResourceTag/Role", "worker")));
    const of = (action: string) => evaluation.of(role)({ action, resources: ["*"], condition }).verdict;
    expect([of("ec2:StartInstances"), of("ec2:RunInstances")]).toEqual(["granted", "granted"]);
  });

  test("gives an ARN in the requirements the keys of its type", () => {
    const evaluation = new Evaluation(new Map([["ec2:instancetype", ["t3.micro"]]]), authorization, today);
    const role = roleWith(allow("ec2:*", "*", when("StringEquals", "ec2:InstanceType", "t3.micro")));
    const on = (resource: string) => evaluation.of(role)({ action: "ec2:CreateTags", resources: [resource] }).verdict;
    expect(on("arn:aws:ec2:*:*:instance/i-1")).toBe("granted");
    expect(on("arn:aws:ec2:*:*:volume/vol-1")).toBe("missing");
  });
});

test("never treats a global key as missing because the data does not list it", () => {
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
  ])("evaluates %s, declared %j: %s", (action, declared, expected) => {
    expect(verdict([allow("*"), guard], action, declared)).toBe(expected);
  });
  /**
   * From the general reference: the page of each service's endpoints, below
   * https://docs.aws.amazon.com/general/latest/gr/. If it has a global endpoint for many regions, requests are signed
   * for the region in the SDKs' table of endpoints
   * (https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json).
   */
  test.each([
    ["account:GetContactInformation", "us-east-1", "whitepaper AWS Fault Isolation Boundaries, Global services"],
    ["billingconductor:ListBillingGroups", "us-east-1", "billingconductor.html"],
    ["budgets:ViewBudget", "us-east-1", "billing.html"],
    ["ce:GetCostAndUsage", "us-east-1", "billing.html"],
    [
      "chatbot:ListMicrosoftTeamsConfiguredTeams",
      "us-west-2",
      "IAM user guide, Denies access based on the requested Region",
    ],
    ["cloudfront:ListDistributions", "us-east-1", "IAM user guide, Denies access based on the requested Region"],
    ["cur:DescribeReportDefinitions", "us-east-1", "endpoints of the SDKs"],
    ["devicefarm:ListProjects", "us-west-2", "IAM user guide, Denies access based on the requested Region"],
    ["globalaccelerator:ListAccelerators", "us-west-2", "global_accelerator.html"],
    ["iam:GetRole", "us-east-1", "iam-service.html"],
    ["networkmanager:DescribeGlobalNetworks", "us-west-2", "network_manager.html"],
    ["organizations:DescribeOrganization", "us-east-1", "ao.html"],
    ["route53:ListHostedZones", "us-east-1", "r53.html"],
    ["route53domains:ListDomains", "us-east-1", "r53.html"],
    ["route53-recovery-readiness:ListCells", "us-west-2", "whitepaper AWS Fault Isolation Boundaries, Global services"],
    ["savingsplans:DescribeSavingsPlans", "us-east-1", "endpoints of the SDKs"],
    ["shield:ListProtections", "us-east-1", "shield.html"],
    ["support:DescribeCases", "us-east-1", "IAM user guide, Denies access based on the requested Region"],
    ["waf:ListWebACLs", "us-east-1", "waf-classic.html"],
  ])("sends %s to %s (%s)", (action, own) => {
    const only = (where: string) => deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", where));
    expect(verdict([allow("*"), guard], action, region)).toBe("denied");
    expect(verdict([allow("*"), only(own)], action, region)).toBe("granted");
    expect(verdict([allow("*"), only(own)], action)).toBe("granted");
  });

  /** https://docs.aws.amazon.com/general/latest/gr/billing.html (AWS Price List API) and the SDKs' endpoints */
  test.each([
    [["eu-west-1"], {}, "denied"],
    [["eu-west-1"], region, "denied"],
    [["eu-central-1"], {}, "conditional"],
    [["eu-central-1"], region, "conditional"],
    [["eu-central-1"], { "aws:RequestedRegion": "eu-central-1" }, "granted"],
    [["us-east-1"], { "aws:RequestedRegion": "eu-central-1" }, "denied"],
    [["us-east-1", "eu-central-1", "ap-south-1"], region, "granted"],
  ])("evaluates pricing, which has three endpoints, in %j, declared %j: %s", (where, declared, expected) => {
    const only = deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", ...where));
    expect(verdict([allow("*"), only], "pricing:GetProducts", declared as Readonly<Record<string, string>>)).toBe(
      expected,
    );
  });

  test.each([
    [["eu-central-1"], ["eu-central-1"], "granted"],
    [["eu-west-1", "eu-central-1"], ["eu-west-1", "eu-central-1"], "granted"],
    [["eu-west-1", "eu-central-1"], ["eu-west-1"], "denied"],
    [["eu-central-1", "us-east-1"], ["eu-central-1"], "conditional"],
    [["eu-west-1"], ["eu-west-1"], "denied"],
    [["eu-west-1"], ["eu-central-1"], "conditional"],
  ])("evaluates pricing in a deployment in %j with only %j allowed: %s", (regions, where, expected) => {
    const declared = { deployment: { partition: "aws", accounts: [], regions }, resources: [] };
    const only = deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", ...where));
    const evaluation = new Evaluation(new Map(), authorization, today, declared);
    const requested = { action: "pricing:GetProducts", resources: ["*"] };
    expect(evaluation.of(roleWith(allow("*"), only))(requested).verdict).toBe(expected);
  });

  test("grants nothing of IAM with an Allow in another region", () => {
    const allowed = allow("*", "*", when("StringEquals", "aws:RequestedRegion", "eu-west-1"));
    expect(verdict([allowed], "iam:GetRole", region)).toBe("missing");
    expect(
      verdict([allow("*", "*", when("StringEquals", "aws:RequestedRegion", "us-east-1"))], "iam:GetRole", region),
    ).toBe("granted");
  });
});

/**
 * The availability of aws:CurrentTime and aws:EpochTime is "always included". The day of a request is known:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
test.each([
  ["aws:CurrentTime", "DateGreaterThan", "2020-01-01T00:00:00Z", "granted"],
  ["aws:CurrentTime", "DateLessThan", "2020-01-01T00:00:00Z", "missing"],
  ["aws:CurrentTime", "DateEquals", "2020-01-01T00:00:00Z", "missing"],
  ["aws:CurrentTime", "DateNotEquals", "2020-01-01T00:00:00Z", "granted"],
  ["aws:CurrentTime", "DateGreaterThan", "2030-01-01T00:00:00Z", "conditional"],
  ["aws:CurrentTime", "DateLessThan", "2030-01-01T00:00:00Z", "conditional"],
  ["aws:CurrentTime", "DateGreaterThanEquals", `${today}T00:00:00Z`, "granted"],
  ["aws:CurrentTime", "DateLessThan", today, "missing"],
  ["aws:CurrentTime", "DateGreaterThan", `${today}T00:00:01Z`, "conditional"],
  ["aws:CurrentTime", "DateGreaterThan", "2021-02-30T00:00:00Z", "missing"],
  ["aws:CurrentTime", "NumericGreaterThan", "0", "conditional"],
  ["aws:EpochTime", "DateGreaterThan", "1577836800", "granted"],
  ["aws:EpochTime", "NumericLessThan", "1577836800", "missing"],
  ["aws:EpochTime", "NumericGreaterThanEquals", "4102444800", "conditional"],
  ["aws:EpochTime", "NumericGreaterThan", "soon", "missing"],
  ["aws:CurrentTime", "DateLessThan", "1", "missing"],
  ["aws:CurrentTime", "DateGreaterThan", "100", "granted"],
  ["aws:SourceVpce", "DateGreaterThan", "2020-01-01T00:00:00Z", "conditional"],
])("evaluates %s %s %s: %s", (key, operator, date, expected) => {
  expect(verdict([allow("sqs:SendMessage", "*", when(operator, key, date))], "sqs:SendMessage")).toBe(expected);
});

test("decides several dates with one that has passed", () => {
  const dates = ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"];
  const of = (operator: string) =>
    verdict([allow("sqs:SendMessage", "*", when(operator, "aws:CurrentTime", ...dates))], "sqs:SendMessage");
  expect(of("DateGreaterThan")).toBe("granted");
  expect(of("DateLessThan")).toBe("conditional");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html: no session is that old. */
test.each([
  ["2020-01-01T00:00:00Z", "granted"],
  [`${today}T00:00:00Z`, "conditional"],
])("evaluates sessions revoked if they started before %s: %s", (date, expected) => {
  const revoked = deny("*", "*", when("DateLessThan", "aws:TokenIssueTime", date));
  expect(verdict([allow("*"), revoked], "sqs:SendMessage")).toBe(expected);
});

/** A role's session always has it: "only when the principal uses temporary credentials". */
test.each([
  ["DateGreaterThan", "2020-01-01T00:00:00Z", "denied", "granted"],
  ["DateGreaterThan", "100", "denied", "granted"],
  ["DateGreaterThan", "2030-01-01T00:00:00Z", "conditional", "conditional"],
  ["DateLessThan", "2020-01-01T00:00:00Z", "granted", "missing"],
  ["Null", "true", "granted", "missing"],
  ["Null", "false", "denied", "granted"],
])("leaves %s with aws:TokenIssueTime %s in a Deny %s and in an Allow %s", (operator, value, denied, allowed) => {
  const condition = when(operator, "aws:TokenIssueTime", value);
  expect(verdict([allow("*"), deny("*", "*", condition)], "sqs:SendMessage")).toBe(denied);
  expect(verdict([allow("*", "*", condition)], "sqs:SendMessage")).toBe(allowed);
});

/** The availability of each key, on the same page. */
test.each([
  ["aws:CurrentTime", "true", "granted"],
  ["aws:EpochTime", "false", "denied"],
  ["aws:SecureTransport", "true", "granted"],
  ["aws:userid", "true", "granted"],
  ["aws:RequestedRegion", "true", "granted"],
  ["aws:SourceVpce", "true", "conditional"],
  ["aws:MultiFactorAuthPresent", "true", "conditional"],
])("evaluates a Deny with Null of %s as %s: %s", (key, value, expected) => {
  expect(verdict([allow("*"), deny("*", "*", when("Null", key, value))], "sqs:SendMessage")).toBe(expected);
});

test("never matches a positive operator with an empty list of values", () => {
  expect(verdict([allow("sqs:SendMessage", "*", when("StringEquals", "aws:PrincipalTag/x"))], "sqs:SendMessage")).toBe(
    "missing",
  );
});

test("grants sts:GetCallerIdentity without a permission and despite a Deny", () => {
  expect(verdict([], "sts:GetCallerIdentity")).toBe("granted");
  expect(verdict([deny("*")], "sts:GetCallerIdentity")).toBe("granted");
});

test("applies declared tags to resources, and lets a Deny match an action without them", () => {
  const statements = [allow("*"), deny("*", "*", when("StringNotEquals", "aws:ResourceTag/a", "b"))];
  const declared = { "aws:ResourceTag/a": "b" };
  expect(verdict(statements, "ec2:DescribeInstances", declared)).toBe("conditional");
  expect(verdict(statements, "ec2:DeleteVolume", declared)).toBe("granted");
});

/** A role is neither a service nor a user: reference_policies_condition-keys.html, "Properties of the principal". */
test.each<[string, string, string, string, string]>([
  ["aws:PrincipalIsAWSService", "Bool", "true", "missing", "granted"],
  ["aws:PrincipalIsAWSService", "Bool", "false", "granted", "denied"],
  ["aws:PrincipalType", "StringEquals", "User", "missing", "granted"],
  ["aws:PrincipalType", "StringEquals", "AssumedRole", "granted", "denied"],
  ["aws:username", "StringEquals", "x", "missing", "granted"],
  ["aws:username", "StringNotEquals", "x", "granted", "denied"],
  // Only calls that a service principal makes itself have these: "Properties of the request", availability of each.
  ["aws:SourceAccount", "StringEquals", "111122223333", "missing", "granted"],
  ["aws:SourceAccount", "StringNotEquals", "111122223333", "granted", "denied"],
  ["aws:SourceAccount", "StringEqualsIfExists", "111122223333", "granted", "denied"],
  ["aws:SourceArn", "ArnLike", "arn:aws:s3:::b", "missing", "granted"],
  ["aws:SourceOrgID", "Null", "false", "missing", "granted"],
  ["aws:SourceOrgPaths", "ForAllValues:StringLike", "o-1/*", "granted", "denied"],
  ["aws:PrincipalServiceName", "StringEquals", "x", "missing", "granted"],
  ["aws:PrincipalServiceNamesList", "ForAnyValue:StringEquals", "x", "missing", "granted"],
])("treats %s as a fact under %s %s, regardless of declarations", (key, operator, value, allowed, beside) => {
  for (const declared of [{}, { [key]: value }, { [key]: "y" }]) {
    const condition = when(operator, key, value);
    expect(verdict([allow("*", "*", condition)], "sqs:SendMessage", declared)).toBe(allowed);
    expect(verdict([allow("*"), deny("*", "*", condition)], "sqs:SendMessage", declared)).toBe(beside);
  }
});

/** "For IAM roles, the request context returns the ARN of the role": the same page, aws:PrincipalArn. */
describe("uses the known part of the role's ARN as aws:PrincipalArn", () => {
  const named = { name: "veeam-r", format: "cloudformation" } as const;
  const nameless = { name: null, format: "cloudformation" } as const;
  const prefixed = { ...nameless, partialName: "veeam-${...}" };
  const loose = { name: null };
  const open = { ...named, path: "/${...}/" };
  const onPath = { ...named, path: "/a/" };
  test.each<[Partial<Role>, string, string, Settled, Declared?]>([
    [loose, "ArnLike", "arn:aws:iam::*:user/*", "never"],
    [loose, "ArnLike", "arn:aws:iam::111122223333:root", "never"],
    [loose, "ArnLike", "arn:aws:sts::*:assumed-role/veeam-r/*", "never"],
    [loose, "StringLike", "*:user/*", "perhaps"],
    [loose, "StringLike", "*:root", "never"],
    [loose, "StringEquals", "arn:aws:iam::*:role/*", "never"],
    [loose, "ArnLike", "arn:aws:iam::*:role/*", "always"],
    [loose, "ArnLike", "*", "always"],
    [loose, "ArnLike", "arn:aws:iam::*:role/veeam-r", "perhaps"],
    [loose, "ArnLike", "arn:aws:iam::*:role/a/*", "perhaps"],
    [loose, "ArnLike", "arn:aws:s3:::*", "never"],
    [nameless, "ArnLike", "arn:aws:iam::*:role/veeam-r", "perhaps"],
    [nameless, "ArnLike", "arn:aws:iam::*:role/a/*", "never"],
    [prefixed, "ArnLike", "arn:aws:iam::*:role/veeam-*", "always"],
    [prefixed, "ArnLike", "arn:aws:iam::*:role/other*", "never"],
    [prefixed, "ArnLike", "arn:aws:iam::*:role/veeam-r", "perhaps"],
    [named, "ArnLike", "arn:aws:iam::*:role/veeam-r", "always"],
    [named, "ArnEquals", "arn:*:iam::*:role/veeam-?", "always"],
    [named, "StringLike", "arn:*:role/veeam-r", "always"],
    [named, "StringLike", "*/VEEAM-R", "never"],
    [named, "StringEqualsIgnoreCase", "ARN:AWS:IAM::111122223333:ROLE/VEEAM-R", "perhaps"],
    [named, "StringEqualsIgnoreCase", "ARN:AWS:IAM::111122223333:ROLE/VEEAM-R", "always", { accounts: [ACCOUNT] }],
    [named, "StringEqualsIgnoreCase", "arn:aws:iam::111122223333:role/other", "never"],
    [named, "ArnLike", "arn:aws:iam::*:role/other", "never"],
    [named, "ArnLike", "arn:aws:iam::111122223333:role/veeam-r", "perhaps"],
    [named, "ArnLike", "arn:aws:iam::111122223333:role/veeam-r", "always", { accounts: [ACCOUNT] }],
    [named, "ArnLike", "arn:aws:iam::111122223333:role/veeam-r", "never", { accounts: ["222222222222"] }],
    [named, "ArnLike", "arn:aws:iam::111122223333:role/veeam-r", "perhaps", { accounts: [ACCOUNT, "222222222222"] }],
    [named, "ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:role/veeam-r", "perhaps"],
    [named, "ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:role/other", "never"],
    [named, "ArnLike", "arn:aws:iam::${aws:username}:role/veeam-r", "never"],
    [named, "ArnLike", "arn:aws-cn:iam::*:role/veeam-r", "never"],
    [named, "ArnLike", "arn:aws:iam::*:role/veeam-r", "perhaps", { partition: "aws-cn" }],
    [named, "ArnLike", "arn:aws*:iam::*:role/veeam-r", "always", { partition: "aws-cn" }],
    [open, "ArnLike", "arn:aws:iam::*:role/veeam-r", "perhaps"],
    [open, "ArnLike", "arn:aws:iam::*:role/*veeam-r", "always"],
    [open, "ArnLike", "arn:aws:iam::*:role/other", "never"],
    [onPath, "ArnLike", "arn:aws:iam::*:role/a/veeam-r", "always"],
    [onPath, "ArnLike", "arn:aws:iam::*:role/veeam-r", "never"],
    // A value declared for all roles applies to those that it may match.
    [named, "ArnLike", "arn:aws:iam::111122223333:role/veeam-r", "always", { arn: "role/veeam-r" }],
    [named, "ArnLike", "arn:aws:iam::111122223333:role/other", "never", { arn: "role/other" }],
    [named, "ArnLike", "arn:aws:iam::*:role/veeam-r", "always", { arn: "user/x" }],
    [loose, "ArnLike", "arn:aws:iam::*:role/veeam-r", "perhaps", { arn: "user/veeam-r" }],
    [loose, "ArnLike", "arn:aws:iam::*:role/a/veeam-r", "always", { arn: "role/a/veeam-r" }],
  ])(
    "for %j: %s %s is %s, declared %j",
    (role, operator, arn, settled, { accounts = [], partition = "aws", arn: own } = {}) => {
      const values = own === undefined ? [] : [["aws:principalarn", [`arn:aws:iam::${ACCOUNT}:${own}`]] as const];
      const declared = { deployment: { partition, accounts, regions: [] }, resources: [] };
      const evaluation = new Evaluation(new Map(values), authorization, today, declared);
      const requested = { action: "sqs:ListQueues", resources: ["*"] };
      const of = (...statements: readonly object[]) =>
        evaluation.of({ ...roleWith(...statements), ...role })(requested).verdict;
      const [allowed, denied] = VERDICTS[settled];
      expect(of(allow("*", "*", when(operator, "aws:PrincipalArn", arn)))).toBe(allowed);
      expect(of(allow("*"), deny("*", "*", when(operator, "aws:PrincipalArn", arn)))).toBe(denied);
      const [allowedElse, deniedElse] = VERDICTS[OPPOSITE[settled]];
      const negated = operator.replace(/^String|^Arn/, "$&Not");
      expect(of(allow("*", "*", when(negated, "aws:PrincipalArn", arn)))).toBe(allowedElse);
      expect(of(allow("*"), deny("*", "*", when(negated, "aws:PrincipalArn", arn)))).toBe(deniedElse);
    },
  );

  test("does the same in a boundary's Deny", () => {
    const boundary = policyOf("b", allow("*"), deny("sqs:*", "*", when("ArnNotLike", "aws:PrincipalArn", "*:user/*")));
    const role = roleOf({ policies: [policyOf("p", allow("*"))], boundary });
    const requested = { action: "sqs:SendMessage", resources: ["*"] };
    const { verdict, deniedBy } = new Evaluation(new Map(), authorization, today).of(role)(requested);
    expect([verdict, deniedBy]).toEqual(["denied", "boundary"]);
  });
});

/**
 * In the service authorization reference, actions that pass tags list aws:RequestTag and aws:TagKeys. It doesn't say
 * that other actions have none, so a declared value settles nothing there.
 */
test.each<[string, string, string, string]>([
  ["sqs:CreateQueue", "aws:TagKeys", "granted", "denied"],
  ["sqs:SendMessage", "aws:TagKeys", "conditional", "conditional"],
  ["sqs:CreateQueue", "aws:RequestTag/a", "granted", "denied"],
  ["sqs:SendMessage", "aws:RequestTag/a", "conditional", "conditional"],
  ["ec2:CreateTags", "aws:RequestTag/a", "granted", "denied"],
  // The volume has it, but the snapshot that it is created from doesn't.
  ["ec2:CreateVolume", "aws:RequestTag/a", "conditional", "denied"],
  ["ec2:RunInstances", "aws:TagKeys", "conditional", "denied"],
  // The copy has it, but its source doesn't:
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html, "Copying snapshots".
  ["ec2:CopySnapshot", "aws:RequestTag/a", "conditional", "denied"],
  ["ec2:CopySnapshot", "aws:TagKeys", "conditional", "denied"],
  ["ec2:CopyImage", "aws:RequestTag/a", "conditional", "denied"],
  ["ec2:CopyVolumes", "aws:RequestTag/a", "conditional", "denied"],
  // AWS lists resource and principal tags for only some of the actions that support them.
  ["sqs:SendMessage", "aws:ResourceTag/a", "granted", "denied"],
  ["sqs:SendMessage", "aws:PrincipalTag/a", "granted", "denied"],
  // IAM user guide, id_roles_use_passrole.html: tags of the passed role have no reliable results.
  ["iam:PassRole", "aws:ResourceTag/a", "conditional", "conditional"],
  ["iam:PassRole", "iam:ResourceTag/a", "conditional", "conditional"],
  ["iam:PassRole", "iam:AssociatedResourceArn", "granted", "denied"],
  ["iam:GetRole", "aws:ResourceTag/a", "granted", "denied"],
  ["iam:GetRole", "iam:ResourceTag/a", "granted", "denied"],
])("evaluates %s under the declared %s: %s, and %s by a Deny", (action, key, allowed, denied) => {
  const condition = when("StringEquals", key, "x");
  expect(verdict([allow("*", "*", condition)], action, { [key]: "x" })).toBe(allowed);
  expect(verdict([allow("*"), deny("*", "*", condition)], action, { [key]: "x" })).toBe(denied);
});

/**
 * With a Deny of other values than the declared one. Requests that pass no tags, and requests without a resource, have the declared value
 * or none.
 */
test.each<[string, string, string, string, string]>([
  // Action and key; then the verdicts with a Deny of one other value, of all other values, and of all other values if
  // there is one.
  ["sqs:SendMessage", "aws:RequestTag/a", "granted", "conditional", "granted"],
  ["sqs:CreateQueue", "aws:RequestTag/a", "granted", "granted", "granted"],
  ["ec2:CreateVolume", "aws:RequestTag/a", "granted", "conditional", "granted"],
  ["ec2:DescribeVolumes", "aws:ResourceTag/a", "granted", "conditional", "granted"],
  ["sqs:SendMessage", "aws:ResourceTag/a", "granted", "granted", "granted"],
  // Nothing is declared about the tags of created resources, and tags of a passed role don't count reliably.
  ["ec2:CreateVolume", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["iam:PassRole", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
])("evaluates %s with the declared %s: %s, %s, %s with Denies", (action, key, other, others, ifAny) => {
  const beside = (operator: string, value: string) =>
    verdict([allow("*"), deny("*", "*", when(operator, key, value))], action, { [key]: "x" });
  expect(beside("StringEquals", "y")).toBe(other);
  expect(beside("StringNotEquals", "x")).toBe(others);
  expect(beside("StringNotEqualsIfExists", "x")).toBe(others);
  expect(beside("ForAnyValue:StringNotEquals", "x")).toBe(ifAny);
});

/**
 * "This key is included in the request context when the requested resource already has attached tags or in requests that create a resource
 * with an attached tag": reference_policies_condition-keys.html, aws:ResourceTag. A value declared for resources doesn't apply to the tags
 * that a request gives to a resource it creates. list_amazonec2.html has the types of each action with their keys.
 */
test.each<[string, string, string, string, string]>([
  // Action and key; then the verdicts for an Allow with the declared tag, and with a Deny of the declared tag, and of
  // any other.
  ["ec2:CreateVolume", "aws:ResourceTag/a", "conditional", "partial", "conditional"],
  ["ec2:CreateVolume", "ec2:ResourceTag/a", "missing", "partial", "denied"],
  ["ec2:CreateSnapshot", "aws:ResourceTag/a", "conditional", "denied", "conditional"],
  ["ec2:RunInstances", "aws:ResourceTag/a", "conditional", "denied", "conditional"],
  ["ec2:CopySnapshot", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["ec2:AttachVolume", "aws:ResourceTag/a", "granted", "denied", "granted"],
  ["ec2:StartInstances", "aws:ResourceTag/a", "granted", "denied", "granted"],
  ["sqs:CreateQueue", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["sns:CreateTopic", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["s3:CreateBucket", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["iam:CreateRole", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["iam:CreateRole", "iam:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["secretsmanager:CreateSecret", "secretsmanager:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["rds:CreateDBSnapshot", "aws:ResourceTag/a", "conditional", "denied", "conditional"],
  ["rds:CopyDBSnapshot", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  // If a service's types aren't included in the data, actions that create are recognized by their names.
  ["lambda:CreateFunction", "aws:ResourceTag/a", "conditional", "conditional", "conditional"],
  ["lambda:CreateFunction", "aws:RequestTag/a", "granted", "denied", "granted"],
  ["lambda:CreateFunction", "lambda:Layer", "granted", "denied", "granted"],
  ["lambda:InvokeFunction", "aws:ResourceTag/a", "granted", "denied", "granted"],
  ["kms:CreateAlias", "aws:ResourceTag/a", "conditional", "denied", "conditional"],
])(
  "evaluates %s with the declared %s: %s, %s by a Deny with it and %s by one without",
  (action, key, allowed, its, others) => {
    const declared = { [key]: "x" };
    const [same, other] = [when("StringEquals", key, "x"), when("StringNotEquals", key, "x")];
    expect(verdict([allow("*", "*", same)], action, declared)).toBe(allowed);
    expect(verdict([allow("*"), deny("*", "*", same)], action, declared)).toBe(its);
    expect(verdict([allow("*"), deny("*", "*", other)], action, declared)).toBe(others);
  },
);

test("gives created and existing resources their own tags if the requirements name them", () => {
  const evaluation = new Evaluation(new Map([["aws:resourcetag/a", ["x"]]]), authorization, today);
  const of = evaluation.of(roleWith(allow("*", "*", when("StringEquals", "aws:ResourceTag/a", "x"))));
  const on = (arn: string, action = "ec2:CreateSnapshot") => of({ action, resources: [arn] }).verdict;
  expect(on("arn:aws:ec2:*:*:volume/*", "ec2:CreateTags")).toBe("granted");
  // Every request also creates a snapshot.
  expect(on("arn:aws:ec2:*:*:volume/*")).toBe("conditional");
  expect(on("arn:aws:ec2:*::snapshot/*")).toBe("conditional");
  expect(on("arn:aws:ec2:*:*:*")).toBe("conditional");
});

test("decides each action of a statement separately if only some pass tags", () => {
  const statements = [allow("*"), deny("*", "*", when("StringNotEquals", "aws:RequestTag/a", "x"))];
  const evaluation = new Evaluation(new Map([["aws:requesttag/a", ["x"]]]), authorization, today);
  const of = evaluation.of(roleWith(...statements));
  const actions = ["sqs:CreateQueue", "sqs:SendMessage", "sqs:ListQueues", "sns:CreateTopic", "sqs:CreateQueue"];
  expect(actions.map((action) => of({ action, resources: ["*"] }).verdict)).toEqual([
    "granted",
    "conditional",
    "conditional",
    "granted",
    "granted",
  ]);
});

/**
 * AWS's own documents, public parameters, images, managed prefix lists, and policies are in one of AWS's accounts, regardless of
 * declarations.
 */
test.each<[string, string, string, (readonly string[])?]>([
  ["sqs:SendMessage", "granted", "granted"],
  ["ssm:GetDocument", "conditional", "conditional"],
  ["ssm:GetParameter", "conditional", "conditional"],
  ["ssm:GetParameter", "conditional", "conditional", [ACCOUNT]],
  ["ec2:RunInstances", "conditional", "conditional"],
  ["ec2:CreateSnapshot", "granted", "granted"],
  ["ec2:DescribeImages", "granted", "granted"],
  ["iam:GetRole", "granted", "granted", [ACCOUNT]],
  ["iam:GetPolicy", "conditional", "conditional", [ACCOUNT]],
])(
  "evaluates %s with the declared aws:ResourceAccount: %s, and %s with a Deny of others",
  (action, allowed, beside, accounts = []) => {
    const declared = { deployment: { partition: "aws", accounts, regions: [] }, resources: [] };
    const evaluation = new Evaluation(new Map([["aws:resourceaccount", [ACCOUNT]]]), authorization, today, declared);
    const of = (...statements: readonly object[]) =>
      evaluation.of(roleWith(...statements))({ action, resources: ["*"] });
    const its = (operator: string) => when(operator, "aws:ResourceAccount", ACCOUNT);
    expect(of(allow("*", "*", its("StringEquals"))).verdict).toBe(allowed);
    expect(of(allow("*"), deny("*", "*", its("StringNotEquals"))).verdict).toBe(beside);
    // AWS's data perimeter policies exempt AWS's own resources.
    const excepting = deny("sqs:*", "*", its("StringNotEquals"));
    expect(of(allow("*"), excepting).verdict).toBe("granted");
  },
);

test.each([
  ["aws:ResourceOrgID", "StringEquals", "StringNotEquals", "o-a1b2c3d4e5"],
  ["aws:ResourceOrgPaths", "ForAnyValue:StringEquals", "ForAllValues:StringNotEquals", "o-a1b2c3d4e5/r-ab12/"],
  ["aws:ResourceTag/team", "StringEquals", "StringNotEquals", "b"],
])(
  "puts AWS's own resources in no declared organization and gives them none of its tags: %s",
  (key, same, other, value) => {
    const evaluation = new Evaluation(new Map([[key.toLowerCase(), [value]]]), authorization, today);
    const of = (action: string, ...statements: readonly object[]) =>
      evaluation.of(roleWith(...statements))({ action, resources: ["*"] }).verdict;
    const [its, others] = [when(same, key, value), when(other, key, value)];
    for (const action of ["ssm:GetParameter", "ec2:DescribeImageAttribute"]) {
      expect(of(action, allow("*", "*", its))).toBe("conditional");
      expect(of(action, allow("*"), deny("*", "*", others))).toBe("conditional");
      expect(of(action, allow("*", "*", when("Null", key, "false")))).toBe("conditional");
    }
    expect(of("sqs:SendMessage", allow("*", "*", its))).toBe("granted");
    expect(of("sqs:SendMessage", allow("*"), deny("*", "*", others))).toBe("granted");
  },
);

/** Every request is made in one region. Each condition of a pair is undecided on its own, but one of them holds. */
describe("combines statements with conditions on the region that complement each other", () => {
  const under = (operator: string, ...values: readonly string[]) => when(operator, "aws:RequestedRegion", ...values);
  const [A, B] = ["eu-west-1", "eu-central-1"];
  test.each<[string, readonly object[], string, string, (readonly string[])?]>([
    ["in one region and in others", [under("StringEquals", A), under("StringNotEquals", A)], "granted", "denied"],
    ["in two regions and in others", [under("StringEquals", A, B), under("StringNotEquals", A)], "granted", "denied"],
    [
      "in each of two regions and in others",
      [under("StringEquals", A), under("StringEqualsIfExists", B), under("StringNotEqualsIgnoreCase", A, B)],
      "granted",
      "denied",
    ],
    ["with a gap", [under("StringEquals", A), under("StringNotEquals", A, B)], "conditional", "conditional"],
    ["in two regions", [under("StringEquals", A), under("StringEquals", B)], "conditional", "conditional"],
    ["in two declared regions", [under("StringEquals", A), under("StringLike", "eu-c*")], "granted", "denied", [A, B]],
    [
      "in one of two declared regions",
      [under("StringEquals", A), under("StringLike", A)],
      "conditional",
      "conditional",
      [A, B],
    ],
    ["with patterns", [under("StringLike", "eu-*"), under("StringNotLike", "eu-*")], "conditional", "conditional"],
    [
      "with another open key",
      [
        { Condition: { StringEquals: { "aws:RequestedRegion": A, "aws:SourceVpc": "v" } } },
        under("StringNotEquals", A),
      ],
      "conditional",
      "conditional",
    ],
    [
      "with another decided key",
      [
        { Condition: { StringEquals: { "aws:RequestedRegion": A, "aws:PrincipalType": "AssumedRole" } } },
        under("StringNotEquals", A),
      ],
      "granted",
      "denied",
    ],
    [
      "with another key that may be missing, which StringNotEquals matches",
      [when("StringEquals", "aws:SourceVpc", "v"), when("StringNotEquals", "aws:SourceVpc", "v")],
      "granted",
      "denied",
    ],
    [
      "with another key that is never missing",
      [when("Bool", "aws:ViaAWSService", "true"), when("Bool", "aws:ViaAWSService", "false")],
      "conditional",
      "conditional",
    ],
    [
      "with a multivalued key",
      [when("StringEquals", "aws:CalledVia", "v"), when("StringNotEquals", "aws:CalledVia", "v")],
      "conditional",
      "conditional",
    ],
    [
      "with another key in different cases",
      [when("StringEqualsIgnoreCase", "aws:SourceVpc", "v"), when("StringNotEquals", "aws:SourceVpc", "v")],
      "conditional",
      "conditional",
    ],
    [
      "with two keys, each separately",
      [when("StringEquals", "aws:SourceVpc", "v"), when("StringNotEquals", "aws:SourceVpce", "v")],
      "conditional",
      "conditional",
    ],
  ])("%s", (_name, conditions, allowed, denied, declared = []) => {
    const context = new Map(declared.length === 0 ? [] : [["aws:requestedregion", declared]]);
    const evaluation = new Evaluation(context, authorization, today);
    for (const action of ["sqs:SendMessage", "iam:PassRole"]) {
      // Another service makes this request, in an unknown region.
      if (action === "iam:PassRole" && declared.length > 0) continue;
      const of = (...statements: readonly object[]) =>
        evaluation.of(roleWith(...statements))({ action, resources: ["*"] }).verdict;
      expect(of(...conditions.map((one) => allow("*", "*", one)))).toBe(allowed);
      expect(of(allow("*"), ...conditions.map((one) => deny("*", "*", one)))).toBe(denied);
    }
  });
});

/** Each request has at most one value of the key, so no request can meet both `a` and `b`. */
describe("finds that no value of a key is allowed", () => {
  const TEAM = "aws:PrincipalTag/team";
  const only = (...values: readonly string[]) => allow("*", "*", when("StringEquals", TEAM, ...values));
  const refuse = (operator: string, ...values: readonly string[]) => deny("*", "*", when(operator, TEAM, ...values));
  const level = (isAllowList: boolean, ...statements: readonly object[]): GuardrailLevel => {
    return { name: "root", place: filePlace("g.json"), isAllowList, policies: [policyOf("scp", ...statements)] };
  };
  const scp = (...statements: readonly object[]) => level(false, ...statements);
  const list = (...statements: readonly object[]) => level(true, ...statements);
  test.each<[string, object[], object[] | null, GuardrailLevel[], string]>([
    ["if the boundary requires another", [only("a")], [only("b")], [], "denied by boundary"],
    ["if the boundary requires the same", [only("a")], [only("a", "b")], [], "conditional"],
    [
      "if the boundary requires its absence",
      [only("a")],
      [allow("*", "*", when("Null", TEAM, "true"))],
      [],
      "denied by boundary",
    ],
    ["with a Deny of others", [only("a")], null, [scp(refuse("StringNotEquals", "b"))], "denied by guardrail"],
    ["with a Deny of it", [only("a")], null, [scp(refuse("StringEquals", "a"))], "denied by guardrail"],
    ["with an allow list of others", [only("a")], null, [list(only("b"))], "denied by guardrail"],
    ["with two levels", [allow("*")], null, [list(only("a")), list(only("b"))], "denied by guardrail"],
    [
      "with a boundary and a Deny",
      [allow("*")],
      [only("a")],
      [scp(refuse("StringNotEquals", "b"))],
      "denied by boundary",
    ],
    [
      "with a boundary and a Deny that agree",
      [allow("*")],
      [only("a")],
      [scp(refuse("StringNotEquals", "a"))],
      "conditional",
    ],
    [
      "with two Denies",
      [allow("*"), refuse("StringNotEquals", "a")],
      [allow("*"), refuse("StringNotEquals", "b")],
      [],
      "denied by boundary",
    ],
    [
      "with two Denies with IfExists",
      [allow("*")],
      [allow("*"), refuse("StringNotEqualsIfExists", "a")],
      [scp(refuse("StringEquals", "a"))],
      "denied by boundary",
    ],
    [
      "if it is absent",
      [allow("*", "*", when("StringEqualsIfExists", TEAM, "a"))],
      [allow("*", "*", when("StringEqualsIfExists", TEAM, "b"))],
      [],
      "conditional",
    ],
    ["with any three together", [only("a", "c")], [only("b", "c")], [list(only("a", "b"))], "denied by boundary"],
    ["with another statement", [only("a"), allow("sqs:*")], [only("b")], [], "conditional"],
  ])("%s", (_name, own, limit, guardrails, expected) => {
    const boundary = limit === null ? null : policyOf("boundary", ...limit);
    const role = { ...roleOf({ policies: [policyOf("p", ...own)], boundary }), guardrails };
    const { verdict, deniedBy } = new Evaluation(new Map(), authorization, today).of(role)({
      action: "sqs:SendMessage",
      resources: ["*"],
    });
    expect(deniedBy === null ? verdict : `${verdict} by ${deniedBy}`).toBe(expected);
  });
});

describe("finds that no region is allowed", () => {
  const [A, B] = ["eu-west-1", "eu-central-1"];
  const grant = (operator: string, ...values: readonly string[]) =>
    allow("*", "*", when(operator, "aws:RequestedRegion", ...values));
  const refuse = (operator: string, ...values: readonly string[]) =>
    deny("*", "*", when(operator, "aws:RequestedRegion", ...values));
  const decided = (variant: Parameters<typeof roleOf>[0], regions: readonly string[]) => {
    const context = new Map(regions.length === 0 ? [] : [["aws:requestedregion", regions]]);
    return new Evaluation(context, authorization, today).of(roleOf(variant))({
      action: "sqs:SendMessage",
      resources: ["*"],
    });
  };
  test.each<[string, readonly object[], readonly object[] | null, string, (readonly string[])?]>([
    ["if the same one is denied", [grant("StringEquals", A), refuse("StringEquals", A)], null, "denied"],
    ["if the same one of two is denied", [grant("StringEquals", A), refuse("StringEquals", A)], null, "denied", [A, B]],
    ["if more are denied", [grant("StringEquals", A), refuse("StringEquals", A, B)], null, "denied"],
    ["if fewer are denied", [grant("StringEquals", A, B), refuse("StringEquals", A)], null, "conditional"],
    ["if others are denied", [grant("StringEquals", A), refuse("StringEquals", B)], null, "conditional"],
    ["if others than the boundary's are allowed", [grant("StringEquals", A)], [grant("StringEquals", B)], "denied"],
    ["if the boundary denies it", [grant("StringEquals", A)], [allow("*"), refuse("StringEquals", A)], "denied"],
    [
      "if the boundary denies others",
      [grant("StringEquals", A)],
      [allow("*"), refuse("StringNotEquals", A)],
      "conditional",
    ],
    ["if the boundary allows it too", [grant("StringEquals", A)], [grant("StringEquals", A, B)], "conditional"],
    ["if others of two are allowed", [grant("StringEquals", A)], [grant("StringEquals", B)], "denied", [A, B]],
    ["if any named region is allowed", [grant("StringLike", "*")], null, "granted"],
    ["if any named region is denied", [allow("*"), refuse("StringLike", "*")], null, "denied"],
    ["if no region is allowed", [grant("StringNotLike", "*")], null, "missing"],
  ])("%s", (_name, own, limit, verdict, regions = []) => {
    const boundary = limit === null ? null : policyOf("boundary", ...limit);
    expect(decided({ policies: [policyOf("own", ...own)], boundary }, regions).verdict).toBe(verdict);
  });
});

describe("takes aws:PrincipalAccount from the declared deployment, regardless of the context", () => {
  const of = (accounts: readonly string[], ...statements: readonly object[]): string => {
    const context = new Map([["aws:principalaccount", ["444455556666"]]]);
    const declared = { deployment: { partition: null, accounts, regions: [] }, resources: [] };
    const evaluation = new Evaluation(context, authorization, today, declared);
    return evaluation.of(roleWith(...statements))({ action: "sqs:ListQueues", resources: ["*"] }).verdict;
  };
  test.each<[string, readonly string[], keyof typeof VERDICTS]>([
    [ACCOUNT, [ACCOUNT], "always"],
    ["444455556666", [ACCOUNT], "never"],
    [ACCOUNT, [ACCOUNT, "222233334444"], "perhaps"],
    ["444455556666", [], "always"],
  ])("for %s with %j declared: %s", (account, accounts, settled) => {
    const condition = when("StringEquals", "aws:PrincipalAccount", account);
    const [allowed, denied] = VERDICTS[settled];
    expect(of(accounts, allow("*", "*", condition))).toBe(allowed);
    expect(of(accounts, allow("*"), deny("*", "*", condition))).toBe(denied);
  });
});
