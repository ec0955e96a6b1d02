import type { Report } from "../../src/report/report.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const lists = catalogRequirements("7");
const actionsOf = (kind: string): readonly string[] =>
  lists?.kinds.find(({ name }) => name === kind)?.actions.map(({ action }) => action) ?? [];

interface RoleParts {
  readonly kinds: readonly string[];
  readonly but?: readonly string[];
  readonly trusts?: readonly object[];
  readonly more?: object;
  readonly statement?: object;
  readonly trust?: object;
  readonly policies?: readonly object[];
}

const APPLIANCE = { AWS: "arn:aws:iam::111122223333:role/veeam-impersonation" };

function role({
  kinds,
  but = [],
  trusts = [APPLIANCE],
  more = {},
  statement = {},
  trust = {},
  policies: others = [],
}: RoleParts): object {
  const policies = kinds.map((kind) => ({
    PolicyName: kind,
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: actionsOf(kind).filter((action) => !but.includes(action)),
          Resource: "*",
          ...statement,
        },
      ],
    },
  }));
  const Statement = trusts.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...trust }));
  return {
    Type: "AWS::IAM::Role",
    ...more,
    Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement }, Policies: [...policies, ...others] },
  };
}

const EC2 = { Service: "ec2.amazonaws.com" };
const worker = {
  VeeamWorkerRole: role({ kinds: ["communication"], trusts: [APPLIANCE, EC2] }),
  Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorkerRole" }] } },
};

function template(resources: object): string {
  return JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: resources }, null, 1);
}

const deploy = (kinds: readonly string[], rest: Omit<RoleParts, "kinds"> = {}) => role({ kinds, ...rest });
const base = template({ VeeamDeployRole: deploy(["backup", "restore"]), ...worker });

const STRANGER = { AWS: "arn:aws:iam::444455556666:root" };
const declared = (line: string): Files => ({ ".github/worker-iam-check.yml": `${line}\n` });
const conditional = (Default: string, name = "VeeamDeployRole", rest: Partial<RoleParts> = {}): string =>
  JSON.stringify({
    Parameters: { Enable: { Type: "String", ...(Default === "" ? {} : { Default }) } },
    Conditions: { Enabled: { "Fn::Equals": [{ Ref: "Enable" }, "yes"] } },
    Resources: {
      [name]: role({ kinds: ["backup", "restore"], more: { Condition: "Enabled" }, ...rest }),
      ...worker,
    },
  });

function reported({ findings }: Report): readonly string[] {
  return findings
    .filter(({ severity, suppressed }) => severity === "error" && suppressed === null)
    .map(({ rule, role: name, kind }) => [rule, name, kind].filter((word) => word !== null).join(" "))
    .sort();
}

const mapped = (lines: readonly string[]): Files => ({
  ".github/worker-iam-check.yml": `roles:\n${lines.map((line) => `  - "${line}"\n`).join("")}`,
});
const MARKER = { Metadata: { WorkerIamCheck: ["backup", "restore"] } };
const marked = template({ OpsRole: deploy(["backup", "restore"], { more: MARKER }) });
const lostDeploy = ["coverage-lost VeeamDeployRole backup", "coverage-lost VeeamDeployRole restore"];

const statements = (...Statement: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const loose: Files = {
  "worker.json": statements({ Effect: "Allow", Action: actionsOf("communication"), Resource: "*" }),
  "trust.json": statements(
    ...[APPLIANCE, EC2].map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" })),
  ),
};
const grouped = (withTrust: boolean): Files => ({
  ".github/worker-iam-check.yml": `files: [worker.json, trust.json]\nroles: ["veeam-worker: communication"]\ngroups:\n  veeam-worker:\n    policies: [worker.json]\n${withTrust ? "    trust: [trust.json]\n" : ""}`,
});

const version = (name: string): Files => ({
  ".github/worker-iam-check.yml": `requirements: "${name}"\nroles: ["VeeamWide: backup, restore"]\n`,
});
const all = ["ec2", "rds", "kms", "iam", "ssm", "sqs", "sns", "s3", "ebs", "ec2messages", "ssmmessages", "kinesis"];
const everywhere = ["sts", "servicequotas", "backup", "events", "cloudwatch", "elasticloadbalancing"];
const wide = template({
  VeeamWide: {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: statements(
        ...[APPLIANCE, EC2, { Service: "rds.amazonaws.com" }].map((Principal) => ({
          Effect: "Allow",
          Principal,
          Action: "sts:AssumeRole",
        })),
      ),
      Policies: [
        {
          PolicyName: "wide",
          PolicyDocument: statements({
            Effect: "Allow",
            Action: [...all, ...everywhere].map((service) => `${service}:*`),
            Resource: "*",
          }),
        },
      ],
    },
  },
  Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWide" }] } },
});

/** A custom requirements file. A single role is mapped to all of its kinds. */
const archiveLists = (kinds: readonly string[], more: readonly string[] = []): Files => ({
  ".github/worker-iam-check.yml": `requirements: lists.yml\nroles: ["ArchiveRole: all"]\n`,
  "lists.yml": JSON.stringify({
    version: "1",
    product: "Archive",
    title: "Archive",
    source: "own",
    date: "2026-11-28",
    kinds: [
      { name: "read", description: "reads", actions: ["s3:GetObject"], trust: ["appliance"] },
      { name: "send", description: "sends", actions: ["sqs:SendMessage", ...more], trust: ["appliance"] },
    ].filter(({ name }) => kinds.includes(name)),
    aliases: { all: kinds },
  }),
});
const archiveWith = (more: readonly string[], statement: object = {}): string =>
  template({
    ArchiveRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: statements({ Effect: "Allow", Principal: APPLIANCE, Action: "sts:AssumeRole" }),
        Policies: [
          {
            PolicyName: "archive",
            PolicyDocument: statements(
              { Effect: "Allow", Action: ["s3:GetObject", "sqs:SendMessage"], Resource: "*" },
              ...more.map((Action) => ({ Effect: "Allow", Action, Resource: "*", ...statement })),
            ),
          },
        ],
      },
    },
  });
const archive = archiveWith([]);
const SENDS = ["sqs:GetQueueUrl", "sns:Publish"];
const lenient = (suppression: string): Files => ({
  ...archiveLists(["read", "send"], ["sns:Publish"]),
  ".github/worker-iam-check.yml": `requirements: lists.yml\nroles: ["ArchiveRole: all"]\nsuppressions:\n  - { role: ArchiveRole, rule: weakened-action, ${suppression}reason: meant }\n`,
});

const SERVICES = [...new Set([...actionsOf("backup"), ...actionsOf("restore")].map((one) => `${one.split(":")[0]}:*`))];

function granting(what: object, principal: object = APPLIANCE): object {
  const Statement = [{ Effect: "Allow", ...what, Resource: "*" }];
  return deploy([], {
    trusts: [principal],
    policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement } }],
  });
}

const REGION = { Conditions: { C: { "Fn::Equals": [{ Ref: "AWS::Region" }, "x"] } } };
const byParameter = (value: string): object => ({
  Parameters: { E: { Type: "String", Default: value } },
  Conditions: { C: { "Fn::Equals": [{ Ref: "E" }, "yes"] } },
});

/** The base's roles, with an instance profile that exists, or that contains the role, only under a condition. */
function profileUnder(conditions: object, roles: readonly unknown[] | null = null): string {
  const Profile = {
    Type: "AWS::IAM::InstanceProfile",
    ...(roles === null ? { Condition: "C" } : {}),
    Properties: { Roles: roles ?? [{ Ref: "VeeamWorkerRole" }] },
  };
  const resources = { VeeamDeployRole: deploy(["backup", "restore"]), ...worker, Profile };
  return JSON.stringify({ ...conditions, Resources: resources });
}

const WEAK_PROFILE = ["weakened-action VeeamWorkerRole communication"];

function deployTrusting(principal: unknown, condition: object = {}, parameters: object = {}): string {
  const VeeamDeployRole = deploy(["backup", "restore"], { trusts: [{ AWS: principal }], trust: condition });
  return JSON.stringify({ ...parameters, Resources: { VeeamDeployRole, ...worker } });
}

/** A role with the same name in each of several templates. `denying` is another template, with a Deny for that name. */
function named(...files: readonly string[]): Files {
  const { Properties, ...rest } = deploy(["backup"]) as { Properties: object };
  const VeeamDeployRole = { ...rest, Properties: { RoleName: "veeam-d", ...Properties } };
  return Object.fromEntries(files.map((file) => [`${file}.json`, template({ VeeamDeployRole })]));
}
const denying = template({
  X: {
    Type: "AWS::IAM::RolePolicy",
    Properties: {
      PolicyName: "q",
      RoleName: "veeam-d",
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "sqs:*", Resource: "*" }] },
    },
  },
});

test.each<[string, Files, Files, readonly string[]]>([
  [
    "the instance profile is created only in one region",
    { "t.json": base },
    { "t.json": profileUnder(REGION) },
    WEAK_PROFILE,
  ],
  [
    "the instance profile is not created by default",
    { "t.json": base },
    { "t.json": profileUnder(byParameter("no")) },
    WEAK_PROFILE,
  ],
  [
    "the default of the instance profile's condition changes",
    { "t.json": profileUnder(byParameter("yes")) },
    { "t.json": profileUnder(byParameter("no")) },
    WEAK_PROFILE,
  ],
  [
    "the instance profile contains the role only in one region",
    { "t.json": base },
    { "t.json": profileUnder(REGION, [{ "Fn::If": ["C", { Ref: "VeeamWorkerRole" }, "x"] }]) },
    WEAK_PROFILE,
  ],
  [
    "a role in another account is trusted, and no appliance is declared",
    { "t.json": base },
    { "t.json": deployTrusting("arn:aws:iam::444455556666:role/other") },
    ["trust-missing VeeamDeployRole"],
  ],
  [
    "another account is trusted",
    { "t.json": deployTrusting("111122223333") },
    { "t.json": deployTrusting("444455556666") },
    ["trust-missing VeeamDeployRole"],
  ],
  [
    "the trusted principal becomes a parameter",
    { "t.json": base },
    { "t.json": deployTrusting({ Ref: "A" }, {}, { Parameters: { A: { Type: "String" } } }) },
    ["trust-conditional VeeamDeployRole"],
  ],
  [
    "a role is split in two, and the new one trusts another principal",
    { "t.json": base },
    {
      "t.json": template({
        VeeamDeployRole: deploy(["backup"]),
        VeeamRestoreRole: deploy(["restore"], { trusts: [STRANGER] }),
        ...worker,
      }),
    },
    ["coverage-lost VeeamDeployRole restore"],
  ],
  [
    "a role that grants everything trusts only a service",
    { "t.json": base },
    {
      "t.json": template({
        VeeamDeployRole: granting({ Action: "*" }, { Service: "lambda.amazonaws.com" }),
        ...worker,
      }),
    },
    lostDeploy,
  ],
  [
    "service wildcards omit an action",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: granting({ Action: ["ec2:*", "iam:*"] }), ...worker }) },
    lostDeploy,
  ],
  [
    "the trust policy requires an organization",
    { "t.json": base },
    { "t.json": deployTrusting(APPLIANCE.AWS, { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }) },
    ["trust-conditional VeeamDeployRole"],
  ],
  [
    "a policy is dropped, so that inference finds one kind less",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: deploy(["backup"]), ...worker }) },
    ["coverage-lost VeeamDeployRole restore"],
  ],
  [
    "a role loses most of its policy",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: deploy(["restore"], { but: actionsOf("restore").slice(3) }), ...worker }) },
    lostDeploy,
  ],
  ["a role is deleted", { "t.json": base }, { "t.json": template(worker) }, lostDeploy],
  [
    "a role is renamed and loses actions",
    { "t.json": base },
    { "t.json": template({ DeployRole: deploy(["backup"], { but: ["ec2:CreateSnapshot"] }), ...worker }) },
    [...lostDeploy, "missing-action DeployRole backup"],
  ],
  [
    "one of two identical roles is deleted",
    { "t.json": template({ VeeamA: deploy(["backup"]), VeeamB: deploy(["backup"]) }) },
    { "t.json": template({ VeeamB: deploy(["backup"]) }) },
    ["coverage-lost VeeamA backup"],
  ],
  [
    "a file is deleted",
    { "t.json": base, "o.json": template(worker) },
    { "t.json": "" },
    [
      "coverage-lost VeeamDeployRole backup",
      "coverage-lost VeeamDeployRole restore",
      "coverage-lost VeeamWorkerRole communication",
    ].filter((line) => line.includes("Deploy") || line.includes("Worker")),
  ],
  [
    "a marker is dropped",
    { "t.json": marked, "o.json": template(worker) },
    { "t.json": template({ OpsRole: deploy(["backup"], { but: actionsOf("backup").slice(9) }) }) },
    ["coverage-lost OpsRole backup", "coverage-lost OpsRole restore"],
  ],
  [
    "a line of `roles` is dropped",
    { "t.json": base, ...mapped(["*Deploy*: backup", "*DeployRole: restore", "*Worker*: communication"]) },
    mapped(["*Deploy*: backup", "*Worker*: communication"]),
    ["coverage-lost VeeamDeployRole restore"],
  ],
  [
    "a condition is added",
    { "t.json": base },
    {
      "t.json": template({
        VeeamDeployRole: deploy(["backup", "restore"], {
          statement: { Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } },
        }),
        ...worker,
      }),
    },
    [
      // Requests to IAM go to us-east-1.
      "missing-action VeeamDeployRole backup",
      "missing-action VeeamDeployRole restore",
      "weakened-action VeeamDeployRole backup",
      "weakened-action VeeamDeployRole restore",
    ],
  ],
  [
    "a placeholder is added",
    { "t.json": base },
    {
      "t.json": template({
        VeeamDeployRole: deploy(["backup", "restore"], { statement: { Resource: { "Fn::ImportValue": "x" } } }),
        ...worker,
      }),
    },
    ["weakened-action VeeamDeployRole backup", "weakened-action VeeamDeployRole restore"],
  ],
  [
    "the instance profile is deleted",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: deploy(["backup", "restore"]), VeeamWorkerRole: worker.VeeamWorkerRole }) },
    ["instance-profile-missing VeeamWorkerRole communication"],
  ],
  [
    "the trust policy of a file group is no longer named",
    { ...loose, ...grouped(true) },
    grouped(false),
    // One finding for the appliance and one for EC2.
    ["trust-missing veeam-worker", "trust-missing veeam-worker"],
  ],
  [
    "a kind moves to a role that lost its instance profile",
    { "t.json": template(worker) },
    { "t.json": template({ OpsWorker: worker.VeeamWorkerRole }), ...mapped(["OpsWorker: communication"]) },
    ["instance-profile-missing OpsWorker communication"],
  ],
  [
    "a kind moves to policy files without a trust policy",
    { "t.json": template({ VeeamDeployRole: deploy(["backup"]) }) },
    { "t.json": "", "veeam-deploy.json": statements({ Effect: "Allow", Action: actionsOf("backup"), Resource: "*" }) },
    ["trust-missing veeam-deploy"],
  ],
  [
    "a kind is removed from the requirements file",
    { "t.json": archive, ...archiveLists(["read", "send"]) },
    { ...archiveLists(["read"]) },
    ["coverage-lost ArchiveRole send"],
  ],
  ...["", "other.yml"].map((renamed): [string, Files, Files, readonly string[]] => [
    `an action is taken out of the requirements file${renamed && ", which has another name"}, and out of the role`,
    { "t.json": archiveWith(SENDS), ...archiveLists(["read", "send"], SENDS) },
    renamed === ""
      ? { "t.json": archiveWith(SENDS.slice(1)), ...archiveLists(["read", "send"], SENDS.slice(1)) }
      : {
          "t.json": archiveWith(SENDS.slice(1)),
          "lists.yml": "",
          [renamed]: archiveLists(["read", "send"], SENDS.slice(1))["lists.yml"] ?? "",
          ".github/worker-iam-check.yml": `requirements: ${renamed}\nroles: ["ArchiveRole: all"]\n`,
        },
    ["weakened-action ArchiveRole send"],
  ]),
  ...["", "no"].map((Default): [string, Files, Files, readonly string[]] => [
    `the role is made only under a condition${Default && ", which the default does not meet"}`,
    { "t.json": base },
    { "t.json": conditional(Default) },
    ["weakened-action VeeamDeployRole"],
  ]),
  [
    "a kind moves to a role that is created only under a condition",
    { "t.json": base },
    {
      "t.json": conditional("no", "VeeamOther", {
        kinds: ["backup", "restore", "communication"],
        trusts: [APPLIANCE, EC2],
      }),
    },
    lostDeploy,
  ],
  [
    "the appliance is no longer declared, and another account is trusted",
    { "t.json": base, ...declared("appliance: ['111122223333']") },
    {
      "t.json": template({ VeeamDeployRole: deploy(["backup", "restore"], { trusts: [STRANGER] }), ...worker }),
      ...declared("fail-on: error"),
    },
    ["trust-missing VeeamDeployRole"],
  ],
  [
    "an action is removed from the requirements file and is granted under a condition",
    { "t.json": archiveWith(SENDS), ...archiveLists(["read", "send"], SENDS) },
    {
      "t.json": archiveWith(SENDS, { Condition: { StringEquals: { "aws:PrincipalTag/a": "b" } } }),
      ...archiveLists(["read", "send"]),
    },
    ["weakened-action ArchiveRole send"],
  ],
  [
    "an action is removed from the requirements file and the role, and another is suppressed",
    { "t.json": archiveWith(SENDS), ...archiveLists(["read", "send"], SENDS) },
    { "t.json": archiveWith(SENDS.slice(1)), ...lenient('actions: ["sns:*"], ') },
    ["weakened-action ArchiveRole send"],
  ],
  [
    "another template denies access by the role's name",
    named("t"),
    { "u.json": denying },
    ["denied-action VeeamDeployRole backup"],
  ],
  [
    "a template denies access by a name that roles in two other templates share",
    named("dev", "prod"),
    { "u.json": denying },
    ["weakened-action VeeamDeployRole backup", "weakened-action VeeamDeployRole backup"],
  ],
])("fails when %s", async (_name, before, after, expected) => {
  const report = await headOf(before, after);
  expect(reported(report)).toEqual(expected);
  expect(report.conclusion).toBe("failure");
});

test.each<[string, Files, Files]>([
  ["nothing about IAM changes", { "t.json": base }, { "README.md": "x" }],
  ["the appliance's account is trusted", { "t.json": base }, { "t.json": deployTrusting("111122223333") }],
  [
    "a role in the trusted account is trusted",
    { "t.json": deployTrusting("111122223333") },
    { "t.json": deployTrusting("arn:aws:iam::111122223333:role/new") },
  ],
  [
    "another principal is trusted as well",
    { "t.json": base },
    { "t.json": deployTrusting([APPLIANCE.AWS, "arn:aws:iam::444455556666:role/other"]) },
  ],
  [
    "a role is split in two",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: deploy(["backup"]), VeeamRestoreRole: deploy(["restore"]), ...worker }) },
  ],
  [
    "a role moves to another file",
    { "t.json": base },
    { "t.json": template(worker), "n/deploy.json": template({ VeeamDeployRole: deploy(["restore", "backup"]) }) },
  ],
  ["the role is created by default", { "t.json": base }, { "t.json": conditional("yes") }],
  ["the role already had a condition", { "t.json": conditional("no") }, { "t.json": `${conditional("no")}\n` }],
  [
    "the appliance is no longer declared but still trusted",
    { "t.json": base, ...declared("appliance: ['111122223333']") },
    declared("fail-on: error"),
  ],
  [
    "another appliance is declared and trusted",
    { "t.json": base, ...declared("appliance: ['111122223333']") },
    {
      "t.json": template({
        VeeamDeployRole: deploy(["backup", "restore"], { trusts: [STRANGER] }),
        ...worker,
        VeeamWorkerRole: role({ kinds: ["communication"], trusts: [STRANGER, EC2] }),
      }),
      ...declared("appliance: ['444455556666']"),
    },
  ],
  [
    "an action is removed from the requirements file, and the role keeps it",
    { "t.json": archiveWith(SENDS), ...archiveLists(["read", "send"], SENDS) },
    archiveLists(["read", "send"]),
  ],
  [
    "an action is removed from the requirements file and the role, with a suppression for the loss",
    { "t.json": archiveWith(SENDS), ...archiveLists(["read", "send"], SENDS) },
    { "t.json": archiveWith(SENDS.slice(1)), ...lenient('actions: ["sqs:*"], ') },
  ],
  [
    "a kind is added to the requirements file",
    { "t.json": archive, ...archiveLists(["read"]) },
    { ...archiveLists(["read", "send"]) },
  ],
  ["the new version has groups instead of kinds", { "t.json": wide, ...version("7") }, version("13.1")],
  ["the new version has kinds instead of groups", { "t.json": wide, ...version("13.1") }, version("7")],
  ["a file is renamed", { "t.json": base }, { "t.json": "", "u.json": base }],
  [
    "the role's line in `roles` declares a loss",
    { "t.json": base },
    {
      "t.json": template({ VeeamDeployRole: deploy(["backup"]), ...worker }),
      ...mapped(["VeeamDeployRole: backup", "VeeamWorkerRole: communication"]),
    },
  ],
  [
    "a deleted role is ignored",
    { "t.json": base },
    { "t.json": template(worker), ...mapped(["VeeamDeployRole: ignore"]) },
  ],
  [
    "a loss is suppressed",
    { "t.json": base },
    {
      "t.json": template(worker),
      ".github/worker-iam-check.yml":
        "suppressions:\n  - role: VeeamDeployRole\n    rule: coverage-lost\n    reason: no more backups\n",
    },
  ],
])("passes when %s", async (_name, before, after) => {
  const report = await headOf(before, after);
  expect(reported(report)).toEqual([]);
  expect(report.findings.filter(({ suppressed, rule }) => suppressed === null && rule !== "trust-too-wide")).toEqual(
    [],
  );
});

test.each<[string, Files, Files]>([
  ["the instance profile is created by default", { "t.json": base }, { "t.json": profileUnder(byParameter("yes")) }],
  [
    "the instance profile stays conditional",
    { "t.json": profileUnder(REGION) },
    { "t.json": `${profileUnder(REGION)}\n` },
  ],
])("loses nothing when %s, but warns about the outcome without a profile", async (_name, before, after) => {
  const report = await headOf(before, after);
  expect(reported(report)).toEqual([]);
  const left = report.findings.filter(({ suppressed, rule }) => suppressed === null && rule !== "trust-too-wide");
  expect(left.map(({ rule, severity, role }) => [rule, severity, role])).toEqual([
    ["instance-profile-missing", "warning", "VeeamWorkerRole"],
  ]);
});

test.each<[string, Files, Files]>([
  [
    "a list is replaced by a wildcard",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: granting({ Action: "*" }), ...worker }) },
  ],
  [
    "a list is replaced by a wildcard with an exception",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: granting({ NotAction: "organizations:*" }), ...worker }) },
  ],
  [
    "a list is replaced by service wildcards",
    { "t.json": base },
    { "t.json": template({ VeeamDeployRole: granting({ Action: SERVICES }), ...worker }) },
  ],
])("keeps checking a role, with a warning, when %s", async (_name, before, after) => {
  const report = await headOf(before, after);
  expect(report.conclusion).toBe("success");
  const warning = report.findings.find(({ rule }) => rule === "coverage-lost");
  expect(warning).toMatchObject({ severity: "warning", role: "VeeamDeployRole" });
  expect(warning?.help).toContain("`VeeamDeployRole: backup, restore`, `VeeamWorkerRole: communication`");
  const deployRole = report.roles.find(({ id }) => id === "VeeamDeployRole");
  expect(Object.keys(deployRole?.kinds ?? {})).toEqual(["backup", "restore"]);
  expect(deployRole?.selectedBy).toBe("inferred on main, and fully met since");
});

const wildcards = granting({ Action: "*" });
const ENDED = ["coverage-lost VeeamDeployRole backup", "coverage-lost VeeamDeployRole restore"];

test.each<[string, Files, Files, readonly string[]]>([
  ["a line names another role", { "t.json": base }, mapped(["VeeamWorkerRole: communication"]), ENDED],
  [
    "a marker names another role",
    { "t.json": base },
    {
      "t.json": template({
        VeeamDeployRole: deploy(["backup", "restore"]),
        ...worker,
        VeeamWorkerRole: { ...worker.VeeamWorkerRole, Metadata: { WorkerIamCheck: "communication" } },
      }),
    },
    ENDED,
  ],
  [
    "a line names a new role",
    { "t.json": template({ VeeamDeployRole: deploy(["backup", "restore"]) }) },
    { "o.json": template({ Other: deploy(["backup"]) }), ...mapped(["Other: backup"]) },
    // The new role takes over one kind.
    ["coverage-lost VeeamDeployRole restore"],
  ],
  [
    "a line names another role, and a wildcard replaces the list",
    { "t.json": base },
    {
      "t.json": template({ VeeamDeployRole: wildcards, ...worker }),
      ...mapped(["VeeamWorkerRole: communication"]),
    },
    ENDED,
  ],
])("reports the loss of a role that inference no longer finds when %s", async (_name, before, after, expected) => {
  const report = await headOf(before, after);
  expect(reported(report)).toEqual(expected);
  const lines = expected.map((line) => line.split(" ").at(-1)).join(", ");
  for (const { rule, message, help } of report.findings.filter((finding) => finding.severity === "error")) {
    expect([rule, message]).toEqual(["coverage-lost", expect.stringContaining("turns inference off")]);
    expect(help).toContain(`\`VeeamDeployRole: ${lines}\``);
  }
});

test("turns inference off for a role when a marker names it for fewer kinds", async () => {
  const MarkedForLess = { Metadata: { WorkerIamCheck: "backup" } };
  const report = await headOf(
    { "t.json": template({ VeeamDeployRole: deploy(["backup", "restore"]) }) },
    { "t.json": template({ VeeamDeployRole: deploy(["backup", "restore"], { more: MarkedForLess }) }) },
  );
  expect(reported(report)).toEqual(["coverage-lost VeeamDeployRole restore"]);
});

test.each<[string, Files, Files]>([
  [
    "all roles are named",
    { "t.json": base },
    mapped(["VeeamDeployRole: backup, restore", "VeeamWorkerRole: communication"]),
  ],
  [
    "the other roles are declared not to be workers",
    { "t.json": base },
    mapped(["VeeamDeployRole: ignore", "VeeamWorkerRole: communication"]),
  ],
])("allows inference to end when %s", async (_name, before, after) => {
  expect((await headOf(before, after)).conclusion).toBe("success");
});

/** A template whose restore list, or other parts, depend on a parameter with this default. */
function byDefault(
  Default: string | null,
  parts: (chosen: (yes: unknown, no?: unknown) => object) => object,
  more: object = {},
): Files {
  const Env = { Type: "String", AllowedValues: ["prod", "dev"], ...(Default === null ? {} : { Default }), ...more };
  const chosen = (yes: unknown, no: unknown = { Ref: "AWS::NoValue" }) => ({ "Fn::If": ["IsProd", yes, no] });
  const Conditions = { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } };
  return { "t.json": JSON.stringify({ Parameters: { Env }, Conditions, Resources: parts(chosen) }) };
}

const allowed = (kind: string) => ({ Effect: "Allow", Action: actionsOf(kind), Resource: "*" });
const CHOSEN_PARTS: Readonly<Record<string, (chosen: (yes: unknown, no?: unknown) => object) => object>> = {
  "a statement": (chosen) => ({
    VeeamDeployRole: deploy(["backup"], {
      policies: [
        {
          PolicyName: "r",
          PolicyDocument: { Version: "2012-10-17", Statement: [allowed("backup"), chosen(allowed("restore"))] },
        },
      ],
    }),
  }),
  "an inline policy": (chosen) => ({
    VeeamDeployRole: deploy(["backup"], {
      policies: [
        chosen({ PolicyName: "r", PolicyDocument: { Version: "2012-10-17", Statement: [allowed("restore")] } }),
      ],
    }),
  }),
  "a policy resource": () => ({
    VeeamDeployRole: deploy(["backup"]),
    Restore: {
      Type: "AWS::IAM::Policy",
      Condition: "IsProd",
      Properties: {
        PolicyName: "r",
        Roles: [{ Ref: "VeeamDeployRole" }],
        PolicyDocument: { Version: "2012-10-17", Statement: [allowed("restore")] },
      },
    },
  }),
  "an effect": (chosen) => ({
    VeeamDeployRole: deploy(["backup"], {
      policies: [
        {
          PolicyName: "r",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              allowed("restore"),
              { Effect: "Deny", Action: chosen("s3:NoSuchAction", "ec2:*"), Resource: "*" },
            ],
          },
        },
      ],
    }),
  }),
};

describe.each(Object.entries(CHOSEN_PARTS))("when %s depends on a parameter", (_what, parts) => {
  const before = byDefault("prod", parts);

  test.each([
    ["gets a different default", byDefault("dev", parts)],
    ["loses its default", byDefault(null, parts)],
  ])(
    "reports the loss of actions that are no longer granted by default when the parameter %s",
    async (_name, after) => {
      const { conclusion, findings } = await headOf(before, after);
      expect(conclusion).toBe("failure");
      const weakened = findings.filter(({ rule }) => rule === "weakened-action");
      expect(weakened.length).toBeGreaterThan(0);
      for (const { severity, message } of weakened)
        expect([severity, message]).toEqual([
          "error",
          expect.stringContaining("although they were granted on main with the parameters' defaults"),
        ]);
    },
  );

  test.each([
    ["stays the same", byDefault("prod", parts, { Description: "x" })],
    ["allows one more value", byDefault("prod", parts, { AllowedValues: ["prod", "dev", "test"] })],
  ])("loses nothing when the parameter %s", async (_name, after) => {
    const { conclusion, findings } = await headOf(before, after);
    expect(conclusion).toBe("success");
    expect(findings.filter(({ rule }) => rule === "weakened-action")).toEqual([]);
  });
});

const NEW_ID = ["trust-conditional VeeamDeployRole"];
const askingFor = (id: unknown, operator = "StringEquals") => ({ Condition: { [operator]: { "sts:ExternalId": id } } });
const PARAMETERS = { Parameters: { Id: { Type: "String" }, Other: { Type: "String" } } };
const B = { AWS: "arn:aws:iam::111122223333:role/other" };

test.each<[string, object, object, string, readonly string[]]>([
  ["none on the base", {}, askingFor("v"), "", NEW_ID],
  [
    "none on the base, and the declared one is now required",
    {},
    askingFor("v"),
    'context: { "sts:ExternalId": "v" }',
    [],
  ],
  [
    "none on the base, and one of the declared ones is now required",
    {},
    askingFor("v"),
    "context: { sts:ExternalId: [w, v] }",
    [],
  ],
  [
    "none on the base, and another one is declared",
    {},
    askingFor("v"),
    "context: { sts:ExternalId: w }",
    ["trust-missing VeeamDeployRole"],
  ],
  [
    "none on the base, and the appliance that is now declared has it",
    {},
    askingFor("v"),
    `appliance: ${APPLIANCE.AWS}`,
    NEW_ID,
  ],
  ["none on the base, and a parameter is now required", {}, askingFor({ Ref: "Id" }), "", NEW_ID],
  ["none on the base, and any is now required", {}, askingFor("*", "StringLike"), "", NEW_ID],
  ["none on the base, and one is now required if present", {}, askingFor("v", "StringEqualsIfExists"), "", NEW_ID],
  ["the same", askingFor("v"), askingFor(["v"], "StringLike"), "", []],
  ["the same, by a parameter", askingFor({ Ref: "Id" }), askingFor({ Ref: "Id" }), "", []],
  ["a different one", askingFor("v"), askingFor("w"), "", NEW_ID],
  ["a different one, which is declared", askingFor("v"), askingFor("w"), "context: { sts:ExternalId: w }", []],
  ["another parameter", askingFor({ Ref: "Id" }), askingFor({ Ref: "Other" }), "", NEW_ID],
  ["a parameter instead of a known one", askingFor("v"), askingFor({ Ref: "Id" }), "", NEW_ID],
  ["a known one instead of a parameter", askingFor({ Ref: "Id" }), askingFor("v"), "", NEW_ID],
  ["one of two is removed", askingFor(["v", "w"]), askingFor("w"), "", NEW_ID],
  ["one is added", askingFor("v"), askingFor(["v", "w"]), "", []],
  ["a narrower pattern", askingFor("v-*", "StringLike"), askingFor("v-1", "StringLike"), "", NEW_ID],
  ["a pattern that matches it", askingFor("v-1"), askingFor("v-*", "StringLike"), "", []],
  ["none anymore", askingFor("v"), {}, "", []],
])("compares a trust policy's external ID: %s", async (_name, before, now, line, expected) => {
  const config = line === "" ? {} : declared(line);
  const side = (condition: object) => deployTrusting(APPLIANCE.AWS, condition, PARAMETERS);
  const report = await headOf({ "t.json": side(before) }, { "t.json": `${side(now)}\n`, ...config });
  expect(reported(report)).toEqual(expected);
});

test("compares a Deny on callers without an external ID, and ignores an unchanged Deny on another caller", async () => {
  const trusting = (...statements: readonly object[]) => {
    const of = (one: object) => ({ Effect: "Allow", Principal: APPLIANCE, Action: "sts:AssumeRole", ...one });
    const Deploy = deploy(["backup", "restore"], { trusts: [] });
    const AssumeRolePolicyDocument = { Version: "2012-10-17", Statement: statements.map(of) };
    return JSON.stringify({
      Resources: {
        ...worker,
        VeeamDeployRole: {
          ...Deploy,
          Properties: { ...("Properties" in Deploy ? Object(Deploy.Properties) : {}), AssumeRolePolicyDocument },
        },
      },
    });
  };
  const deny = { Effect: "Deny", Principal: "*", ...askingFor("true", "Null") };
  expect(reported(await headOf({ "t.json": trusting({}) }, { "t.json": trusting({}, deny) }))).toEqual(NEW_ID);
  expect(reported(await headOf({ "t.json": trusting({}, deny) }, { "t.json": `${trusting({}, deny)}\n` }))).toEqual([]);
  const other = { Principal: B, ...askingFor("v") };
  expect(reported(await headOf({ "t.json": trusting({}, other) }, { "t.json": trusting(other) }))).toEqual([]);
  expect(
    reported(await headOf({ "t.json": trusting({}, other) }, { "t.json": trusting(askingFor("v"), other) })),
  ).toEqual([]);
});

test("requires the same external IDs of a role that takes over a kind", async () => {
  const split = (rest: Partial<RoleParts>) =>
    template({ VeeamDeployRole: deploy(["backup"]), VeeamRestoreRole: deploy(["restore"], rest), ...worker });
  expect(reported(await headOf({ "t.json": base }, { "t.json": split({ trust: askingFor("v") }) }))).toEqual([
    "coverage-lost VeeamDeployRole restore",
  ]);
  const { findings } = await headOf({ "t.json": base }, { "t.json": deployTrusting(APPLIANCE.AWS, askingFor("v")) });
  expect(findings).toMatchObject([
    {
      message:
        "the backup appliance can assume role VeeamDeployRole only with an external ID, which was not required on main (trust policy of VeeamDeployRole: condition sts:ExternalId is not met)",
      help: 'if the appliance already sends it, declare it: `context: { "sts:ExternalId": "v" }`; otherwise, set it up first, or restore the old condition',
    },
  ]);
});

test.each<[string, object]>([
  ["aws:SourceIp", { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } }],
  ["aws:PrincipalOrgPaths", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-abcdefghij/*" } }],
  ["aws:MultiFactorAuthPresent", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
  ["aws:PrincipalTag", { StringEquals: { "aws:PrincipalTag/team": "backup" } }],
  ["sts:RoleSessionName", { StringLike: { "sts:RoleSessionName": "veeam-*" } }],
])("reports a trust policy that newly requires %s", async (_key, Condition) => {
  const asking = { "t.json": deployTrusting(APPLIANCE.AWS, { Condition }) };
  expect(reported(await headOf({ "t.json": base }, asking))).toEqual(NEW_ID);
  const line = declared(`appliance: ${APPLIANCE.AWS}`);
  expect(reported(await headOf({ "t.json": base, ...line }, asking))).toEqual(NEW_ID);
});

test("reports the loss of trust that a changed default removes", async () => {
  const trusting = (Default: string) =>
    byDefault(Default, (chosen) => ({
      VeeamDeployRole: deploy(["backup"], { trusts: [chosen(APPLIANCE, { Service: "lambda.amazonaws.com" })] }),
    }));
  const { conclusion, findings } = await headOf(trusting("prod"), trusting("dev"));
  expect(conclusion).toBe("failure");
  expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toContainEqual([
    "trust-conditional",
    "error",
    expect.stringContaining("which was certain on main with the parameters' defaults"),
  ]);
  const same = await headOf(trusting("prod"), { "README.md": "x" });
  expect(same.conclusion).toBe("success");
});

test("reports the commit of a location on the base, and each role's coverage", async () => {
  const { findings, roles } = await headOf(
    { "a.json": base, "b.json": template({ X: deploy(["backup"]) }) },
    { "a.json": "", "c.json": template(worker) },
  );
  expect(findings[0]?.location).toMatchObject({
    file: "a.json",
    line: 4,
    commit: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  expect(roles.map(({ id, coverage }) => [id, coverage])).toContainEqual(["VeeamWorkerRole", "same"]);
});

test("suggests a similar group name for a line of `roles`, and counts the line regardless of its age", async () => {
  const allow = { Effect: "Allow", Action: actionsOf("backup"), Resource: "*" };
  const files = {
    "b.json": JSON.stringify({ Version: "2012-10-17", Statement: [allow] }),
    ...declared(
      "fail-on-new-only: true\ngroups: { veeam-deploy: { policies: [b.json] } }\nroles: { veeam-deploi: backup }",
    ),
  };
  const { findings, conclusion } = await headOf(files, { "README.md": "x" });
  const found = findings.find(({ rule }) => rule === "unmatched-role");
  expect(found?.help).toBe("did you mean `veeam-deploy`?");
  expect(found?.baseline?.state).toBe("unchanged");
  expect(conclusion).toBe("failure");
});

const terraformRole = (kinds: readonly string[], rest = ""): string =>
  `data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["${APPLIANCE.AWS}"]
    }
  }
}
resource "aws_iam_role" "veeam_deploy" {
  name               = "veeam-deploy"
  assume_role_policy = data.aws_iam_policy_document.trust.json
${rest}}
resource "aws_iam_policy" "veeam" {
  name   = "veeam"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ${JSON.stringify(kinds.flatMap(actionsOf))}, Resource = "*" }]
  })
}
resource "aws_iam_role_policy_attachment" "veeam" {
  role       = aws_iam_role.veeam_deploy.name
  policy_arn = aws_iam_policy.veeam.arn
}
`;
const called = (source = "./m"): string => `provider "aws" {}\nmodule "m" {\n  source = "${source}"\n}\n`;
const inModule: Files = { "main.tf": called(), "m/main.tf": terraformRole(["backup"]) };
const inRoot: Files = { "main.tf": `provider "aws" {}\n${terraformRole(["backup"])}` };

/** Terraform destroys the resources of a module that no root calls anymore. The folder is then read as a separate root. */
test.each<[string, Files]>([
  ["is no longer called", { "main.tf": 'provider "aws" {}\n' }],
  ["is called only in a comment", { "main.tf": called().replaceAll(/^(?=module| {2}|\})/gm, "# ") }],
  [
    "is no longer called and gets another name",
    { "main.tf": 'provider "aws" {}\n', "m/main.tf": "", "mm/x.tf": terraformRole(["backup"]) },
  ],
  [
    "is no longer called, and its file gets another name",
    { "main.tf": 'provider "aws" {}\n', "m/main.tf": "", "m/iam.tf": terraformRole(["backup"]) },
  ],
  [
    "is no longer called, and the role gets another name",
    {
      "main.tf": 'provider "aws" {}\n',
      "m/main.tf": terraformRole(["backup"]).replaceAll("veeam_deploy", "veeam_other"),
    },
  ],
  [
    "is replaced by another module",
    { "main.tf": called("./m2"), "m2/main.tf": 'variable "name" {\n  default = "x"\n}\n' },
  ],
])("reports the loss of a role when its module %s", async (_name, head) => {
  const report = await headOf(inModule, head);
  expect(reported(report)).toEqual(["coverage-lost module.m.aws_iam_role.veeam_deploy backup"]);
  expect(report.findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("is gone because nothing calls its module anymore"),
  );
});

const LOST_IN_ROOT = ["coverage-lost aws_iam_role.veeam_deploy backup"];
const withBackend = `terraform {\n  backend "s3" {}\n}\n${inRoot["main.tf"]}`;

/** A folder that has nothing typical of a root isn't deployed. */
test.each<[string, Files, readonly string[]]>([
  [
    "a folder that nothing calls",
    { "main.tf": 'provider "aws" {}\n', "modules/v/main.tf": terraformRole(["backup"]) },
    LOST_IN_ROOT,
  ],
  [
    "such a folder, with everything else",
    { "main.tf": "", "modules/v/main.tf": terraformRole(["backup"]) },
    LOST_IN_ROOT,
  ],
  ["a called module", inModule, []],
  ["a root module with a provider", { "main.tf": "", "iam/main.tf": `${inRoot["main.tf"]}` }, []],
  ["a root module with a backend", { "main.tf": "", "iam/main.tf": withBackend.replace(/provider.*/, "") }, []],
  [
    "a root module with values",
    {
      "main.tf": "",
      "iam/main.tf": `variable "x" {}\n${terraformRole(["backup"])}`,
      "iam/terraform.tfvars": "x = 1\n",
    },
    [],
  ],
])("compares a role that moves from a root module to %s", async (_name, head, expected) => {
  expect(reported(await headOf({ "main.tf": withBackend }, head))).toEqual(expected);
});

test("follows a role from one folder without signs of a root module to another", async () => {
  const [before, after] = ["a", "b"].map((folder): Files => ({ [`${folder}/main.tf`]: terraformRole(["backup"]) }));
  expect(reported(await headOf(before ?? {}, { ...after, "a/main.tf": "" }))).toEqual([]);
});

const inModules: Files = {
  "main.tf": called("./o"),
  "o/main.tf": 'module "m" {\n  source = "../m"\n}\n',
  "m/main.tf": terraformRole(["backup"]),
};

test("reports the loss of a role when its module's caller is no longer called", async () => {
  const report = await headOf(inModules, { "main.tf": 'provider "aws" {}\n' });
  expect(reported(report)).toEqual(["coverage-lost module.m.module.m.aws_iam_role.veeam_deploy backup"]);
});

test.each<[string, Files, Files]>([
  ["is now called without an intermediate module", inModules, { "main.tf": called("./m"), "o/main.tf": "" }],
  [
    "is now called through one more module",
    inModule,
    { "main.tf": called("./o"), "o/main.tf": `${inModules["o/main.tf"]}` },
  ],
  [
    "moves with its root module",
    inModule,
    { "main.tf": "", "m/main.tf": "", "infra/main.tf": called(), "infra/m/main.tf": terraformRole(["backup"]) },
  ],
  [
    "is in a module that moves",
    inModule,
    { "main.tf": called("./mm"), "m/main.tf": "", "mm/main.tf": terraformRole(["backup"]) },
  ],
  ["moves from a module into its root module", inModule, { ...inRoot, "m/main.tf": "" }],
  ["moves from its root module into a module", inRoot, inModule],
  ["is called under another name", inModule, { "main.tf": called().replace('"m"', '"n"') }],
])("keeps a role that %s", async (_name, before, head) => {
  const report = await headOf(before, head);
  expect(reported(report)).toEqual([]);
});

const stack = (name: string, properties: object, more: object = {}, Type = "AWS::CloudFormation::Stack"): string =>
  template({ [name]: { Type, Properties: properties, ...more }, ...worker });
const nesting = (url = "./inner.json", name = "N"): string => stack(name, { TemplateURL: url });
const alone = template(worker);
const innerTemplate = (kinds = ["backup"], name = "VeeamDeployRole"): string => template({ [name]: role({ kinds }) });
const nestedStack: Files = { "outer.json": nesting(), "inner.json": innerTemplate() };
const bare = { N: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "inner.json" } } };
const through: Files = {
  ...nestedStack,
  "top.json": stack("T", { TemplateURL: "outer.json" }),
  "outer.json": template(bare),
};

/** CloudFormation deletes a nested stack that no stack nests anymore. The file is then read as a separate template. */
test.each<[string, Files, Files]>([
  ["the stack is deleted", nestedStack, { "outer.json": alone }],
  ["the parent template is deleted", { ...nestedStack, "w.json": alone }, { "outer.json": "" }],
  [
    "the URL points outside the repository",
    nestedStack,
    { "outer.json": nesting("https://s3.amazonaws.com/b/inner.json") },
  ],
  ["the URL is known only at deployment", nestedStack, { "outer.json": stack("N", { TemplateURL: { Ref: "Url" } }) }],
  ["the URL has a typo", nestedStack, { "outer.json": nesting("./iner.json") }],
  ["the URL points to another template", { ...nestedStack, "o.json": alone }, { "outer.json": nesting("./o.json") }],
  [
    "the role gets another name",
    nestedStack,
    { "outer.json": alone, "inner.json": innerTemplate(["backup"], "Veeam") },
  ],
  ["the file gets another name", nestedStack, { "outer.json": alone, "inner.json": "", "b.json": innerTemplate() }],
  [
    "the role gets more actions",
    nestedStack,
    { "outer.json": alone, "inner.json": innerTemplate(["backup", "restore"]) },
  ],
  ["the first of three is deleted", through, { "top.json": "" }],
  [
    "a stack set is deleted",
    { ...nestedStack, "outer.json": stack("N", { TemplateURL: "inner.json" }, {}, "AWS::CloudFormation::StackSet") },
    { "outer.json": alone },
  ],
  [
    "an application comes from elsewhere",
    { ...nestedStack, "outer.json": stack("N", { Location: "inner.json" }, {}, "AWS::Serverless::Application") },
    { "outer.json": stack("N", { Location: { ApplicationId: "arn" } }, {}, "AWS::Serverless::Application") },
  ],
  [
    "the asset is deleted",
    {
      ...nestedStack,
      "outer.json": stack(
        "N",
        { TemplateURL: { Ref: "Asset" } },
        { Metadata: { "aws:asset:path": "inner.json", "aws:asset:property": "TemplateURL" } },
      ),
    },
    { "outer.json": stack("N", { TemplateURL: { Ref: "Asset" } }) },
  ],
  [
    "it is no longer included",
    {
      "inner.json": innerTemplate(),
      "outer.json": JSON.stringify({
        AWSTemplateFormatVersion: "2010-09-09",
        Transform: { Name: "AWS::Include", Parameters: { Location: "inner.json" } },
      }),
    },
    { "outer.json": alone },
  ],
])("reports the loss of a nested template's role when %s", async (_name, before, head) => {
  const report = await headOf(before, head);
  const lost = report.findings.filter(({ rule }) => rule === "coverage-lost");
  expect(lost.map(({ kind }) => kind)).toContain("backup");
  expect(lost[0]?.message).toMatch(/is gone because no checked template nests \S+ anymore \(\S+\.json did\)/);
});

test("accepts a declaration that a nested template is deployed separately", async () => {
  const head = { "outer.json": alone };
  const [lost] = (await headOf(nestedStack, head)).findings.filter(({ rule }) => rule === "coverage-lost");
  const lines = "`VeeamDeployRole: backup`, `VeeamWorkerRole: communication`";
  expect(lost?.help).toContain(`if it is now deployed separately, add ${lines} to \`roles\``);
  const roles = declared("roles: { VeeamDeployRole: backup, VeeamWorkerRole: communication }");
  expect(reported(await headOf(nestedStack, { ...head, ...roles }))).toEqual([]);
  const globs = declared('roles: { "*Deploy*": backup, VeeamWorkerRole: communication }');
  expect(reported(await headOf(nestedStack, { ...head, ...globs }))).toEqual([
    "coverage-lost N/VeeamDeployRole backup",
  ]);
});

test.each<[string, Files, Files]>([
  ["is nested under another logical ID", nestedStack, { "outer.json": nesting("inner.json", "M") }],
  [
    "is nested in another template",
    nestedStack,
    { "outer.json": alone, "o.json": stack("M", { TemplateURL: "inner.json" }) },
  ],
  ["is nested in a renamed template", nestedStack, { "outer.json": "", "o.json": nesting() }],
  [
    "moves with its parent template",
    nestedStack,
    { "outer.json": "", "inner.json": "", "a/outer.json": nesting(), "a/inner.json": innerTemplate() },
  ],
  [
    "moves into the parent template",
    nestedStack,
    { "outer.json": template({ VeeamDeployRole: role({ kinds: ["backup"] }), ...worker }), "inner.json": "" },
  ],
  [
    "moves into the parent template, and the file stays",
    nestedStack,
    { "outer.json": template({ VeeamDeployRole: role({ kinds: ["backup"] }), ...worker }) },
  ],
  [
    "moves into the parent template, which gets another name",
    nestedStack,
    {
      "outer.json": "",
      "inner.json": "",
      "o.json": template({ VeeamDeployRole: role({ kinds: ["backup"] }), ...worker }),
    },
  ],
  ["is now nested directly", through, { "top.json": stack("T", { TemplateURL: "inner.json" }), "outer.json": "" }],
  ["is nested one level deeper", nestedStack, { "top.json": `${through["top.json"]}` }],
  [
    "moves into an inline template",
    nestedStack,
    { "outer.json": stack("N", { TemplateBody: innerTemplate() }), "inner.json": "" },
  ],
  ["was in a standalone template", { "inner.json": innerTemplate(), "outer.json": alone }, { "outer.json": nesting() }],
])("keeps a nested template's role that %s", async (_name, before, head) => {
  expect(reported(await headOf(before, head))).toEqual([]);
});

/** Updating the role detaches all policies that it doesn't name. */
test.each([["managed_policy_arns = []"], ['managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]']])(
  "does not count actions that a role removes with %s as granted",
  async (line) => {
    const report = await headOf(
      { ...inRoot, ...declared('roles: { "aws_iam_role.veeam_deploy": backup }') },
      {
        "main.tf": `provider "aws" {}\n${terraformRole(["backup"], `  ${line}\n`)}`,
      },
    );
    expect(report.conclusion).toBe("failure");
    expect(JSON.stringify(report.findings)).toContain("stays only if aws_iam_role.veeam_deploy names it");
  },
);

test("lists in the help for the only role everything that settles its loss", async () => {
  const before = { ...inRoot, ...declared('requirements: "7"') };
  const gone = { "main.tf": 'provider "aws" {}\n' };
  const [lost] = (await headOf(before, gone)).findings.filter(({ rule }) => rule === "coverage-lost");
  const [, role, setting] = /add `([^`]*: ignore)` to `roles` with `([^`]*)`/.exec(lost?.help ?? "") ?? [];
  const config = declared(`requirements: "7"\nroles:\n  ${role}\n${setting}`);
  expect((await headOf(before, { ...gone, ...config })).findings).toEqual([]);
});

/** OpenTofu has this setting. A variable without a value may be true or false. */
test.each<[string, "failure" | "success"]>([
  ["false", "failure"],
  ['"false"', "failure"],
  ["1 > 2", "failure"],
  ["var.unknown", "failure"],
  ["true", "success"],
  ["var.known", "success"],
])("compares a policy attachment and a role with lifecycle { enabled = %s }", async (enabled, conclusion) => {
  const lifecycle = `  lifecycle {\n    enabled = ${enabled}\n  }\n`;
  const variables = 'variable "unknown" {}\nvariable "known" {\n  default = true\n}\n';
  const before = { ...inRoot, ...declared('roles: { "aws_iam_role.veeam_deploy": backup }') };
  const [role, attachment] = [
    terraformRole(["backup"], lifecycle),
    terraformRole(["backup"]).replace(/(?<=resource "aws_iam_role_policy_attachment" "veeam" \{\n)/, lifecycle),
  ];
  for (const created of [role, attachment]) {
    const report = await headOf(before, { "main.tf": `provider "aws" {}\n${variables}${created}` });
    expect(report.conclusion).toBe(conclusion);
  }
});

/**
 * `aws_iam_policy_attachment` owns all of a policy's attachments, so the policy is detached from everything that the block doesn't name.
 */
const attachment = (...roles: readonly string[]) =>
  `resource "aws_iam_policy_attachment" "all" {\n  name = "all"\n  roles = [${roles.join(", ")}]\n  policy_arn = aws_iam_policy.veeam.arn\n}\n`;

const OTHER_ROLE = 'resource "aws_iam_role" "other" {\n  name = "other"\n  assume_role_policy = "{}"\n}\n';
const DEPLOYED = "aws_iam_role.veeam_deploy.name";

test.each<[string, string, "failure" | "success"]>([
  ["for another role", attachment('"other"'), "failure"],
  ["for another role of the root module", `${OTHER_ROLE}${attachment("aws_iam_role.other.name")}`, "failure"],
  ["for users", attachment().replace("roles = []", 'users = ["somebody"]'), "failure"],
  ["for the same role", attachment(DEPLOYED), "success"],
  ["for the same role by its name, and another", attachment(DEPLOYED, '"other"'), "success"],
  [
    "of another policy",
    attachment('"other"').replace("aws_iam_policy.veeam.arn", '"arn:aws:iam::aws:policy/ReadOnlyAccess"'),
    "success",
  ],
])("compares an exclusive attachment that is added %s", async (_name, more, conclusion) => {
  const before = { ...inRoot, ...declared('roles: { "aws_iam_role.veeam_deploy": backup }') };
  const report = await headOf(before, {
    "main.tf": `provider "aws" {}\n${terraformRole(["backup"])}${more}`,
  });
  expect(report.conclusion).toBe(conclusion);
  const reported = JSON.stringify(report.findings).includes("stays only if aws_iam_policy_attachment.all names it");
  expect(reported).toBe(conclusion === "failure");
});

const MORE = 'variable "more" {\n  default = []\n}\nlocals {\n  none = []\n}\n';

test.each([["managed_policy_arns = var.unknown"], ["managed_policy_arns = [data.aws_iam_policy.unknown.arn]"]])(
  "does not count actions that a role may remove with %s as granted",
  async (line) => {
    const more = 'variable "unknown" {}\ndata "aws_iam_policy" "unknown" {\n  name = var.unknown\n}\n';
    const before = { ...inRoot, ...declared('roles: { "aws_iam_role.veeam_deploy": backup }') };
    const main = `provider "aws" {}\n${more}${terraformRole(["backup"], `  ${line}\n`)}`;
    expect((await headOf(before, { "main.tf": main })).conclusion).toBe("failure");
  },
);

/** Terraform treats all of these except the first as "not set". */
test.each([
  ["managed_policy_arns = [aws_iam_policy.veeam.arn]"],
  ["managed_policy_arns = null"],
  ["managed_policy_arns = length(var.more) > 0 ? var.more : null"],
  ["managed_policy_arns = length(local.none) > 0 ? local.none : null"],
  ['dynamic "inline_policy" {\n    for_each = {}\n    content {\n      name   = "x"\n      policy = "{}"\n    }\n  }'],
])("keeps policies attached to a role with %s", async (line) => {
  const rest = `  ${line}\n`;
  const report = await headOf(inRoot, { "main.tf": `provider "aws" {}\n${terraformRole(["backup"], rest)}${MORE}` });
  expect(reported(report)).toEqual([]);
});

test.each<[string, Files, Files, readonly string[]]>([
  [
    "for the role and all others, which were inferred",
    { "a.json": base },
    { "a.json": template({ VeeamDeployRole: deploy(["backup"]), ...worker }) },
    ["VeeamDeployRole: backup", "VeeamWorkerRole: communication"],
  ],
  [
    "for only the role, which a line named",
    { "a.json": base, ...declared("roles: { VeeamDeployRole: [backup, restore], VeeamWorkerRole: communication }") },
    { ...declared("roles: { VeeamDeployRole: backup, VeeamWorkerRole: communication }") },
    [],
  ],
])("accepts an intended loss with lines %s", async (_name, before, head, lines) => {
  const { findings } = await headOf(before, head);
  const help = findings.find(({ rule }) => rule === "coverage-lost")?.help ?? "";
  expect([...help.matchAll(/`(Veeam\w+: (?!ignore)[^`]+)`/g)].map(([, line]) => line)).toEqual(lines);
  if (lines.length > 0) expect(reported(await headOf(before, { ...head, ...mapped(lines) }))).toEqual([]);
});

const lesser = template({ VeeamDeployRole: deploy(["backup"]), ...worker });

test.each<[string, Files, readonly string[]]>([
  [
    "one loses a kind",
    { "a.json": lesser },
    [
      "a.json:VeeamDeployRole: backup",
      "a.json:VeeamWorkerRole: communication",
      "b.json:VeeamDeployRole: backup, restore",
      "b.json:VeeamWorkerRole: communication",
    ],
  ],
  ["one is deleted", { "a.json": template(worker) }, ["a.json:VeeamDeployRole: ignore"]],
])("compares lines for roles with the same IDs in two templates when %s", async (_name, head, lines) => {
  const both = { "a.json": base, "b.json": base };
  const { findings } = await headOf(both, head);
  const help = findings.map((finding) => finding.help ?? "").join(" ");
  expect(lines.filter((line) => !help.includes(`\`${line}\``))).toEqual([]);
  const pasted = await headOf(both, { ...head, ...mapped(lines) });
  expect(reported(pasted)).toEqual([]);
  expect(
    pasted.roles.some(({ id, file, location }) => id === "VeeamDeployRole" && (file ?? location.file) === "b.json"),
  ).toBe(true);
});

test("treats a stale suppression as old only if the base has it", async () => {
  const line = { role: "VeeamDeployRole", rule: "missing-action", reason: "none" };
  const stale = declared(`suppressions: [${JSON.stringify(line)}]`);
  const stateOf = ({ findings }: Report) => findings.find(({ rule }) => rule === "stale-suppression")?.baseline?.state;
  expect(stateOf(await headOf({ "a.json": base }, stale))).toBe("new");
  expect(stateOf(await headOf({ "a.json": base, ...stale }, { "README.md": "x" }))).toBe("unchanged");
  const moved = declared(`# a line above\nsuppressions: [${JSON.stringify(line)}]`);
  expect(stateOf(await headOf({ "a.json": base, ...stale }, moved))).toBe("unchanged");
  const reworded = declared(`suppressions: [${JSON.stringify({ ...line, reason: "another" })}]`);
  expect(stateOf(await headOf({ "a.json": base, ...stale }, reworded))).toBe("unchanged");
  const twice = await headOf({ "a.json": base, ...stale }, declared(`suppressions: ${JSON.stringify([line, line])}`));
  const states = twice.findings
    .filter(({ rule }) => rule === "stale-suppression")
    .map(({ baseline }) => baseline?.state);
  expect(states.sort()).toEqual(["new", "unchanged"]);
});

const scp = (effect: string, ...actions: readonly string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Action: actions, Resource: "*" }] });
const statementOf = (...actions: readonly string[]) => ({ Effect: "Deny", Action: actions, Resource: "*" });
const guarded = { "t.json": base, "deny.json": scp("Deny", "ec2:CreateSnapshot"), "allow.json": scp("Allow", "s3:*") };
const byRole = ["coverage-lost VeeamDeployRole backup"];

test.each<[string, string, Files, readonly string[]]>([
  ["the guardrails", "guardrails: [deny.json]", declared("fail-on: error"), byRole],
  ["the configuration", "guardrails: [deny.json]", { ".github/worker-iam-check.yml": "" }, byRole],
  ["a file", "guardrails: [[deny.json, other.json]]", declared("guardrails: [other.json]"), byRole],
  [
    "an allow list",
    "guardrails: [{ policies: allow.json, allow-list: true }]",
    declared("guardrails: [allow.json]"),
    [...lostDeploy, "coverage-lost VeeamWorkerRole communication"],
  ],
  ["a file that has no effect", "guardrails: [other.json]", declared("fail-on: error"), []],
  [
    "a file that gets another name",
    "guardrails: [deny.json]",
    { ...declared("guardrails: [scp.json]"), "scp.json": guarded["deny.json"], "deny.json": "" },
    ["guardrail-blocks-action VeeamDeployRole backup"],
  ],
  [
    "a file that gets stricter",
    "guardrails: [other.json]",
    { ...declared("fail-on: error"), "other.json": guarded["deny.json"] },
    byRole,
  ],
  [
    "a file that gets wider",
    "guardrails: [deny.json]",
    { ...declared("fail-on: error"), "deny.json": scp("Deny", "sns:Publish") },
    [],
  ],
  [
    "a file that no longer has a policy",
    "guardrails: [other.json]",
    { ...declared("fail-on: error"), "other.json": "{}" },
    [...lostDeploy, "coverage-lost VeeamWorkerRole communication"],
  ],
  [
    "a file for another one that the base had unchanged",
    "guardrails: [other.json]",
    {
      ...declared("guardrails: [new.json]"),
      "new.json": scp("Deny", "sns:Publish"),
      "other.json": guarded["deny.json"],
    },
    byRole,
  ],
  [
    "an allow list that gets narrower",
    "guardrails: [{ policies: [all.json], allow-list: true }]",
    { ...declared("guardrails: [all.json]"), "all.json": scp("Allow", "ec2:*", "sqs:*", "ssm:*", "kms:*", "iam:*") },
    [...lostDeploy, "coverage-lost VeeamWorkerRole communication"],
  ],
  [
    "an allow list for the wider one at another level",
    "guardrails: [{ policies: [allow.json], allow-list: true }, { policies: [all.json], allow-list: true }]",
    declared(
      "guardrails: [{ policies: [allow.json, all.json], allow-list: true }, { policies: [all.json], allow-list: true }]",
    ),
    [...lostDeploy, "coverage-lost VeeamWorkerRole communication"],
  ],
  [
    "nothing, and adds what an allow list lacked",
    "guardrails: [{ policies: [allow.json], allow-list: true }]",
    {
      ...declared("guardrails: [{ policies: [allow.json, new.json], allow-list: true }]"),
      "new.json": scp("Allow", "*"),
    },
    [],
  ],
  [
    "a file that gets stricter in another folder",
    "guardrails: [other.json]",
    { ...declared("fail-on: error"), "other.json": "", "scp/other.json": guarded["deny.json"] },
    byRole,
  ],
  [
    "a file that denies more under another name",
    "guardrails: [other.json]",
    {
      ...declared("fail-on: error"),
      "other.json": "",
      "scp.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: [statementOf("ec2:CreateSnapshot"), statementOf("sns:Publish")],
      }),
    },
    byRole,
  ],
  [
    "a file for a wider one under another name",
    "guardrails: [deny.json]",
    { ...declared("guardrails: [scp.json]"), "scp.json": scp("Deny", "sns:Publish"), "deny.json": "" },
    [],
  ],
  [
    "the guardrails, with a suppression for the loss",
    "guardrails: [deny.json]",
    declared("suppressions: [{ role: VeeamDeployRole, rule: coverage-lost, reason: moved }]"),
    [],
  ],
])("compares guardrails when a change drops %s", async (_name, before, head, expected) => {
  const more = { "all.json": scp("Allow", "*"), "other.json": scp("Deny", "sns:Publish") };
  expect(reported(await headOf({ ...guarded, ...more, ...declared(before) }, head))).toEqual(expected);
});

test("reports dropped guardrails with their line and the actions", async () => {
  const before = {
    ...guarded,
    "all.json": scp("Allow", "*"),
    ...declared("guardrails:\n  - [deny.json]\n  - policies: all.json\n    allow-list: true"),
  };
  const { findings } = await headOf(before, declared("fail-on: error"));
  expect(findings.map(({ message }) => message)).toEqual([
    "role VeeamDeployRole has 1 action of backup (ec2:CreateSnapshot) only because `guardrails` no longer includes an entry that it had on main: deny.json (.github/worker-iam-check.yml:2:6), all.json (.github/worker-iam-check.yml:3:15), the `allow-list` of level 2 of `guardrails` (.github/worker-iam-check.yml:3:5)",
  ]);
});

test("does not infer a worker role from a policy attached to one of several roles with the same name", async () => {
  const grants = denying.replace('"Deny"', '"Allow"').replace('"sqs:*"', JSON.stringify(actionsOf("backup")));
  const bare = { RoleName: "veeam-d", AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] } };
  const role = template({ R: { Type: "AWS::IAM::Role", Properties: bare } });
  const { roles, conclusion } = await headOf({ "u.json": grants }, { "dev.json": role, "prod.json": role });
  expect([conclusion, ...roles.map(({ id }) => id)]).toEqual(["success", "veeam-d"]);
});

test("treats a misnamed configuration as old only if it is also misnamed on the base", async () => {
  const misnamed = { ".github/worker-iam.yml": "roles: []\n" };
  const stateOf = ({ findings }: Report) => findings.find(({ rule }) => rule === "unread-config")?.baseline?.state;
  expect(stateOf(await headOf({ "a.json": base, ".github/worker-iam.yml": "name: x\n" }, misnamed))).toBe("new");
  expect(stateOf(await headOf({ "a.json": base, ...misnamed }, { "README.md": "x" }))).toBe("unchanged");
});
