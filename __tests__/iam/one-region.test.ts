import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Declaration } from "../../src/iam/resource-set.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { underUnknownCondition } from "../../src/iam/uncertain-denies.js";
import type { Verdict } from "../../src/iam/verdict.js";
import { cpuSeconds } from "../cpu-time.js";
import { allow, deny, policyOf, roleOf } from "./role.js";

const authorization = await loadAuthorization();

const [A, B, C] = ["eu-west-1", "us-east-1", "ap-south-1"];
const ec2 = (...names: readonly string[]) => names.map((name) => `arn:aws:ec2:${name}`);
const snapshots = (...regions: readonly string[]) => regions.map((region) => `arn:aws:ec2:${region}::snapshot/*`);
const volumes = (...regions: readonly string[]) => regions.map((region) => `arn:aws:ec2:${region}:*:volume/*`);
const both = (region: string) => [...snapshots(region), ...volumes(region)];
const inRegion = (region: string | readonly string[], operator = "StringEquals") => ({
  Condition: { [operator]: { "aws:RequestedRegion": region } },
});
const all = "ec2:*";

interface Others {
  readonly action?: string;
  readonly boundary?: readonly object[];
  readonly declared?: Partial<Declaration>;
  readonly resources?: readonly string[];
}

function decisionOf(statements: readonly object[], { action = "ec2:CreateSnapshot", ...others }: Others) {
  const { boundary, declared = {}, resources = ["*"] } = others;
  const role = roleOf({
    policies: [policyOf("policy", ...statements)],
    boundary: boundary === undefined ? null : policyOf("boundary", ...boundary),
  });
  const declaration = { deployment: null, resources: [], ...declared };
  return evaluateRole(role, [{ action, resources }], new Map(), authorization, declaration)[0];
}

/**
 * "Each resource identifier, such as an AMI ID, instance ID, EBS volume ID, or EBS snapshot ID, is tied to its Region and can be used only in the Region
 * where you created the resource": https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resources.html
 */
test.each<[string, readonly object[], Verdict]>([
  ["each in a different region", [allow(all, [...snapshots(A), ...volumes(B)])], "missing"],
  ["each in a different region, in separate statements", [allow(all, snapshots(A)), allow(all, volumes(B))], "missing"],
  ["both in one of three regions", [allow(all, [...snapshots(A, B), ...volumes(B, C)])], "partial"],
  ["in different ones of four regions", [allow(all, [...snapshots(A, B), ...volumes(C, "eu-west-2")])], "missing"],
  ["one in each region, one in one region", [allow(all, [...snapshots("*"), ...volumes(B)])], "partial"],
  ["in overlapping patterns", [allow(all, [...snapshots("eu-*"), ...volumes("*-1")])], "partial"],
  ["in patterns that do not overlap", [allow(all, [...snapshots("eu-*"), ...volumes("us-*")])], "missing"],
  ["one in a pattern and one inside it", [allow(all, [...snapshots("eu-*"), ...volumes(A)])], "partial"],
  ["one in a pattern and one outside it", [allow(all, [...snapshots("eu-*"), ...volumes(B)])], "missing"],
  [
    "everywhere except for one denied region each",
    [allow("*"), deny(all, [...snapshots(A), ...volumes(B)])],
    "partial",
  ],
  [
    "both in two regions except for one denied region each",
    [allow(all, [...both(A), ...both(B)]), deny(all, [...snapshots(A), ...volumes(B)])],
    "denied",
  ],
  [
    "one in one region, and one denied in all except others",
    [allow(all, [...snapshots("*"), ...volumes(A)]), { Effect: "Deny", Action: all, NotResource: both(B) }],
    "denied",
  ],
  [
    "everywhere except in different regions",
    [{ Effect: "Allow", Action: all, NotResource: [...snapshots(A), ...volumes(B)] }],
    "partial",
  ],
  [
    "under conditions on different regions",
    [
      { ...allow(all, snapshots("*")), ...inRegion(A) },
      { ...allow(all, volumes("*")), ...inRegion(B) },
    ],
    "missing",
  ],
  [
    "under conditions in another case",
    [
      { ...allow(all, snapshots("*")), ...inRegion("EU-WEST-1", "StringEqualsIgnoreCase") },
      { ...allow(all, volumes("*")), ...inRegion(A) },
    ],
    "conditional",
  ],
  [
    "under conditions with one common region",
    [
      { ...allow(all, snapshots("*")), ...inRegion([A, B]) },
      { ...allow(all, volumes("*")), ...inRegion([B, C]) },
    ],
    "conditional",
  ],
  // It is unknown which regions these match.
  [
    "under conditions on patterns",
    [
      { ...allow(all, snapshots("*")), ...inRegion("eu-*", "StringLike") },
      { ...allow(all, volumes("*")), ...inRegion("us-*", "StringLike") },
    ],
    "conditional",
  ],
  [
    "one by ARN and one by a condition",
    [allow(all, snapshots(A)), { ...allow(all, volumes("*")), ...inRegion(B) }],
    "missing",
  ],
  [
    "one by ARN and one by the same condition",
    [allow(all, snapshots(A)), { ...allow(all, volumes("*")), ...inRegion(A) }],
    "partial",
  ],
  [
    "one by ARN and one everywhere except there",
    [allow(all, snapshots(A)), { ...allow(all, volumes("*")), ...inRegion(A, "StringNotEquals") }],
    "missing",
  ],
  [
    "everywhere except in one region, by a condition each",
    [
      { ...allow(all, snapshots("*")), ...inRegion(A, "StringNotEquals") },
      { ...allow(all, volumes("*")), ...inRegion(B, "StringNotEquals") },
    ],
    "conditional",
  ],
  [
    "under a condition with a variable",
    [
      allow(all, snapshots(A)),
      {
        ...allow(all, volumes(B)),
        Condition: { StringEquals: { "aws:PrincipalTag/region": "${aws:RequestedRegion}" } },
      },
    ],
    "partial",
  ],
  [
    "in a hundred regions each",
    [allow(all, [...snapshots(...numbered("a", 100)), ...volumes(...numbered("b", 100))])],
    "missing",
  ],
  [
    "in more regions than the limit",
    [allow(all, [...snapshots(...numbered("a", 400)), ...volumes(...numbered("b", 400))])],
    "partial",
  ],
])("evaluates snapshots and volumes allowed %s: %s", (_, statements, verdict) => {
  expect(decisionOf(statements, {})?.verdict).toBe(verdict);
});

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name}-${at}`);
}

const deployment = (...regions: readonly string[]) => ({
  deployment: { partition: null, accounts: ["111122223333"], regions },
});

test.each<[string, readonly object[], Others, Verdict]>([
  [
    "conditions on one declared region each",
    [
      { ...allow(all, snapshots("*")), ...inRegion(A) },
      { ...allow(all, volumes("*")), ...inRegion(B) },
    ],
    { declared: deployment(A, B) },
    "missing",
  ],
  [
    "conditions on the same declared regions",
    [
      { ...allow(all, snapshots("*")), ...inRegion(A) },
      { ...allow(all, volumes("*")), ...inRegion(A) },
    ],
    { declared: deployment(A, B) },
    "conditional",
  ],
  [
    "conditions on one region each and a tag pattern",
    [
      { ...allow(all, snapshots("*")), ...inRegion(A) },
      {
        ...allow(all, volumes("*")),
        Condition: { StringEquals: { "aws:RequestedRegion": B }, StringLike: { "aws:PrincipalTag/team": "a*" } },
      },
    ],
    {},
    "missing",
  ],
  [
    "a condition with a variable value",
    [
      allow(all, snapshots(A)),
      {
        ...allow(all, volumes(B)),
        Condition: { StringEquals: { "aws:PrincipalTag/region": [A, "${aws:RequestedRegion}"] } },
      },
    ],
    {},
    "partial",
  ],
  [
    "declared regions without a common one",
    [allow(all, [...snapshots(A, C), ...volumes(B, C)])],
    { declared: deployment(A, B) },
    "missing",
  ],
  [
    "declared regions with a common one",
    [allow(all, [...snapshots(A, C), ...volumes(B, C)])],
    { declared: deployment(A, B, C) },
    "partial",
  ],
  [
    "a boundary on another region",
    [allow(all, [...snapshots("*"), ...volumes(A)])],
    { boundary: [allow("*", [...snapshots(B), ...volumes("*")])] },
    "denied",
  ],
  [
    "a boundary on the same region",
    [allow(all, [...snapshots("*"), ...volumes(A)])],
    { boundary: [allow("*", [...snapshots(A), ...volumes("*")])] },
    "partial",
  ],
  ["listed resources", [allow(all, [...snapshots(A), ...volumes("*")])], { resources: volumes(B) }, "missing"],
  ["an action on a single type", [allow(all, volumes(A, B))], { action: "ec2:DeleteVolume" }, "partial"],
  [
    "a volume and an instance",
    [allow(all, ec2(`${A}:*:instance/*`, `${B}:*:volume/*`))],
    { action: "ec2:AttachVolume" },
    "missing",
  ],
  [
    "a document and an instance",
    [allow("ssm:*", [`arn:aws:ssm:${A}:*:document/*`, `arn:aws:ec2:${B}:*:instance/*`])],
    { action: "ssm:SendCommand" },
    "missing",
  ],
  [
    "a launch",
    [
      allow(
        all,
        ec2(
          `${A}::image/*`,
          ...["instance", "network-interface", "security-group", "subnet", "volume"].map((type) => `${B}:*:${type}/*`),
        ),
      ),
    ],
    { action: "ec2:RunInstances" },
    "missing",
  ],
  [
    "a database and its snapshot",
    [allow("rds:*", [`arn:aws:rds:${A}:*:db:*`, `arn:aws:rds:${B}:*:snapshot:*`])],
    { action: "rds:CreateDBSnapshot" },
    "missing",
  ],
  // Roles have no region.
  [
    "a role and an instance",
    [allow("*", ["arn:aws:iam::*:role/*", `arn:aws:ssm:${A}:*:managed-instance/*`])],
    { action: "ssm:UpdateManagedInstanceRole" },
    "partial",
  ],
  [
    "a global table",
    [allow("*", ["arn:aws:dynamodb::*:global-table/*", `arn:aws:dynamodb:${A}:*:table/*`])],
    { action: "dynamodb:UpdateGlobalTable" },
    "partial",
  ],
  [
    "a passed role",
    [allow("iam:PassRole", "arn:aws:iam::*:role/veeam-*"), { ...deny("*"), ...inRegion(A, "StringNotEquals") }],
    { action: "iam:PassRole" },
    "partial",
  ],
  // AWS names the source in another region.
  [
    "a copy",
    [allow(all, ec2(`${A}::snapshot/\${*}`, `${B}::snapshot/snap-*`))],
    { action: "ec2:CopySnapshot" },
    "partial",
  ],
  [
    "an image copy",
    [allow(all, ec2(`${A}::image/\${*}`, `${B}::image/ami-*`, `${A}::snapshot/*`))],
    { action: "ec2:CopyImage" },
    "partial",
  ],
  [
    "a peering",
    [allow(all, ec2(`${A}:*:vpc/*`, `${B}:*:vpc-peering-connection/*`))],
    { action: "ec2:AcceptVpcPeeringConnection" },
    "partial",
  ],
  [
    "a table restore",
    [allow("dynamodb:*", [`arn:aws:dynamodb:${A}:*:table/*/backup/*`, `arn:aws:dynamodb:${B}:*:table/*`])],
    { action: "dynamodb:RestoreTableFromBackup" },
    "partial",
  ],
  [
    "replicated backups",
    [allow("rds:*", [`arn:aws:rds:${A}:*:db:*`, `arn:aws:rds:${B}:*:auto-backup:*`])],
    { action: "rds:StartDBInstanceAutomatedBackupsReplication" },
    "partial",
  ],
])("handles %s", (_, statements, others, verdict) => expect(decisionOf(statements, others)?.verdict).toBe(verdict));

test("ignores an uncertain statement elsewhere", () => {
  const policy = policyOf("policy", allow(all, snapshots(A)), allow(all, volumes(B)));
  const doubted = policyOf("doubted", allow(all, ["arn:aws:s3:::b", "arn:aws:ec2:*:*:vpc/*"]));
  if (doubted.kind !== "document") throw new Error("no document");
  const statements = underUnknownCondition(doubted.document.statements, "var.on");
  const policies = [policy, { ...doubted, document: { ...doubted.document, statements } }];
  const requested = [{ action: "ec2:CreateSnapshot", resources: ["*"] }];
  expect(evaluateRole(roleOf({ policies }), requested, new Map(), authorization)[0]?.verdict).toBe("missing");
});

test("names the resources that are allowed in either region", () => {
  const decision = decisionOf([allow(all, snapshots(A)), allow(all, volumes(B))], {});
  expect(decision?.causes.map(({ effect, detail }) => `${effect} ${detail}`)).toEqual([
    `limits only resource ${snapshots(A)[0]}`,
    `limits only resource ${volumes(B)[0]}`,
  ]);
});

test("does not try each of the regions that fill a file", () => {
  const regions = numbered("*a", 3000).map((region) => `${region}*`);
  const statements = [allow(all, ["*"], inRegion(regions, "StringLike"))];
  expect(cpuSeconds(() => expect(decisionOf(statements, {})?.verdict).toBe("conditional"))).toBeLessThan(2);
});
