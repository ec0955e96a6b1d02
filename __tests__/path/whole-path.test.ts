import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { describePath } from "../../src/report/describe-path.js";
import { pathsDiagram } from "../../src/report/markdown/paths-table.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { plain, renderText } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";

const ACCOUNT = "123456789012";
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "path-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
const deny = (Action: unknown) => ({ Effect: "Deny", Action, Resource: "*" });
const trust = (Principal: object) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });

/** A repository in which every link is granted. Each part can be replaced. */
interface Parts {
  readonly appliance: readonly object[];
  readonly deploying: readonly object[];
  readonly deployingTrust: object;
  readonly deployingCondition: object;
  readonly worker: readonly object[];
  readonly workerTrust: object;
  /** The role that the worker trusts besides EC2. */
  readonly calling: string;
  /** Whether an instance profile contains the worker role, or the deploying role instead. */
  readonly profile: boolean | "other" | "conditional";
  /** The statements of boundaries, keyed by the role that has the boundary. */
  readonly boundaries: Readonly<Record<string, readonly object[]>>;
  readonly root: readonly object[];
  readonly account: readonly object[];
  readonly key: readonly object[];
}

const SERVICES = [
  "ec2:*",
  "ebs:*",
  "sqs:*",
  "ssm:*",
  "kms:*",
  "s3:*",
  "rds:*",
  "events:*",
  "iam:Get*",
  "iam:List*",
  "iam:Simulate*",
];
const MORE = [
  "iam:*InstanceProfile*",
  "iam:CreateServiceLinkedRole",
  "iam:*RolePolic*",
  "iam:*Role",
  "sts:*",
  "servicequotas:*",
  "ec2messages:*",
  "ssmmessages:*",
];
const OTHERS = [
  "backup:*",
  "dynamodb:*",
  "elasticfilesystem:*",
  "fsx:*",
  "redshift:*",
  "sns:*",
  "cloudwatch:*",
  "pricing:*",
];
const WELL: Parts = {
  appliance: [allow("sts:AssumeRole", arn("veeam-backup"))],
  deploying: [
    allow([...SERVICES, ...MORE, ...OTHERS].filter((one) => one !== "iam:*Role")),
    allow("iam:PassRole", arn("veeam-worker")),
  ],
  deployingTrust: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  deployingCondition: {},
  worker: [allow(["ec2messages:*", "iam:*", "sqs:*", "ssm:*", "ssmmessages:*"])],
  workerTrust: { Service: "ec2.amazonaws.com" },
  calling: "veeam-appliance",
  profile: true,
  boundaries: {},
  root: [deny("organizations:LeaveOrganization")],
  account: [allow("*")],
  key: [{ ...allow("kms:*"), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
};

const NAMES = ["veeam-appliance", "veeam-backup", "veeam-worker"] as const;

function rolesOf({ appliance, deploying, deployingTrust, deployingCondition, worker, workerTrust, calling }: Parts) {
  const both = { Effect: "Allow", Principal: { AWS: arn(calling) }, Action: "sts:AssumeRole" };
  return [
    { name: NAMES[0], trust: document(trust({ Service: "ec2.amazonaws.com" })), policy: document(...appliance) },
    {
      name: NAMES[1],
      trust: document({ ...trust(deployingTrust), ...deployingCondition }),
      policy: document(...deploying),
    },
    { name: NAMES[2], trust: document(both, trust(workerTrust)), policy: document(...worker) },
  ] as const;
}

const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content, null, 1));

const boundaryArn = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}-limit`;
const held = ({ profile }: Parts) => (profile === "other" ? "backup" : "worker");

function template(parts: Parts, ...names: readonly string[]): void {
  const roles = rolesOf(parts).filter(({ name }) => names.includes(name));
  const resources = roles.map(({ name, trust: AssumeRolePolicyDocument, policy }) => [
    name.replace("veeam-", ""),
    {
      Type: "AWS::IAM::Role",
      Properties: {
        ...{ RoleName: name, AssumeRolePolicyDocument, Policies: [{ PolicyName: "p", PolicyDocument: policy }] },
        ...(name in parts.boundaries ? { PermissionsBoundary: { Ref: `${name.replace("veeam-", "")}Limit` } } : {}),
      },
    },
  ]);
  const limits = Object.entries(parts.boundaries).map(([name, statements]) => [
    `${name.replace("veeam-", "")}Limit`,
    { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: document(...statements) } },
  ]);
  const isConditional = parts.profile === "conditional";
  const conditional = {
    Parameters: { Env: { Type: "String", Default: "dev", AllowedValues: ["dev", "prod"] } },
    Conditions: { NotProd: { "Fn::Equals": [{ Ref: "Env" }, "dev"] } },
  };
  const profile = {
    ...{ Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: held(parts) }] } },
    ...(isConditional ? { Condition: "NotProd" } : {}),
  };
  const key = { Type: "AWS::KMS::Key", Properties: { KeyPolicy: document(...parts.key) } };
  const isWhole = names.length === NAMES.length;
  write("t.json", {
    ...(isConditional ? conditional : {}),
    Resources: {
      ...Object.fromEntries([...resources, ...limits]),
      ...(parts.profile && names.includes(NAMES[2]) ? { Profile: profile } : {}),
      ...(isWhole ? { Key: key } : {}),
    },
  });
  if (!isWhole) write("key.json", document(...parts.key));
}

const hcl = (value: unknown) => JSON.stringify(value).replace(/"([\w-]+)":/g, "$1 = ");

function source(parts: Parts, ...names: readonly string[]): void {
  const roles = rolesOf(parts).filter(({ name }) => names.includes(name));
  const blocks = roles.map(({ name, trust: assumed, policy }) => {
    const id = name.replace("veeam-", "");
    return `resource "aws_iam_role" "${id}" {
  name               = "${name}"
  assume_role_policy = jsonencode(${hcl(assumed)})
  ${name in parts.boundaries ? `permissions_boundary = aws_iam_policy.${id}.arn` : ""}
}
resource "aws_iam_policy" "${id}" {
  policy = jsonencode(${hcl(document(...(parts.boundaries[name] ?? [])))})
}
resource "aws_iam_role_policy" "${id}" {
  name   = "p"
  role   = aws_iam_role.${id}.id
  policy = jsonencode(${hcl(policy)})
}`;
  });
  const profile =
    'resource "aws_iam_instance_profile" "p" {\n  name = "p"\n  role = aws_iam_role.HELD.name\n}\n'.replace(
      "HELD",
      held(parts),
    );
  write(
    "main.tf",
    `provider "aws" {\n  region = "eu-west-1"\n}\nvariable "appliance" {}\n${blocks.join("\n")}\n${parts.profile && names.includes(NAMES[2]) ? profile : ""}
resource "aws_kms_key" "key" {\n  policy = jsonencode(${hcl(document(...parts.key))})\n}\n`,
  );
}

function plan(parts: Parts): void {
  const created = (type: string, name: string, after: object) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: { actions: ["create"], before: null, after, after_unknown: {} },
  });
  write("plan.json", {
    format_version: "1.2",
    resource_changes: [
      ...rolesOf(parts).flatMap(({ name, trust: assumed, policy }) => {
        const id = name.replace("veeam-", "");
        return [
          created("aws_iam_role", id, {
            ...{ name, assume_role_policy: JSON.stringify(assumed) },
            ...(name in parts.boundaries ? { permissions_boundary: boundaryArn(name) } : {}),
          }),
          created("aws_iam_policy", id, {
            ...{ name: `${name}-limit`, arn: boundaryArn(name) },
            policy: JSON.stringify(document(...(parts.boundaries[name] ?? []))),
          }),
          created("aws_iam_role_policy", id, { name: "p", role: name, policy: JSON.stringify(policy) }),
        ];
      }),
      ...(parts.profile ? [created("aws_iam_instance_profile", "p", { name: "p", role: `veeam-${held(parts)}` })] : []),
      created("aws_kms_key", "key", { policy: JSON.stringify(document(...parts.key)) }),
    ],
    configuration: { root_module: {} },
  });
}

function json(parts: Parts): void {
  for (const one of rolesOf(parts)) {
    write(`${one.name}.policy.json`, one.policy);
    write(`${one.name}.trust.json`, one.trust);
    write(`${one.name}.limit.json`, document(...(parts.boundaries[one.name] ?? [allow("*")])));
  }
  write("key.json", document(...parts.key));
}

const GROUPS = `groups:\n${NAMES.map((name) => `  ${name}: { policies: [${name}.policy.json], trust: [${name}.trust.json], boundary: [${name}.limit.json] }\n`).join("")}`;
const FORMATS: Readonly<Record<string, readonly [(parts: Parts) => void, config: string]>> = {
  CloudFormation: [(parts) => template(parts, ...NAMES), "keys: [Key]\n"],
  "Terraform's source": [(parts) => source(parts, ...NAMES), "keys: [aws_kms_key.key]\n"],
  "a plan": [plan, "keys: [aws_kms_key.key]\n"],
  "policy files": [json, `keys: [key.json]\n${GROUPS}`],
  "a template and Terraform's source": [
    (parts) => {
      template(parts, NAMES[0]);
      source(parts, NAMES[1], NAMES[2]);
    },
    "keys: [aws_kms_key.key]\n",
  ],
};

const CONFIG = `requirements: '7'
accounts: ["${ACCOUNT}"]
context: { aws:RequestedRegion: eu-west-1 }
roles: { ${NAMES[0]}: appliance, ${NAMES[1]}: backup, ${NAMES[2]}: communication }
guardrails:
  - [root.scp.json]
  - { policies: [account.scp.json], allow-list: true }
`;

async function reportOf(format: string, change: Partial<Parts>, version = "7", kinds = "backup"): Promise<Report> {
  const parts = { ...WELL, ...change };
  const [make = json, config = ""] = FORMATS[format] ?? [];
  const text = CONFIG.replace("'7'", `'${version}'`).replace(": backup,", `: ${kinds},`);
  make(parts);
  write("root.scp.json", document(...parts.root));
  write("account.scp.json", document(...parts.account));
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: `${text}${config}` });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** The states of the links, in order. */
const states = ({ paths = [] }: Report) =>
  paths.map(({ assumes, passes, profile, keys }) => [assumes, passes, profile, keys].join(" ")).join();
const found = ({ findings }: Report) =>
  [
    ...new Set(
      findings.filter(({ severity }) => severity !== "notice").map(({ rule, severity }) => `${severity} ${rule}`),
    ),
  ].sort();

const formats = Object.keys(FORMATS);
/** Policy files don't show instance profiles. */
const profileIn = (format: string) => (format === "policy files" ? "unseen" : "granted");

test.each(formats)("shows the whole path of a correct repository in %s", async (format) => {
  const report = await reportOf(format, {});
  expect([found(report), states(report)]).toEqual([[], `granted granted ${profileIn(format)} granted`]);
});

/**
 * Changes that break the path, with their effects: the broken links (such as passing the worker role), the findings, and whether the
 * appliance may assume the worker role.
 */
const BREAKS: readonly (readonly [string, Partial<Parts>, string, readonly string[], "missing"?])[] = [
  [
    "the appliance may assume only another role",
    { appliance: [allow("sts:AssumeRole", arn("other"))] },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume"],
  ],
  [
    "the deploying role passes only another role",
    { deploying: [...WELL.deploying.slice(0, 1), allow("iam:PassRole", arn("other"))] },
    "granted missing PROFILE granted",
    ["error partial-action"],
  ],
  [
    "a Deny stops the deploying role from passing the worker",
    { deploying: [allow("*"), { ...deny("iam:PassRole"), Resource: arn("veeam-worker") }] },
    "granted missing PROFILE granted",
    ["error denied-action"],
  ],
  [
    "the worker trusts another role instead of the appliance",
    { calling: "other" },
    "granted granted PROFILE granted",
    ["error caller-cannot-assume"],
    "missing",
  ],
  [
    "a Deny stops the appliance from assuming the worker",
    { appliance: [allow("sts:AssumeRole"), { ...deny("sts:AssumeRole"), Resource: arn("veeam-worker") }] },
    "granted granted PROFILE granted",
    ["error caller-cannot-assume"],
    "missing",
  ],
  [
    "the worker trusts another service",
    { workerTrust: { Service: "ecs.amazonaws.com" } },
    "granted granted missing granted",
    ["error trust-missing"],
  ],
  [
    "the worker lacks an action",
    { worker: [allow(["ec2messages:*", "iam:*", "ssm:*", "ssmmessages:*"])] },
    "granted granted PROFILE granted",
    ["error missing-action"],
  ],
  [
    "the root's guardrail denies",
    { root: [deny("sqs:SendMessage")] },
    "granted granted PROFILE granted",
    ["error guardrail-blocks-action"],
  ],
  [
    "the account's guardrail does not allow it",
    { account: [{ Effect: "Allow", NotAction: "sqs:*", Resource: "*" }] },
    "granted granted PROFILE granted",
    ["error guardrail-blocks-action"],
  ],
  [
    "the key names another role",
    { key: [{ ...allow("kms:*"), Principal: { AWS: arn("other") } }] },
    "granted granted PROFILE missing",
    ["warning key-policy-blocks-action"],
  ],
  [
    "no instance profile contains the worker",
    { profile: false },
    "granted granted missing granted",
    ["warning instance-profile-missing"],
  ],
  [
    "the instance profile contains another role",
    { profile: "other" },
    "granted granted missing granted",
    ["warning instance-profile-missing"],
  ],
  [
    "the appliance may assume no role",
    { appliance: [allow("ec2:*")] },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume", "error missing-action"],
  ],
  [
    "a Deny stops the appliance from assuming the deploying role",
    { appliance: [...WELL.appliance, { ...deny("sts:AssumeRole"), Resource: arn("veeam-backup") }] },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume"],
  ],
  [
    "the appliance's boundary does not allow it",
    { boundaries: { "veeam-appliance": [allow("ec2:*")] } },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume"],
    "missing",
  ],
  [
    "the deploying role trusts only a service",
    { deployingTrust: { Service: "ec2.amazonaws.com" } },
    "missing granted PROFILE granted",
    ["error trust-missing"],
  ],
  [
    "the deploying role trusts another account",
    { deployingTrust: { AWS: "999999999999" } },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume"],
  ],
  [
    "the deploying role requires an external ID that the appliance might not pass",
    {
      deployingCondition: { Condition: { StringEquals: { "sts:ExternalId": "a" } } },
      appliance: [{ ...WELL.appliance[0], Condition: { StringEquals: { "sts:ExternalId": "b" } } }],
    },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume"],
  ],
  [
    "the deploying role passes no role",
    { deploying: WELL.deploying.slice(0, 1) },
    "granted missing PROFILE granted",
    ["error missing-action"],
  ],
  [
    "the deploying role passes it to another service",
    {
      deploying: [
        ...WELL.deploying.slice(0, 1),
        {
          ...allow("iam:PassRole", arn("veeam-worker")),
          Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
        },
      ],
    },
    "granted missing PROFILE granted",
    ["error missing-action"],
  ],
  [
    "the deploying role's boundary does not allow passing",
    { boundaries: { "veeam-backup": [{ Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" }] } },
    "granted missing PROFILE granted",
    ["error boundary-blocks-action"],
  ],
  [
    "the root's guardrail denies the appliance",
    { root: [{ ...deny("sts:AssumeRole"), Resource: arn("veeam-backup") }] },
    "missing granted PROFILE granted",
    ["error caller-cannot-assume"],
  ],
  [
    "the account's guardrail does not allow passing",
    { account: [{ Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" }] },
    "granted missing PROFILE granted",
    ["error guardrail-blocks-action"],
  ],
  [
    "a Deny of the key's policy names the deploying role",
    { key: [...WELL.key, { ...deny("kms:*"), Principal: { AWS: arn("veeam-backup") } }] },
    "granted granted PROFILE missing",
    ["warning key-policy-blocks-action"],
  ],
];

test.each(
  formats.flatMap((format) =>
    BREAKS.filter(([, change]) => change.profile === undefined || format !== "policy files").map(
      ([what, change, expected, rules, toWorker = "granted"]) =>
        [format, what, change, expected, rules, toWorker] as const,
    ),
  ),
)("in %s reports only the broken link if %s", async (format, _what, change, expected, rules, toWorker) => {
  const report = await reportOf(format, change);
  // A policy file needn't be named after its role.
  const isOther =
    change.calling !== undefined || (change.deployingTrust !== undefined && "AWS" in change.deployingTrust);
  const isOpen = isOther && format === "policy files";
  const reported = isOpen ? ["warning caller-cannot-assume"] : rules;
  const links = (isOpen ? expected.replace("missing", "open") : expected).replace("PROFILE", profileIn(format));
  expect([found(report), states(report)]).toEqual([reported, links]);
  expect(report.paths?.[0]).toMatchObject({
    caller: expect.stringContaining("appliance"),
    assumesWorker: isOpen && toWorker === "missing" ? "open" : toWorker,
  });
});

test("names the value that is unknown, not one that the run knows", async () => {
  const known = { "Fn::GetAtt": ["backup", "Arn"] };
  const report = await reportOf("CloudFormation", {
    appliance: [allow("sts:AssumeRole", [known, { "Fn::ImportValue": "other" }])],
    workerTrust: { Service: "ec2.amazonaws.com", AWS: `arn:aws:iam::${ACCOUNT}:root` },
    calling: "veeam-other",
  });
  expect(report.findings.map(({ message }) => message).join()).toContain("${ImportValue other} is unknown");
});

const askingId = (id: string) => ({ Condition: { StringEquals: { "sts:ExternalId": id } } });

/** A request has only one external ID. */
test.each<[string, string, readonly string[]]>([
  ["abc", "granted", []],
  ["other", "missing", ["error caller-cannot-assume"]],
])("compares external ID abc in the trust policy with the permission for %s", async (id, state, rules) => {
  const report = await reportOf("CloudFormation", {
    appliance: [{ ...WELL.appliance[0], ...askingId(id) }],
    deployingCondition: askingId("abc"),
  });
  expect([found(report), report.paths?.[0]?.assumes]).toEqual([rules, state]);
});

test.each(["ab*", "a?c"])("accepts an external ID pattern %s that may match the permission's ID", async (like) => {
  const report = await reportOf("CloudFormation", {
    appliance: [{ ...WELL.appliance[0], ...askingId("abc") }],
    deployingCondition: { Condition: { StringLike: { "sts:ExternalId": like } } },
  });
  expect(report.paths?.[0]?.assumes).toBe("open");
});

test("names the caller even if a Deny in the trust policy rejects it", async () => {
  const report = await reportOf("CloudFormation", { deployingCondition: { Effect: "Deny" } });
  expect(report.paths?.[0]).toMatchObject({ caller: "appliance", assumes: "missing" });
});

const keyFor = (Principal: object) => [{ ...allow("kms:*"), Principal }];
const WITHOUT_KMS = [{ Effect: "Allow", NotAction: "kms:*", Resource: "*" }];

/**
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html: the statement for the account's root delegates access to
 * IAM.
 */
test.each<[what: string, change: Partial<Parts>, state: string]>([
  ["delegates to a role without a permission", { deploying: WITHOUT_KMS }, "missing"],
  [
    "names a role without a permission, which guardrails may limit",
    { deploying: WITHOUT_KMS, key: keyFor({ AWS: arn("veeam-backup") }) },
    "open",
  ],
  [
    "names a role with a Deny",
    { deploying: [allow("*"), deny("kms:*")], key: keyFor({ AWS: arn("veeam-backup") }) },
    "missing",
  ],
  [
    "names a role that a guardrail denies",
    { root: [deny("kms:*")], key: keyFor({ AWS: arn("veeam-backup") }) },
    "missing",
  ],
  [
    "lets a role without a permission do part of it under a condition",
    {
      deploying: WITHOUT_KMS,
      key: [
        ...WELL.key,
        ...keyFor({ AWS: arn("veeam-backup") }).map((one) => ({
          ...one,
          Condition: { StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" } },
        })),
      ],
    },
    "open",
  ],
  [
    "delegates to a role that may use only another key",
    { deploying: [...WITHOUT_KMS, allow("kms:*", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`)] },
    "open",
  ],
])("checks a key that %s", async (_what, change, state) => {
  expect((await reportOf("CloudFormation", change)).paths?.[0]?.keys).toBe(state);
});

test.each([
  ["CloudFormation", { "Fn::GetAtt": ["worker", "Arn"] }],
  ["Terraform's source", "${aws_iam_role.worker.arn}"],
])("checks a key that names another role by reference in %s", async (format, AWS) => {
  const report = await reportOf(format, { key: keyFor({ AWS }) });
  expect([found(report), states(report)]).toEqual([
    ["warning key-policy-blocks-action"],
    "granted granted granted missing",
  ]);
});

test.each<[string, object, string]>([
  ["CloudFormation", { AWS: "arn:aws:iam::999999999999:root" }, "missing"],
  ["CloudFormation", { AWS: { "Fn::GetAtt": ["worker", "Arn"] } }, "missing"],
  ["CloudFormation", { AWS: { "Fn::GetAtt": ["appliance", "Arn"] } }, "granted"],
  // An unknown principal may be the appliance's role.
  ["CloudFormation", { AWS: { "Fn::ImportValue": "appliance" } }, "open"],
  ["Terraform's source", { AWS: "${var.appliance}" }, "open"],
  // A session of the role may be the caller.
  ["CloudFormation", { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/veeam-appliance/i-1` }, "unseen"],
  ["Terraform's source", { AWS: "arn:aws:iam::999999999999:root" }, "missing"],
  ["Terraform's source", { AWS: "${aws_iam_role.worker.arn}" }, "missing"],
  ["Terraform's source", { AWS: "${aws_iam_role.appliance.arn}" }, "granted"],
])("checks trust by the appliance's existing role in %s: %j", async (format, deployingTrust, state) => {
  const report = await reportOf(format, { deployingTrust });
  expect(report.paths?.[0]?.assumes).toBe(state);
  const { findings } = report;
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(
    state !== "missing"
      ? []
      : [expect.stringMatching(/^caller-cannot-assume: the trust policy of role .*backup leaves/)],
  );
  const place = { file: format === "CloudFormation" ? "t.json" : "main.tf", line: expect.any(Number) };
  if (state === "missing") expect(findings[0]?.location).toMatchObject(place);
  expect(report.roles.some(({ assumedAs }) => assumedAs !== undefined)).toBe(false);
});

test("reports a resource control policy that denies trust once", async () => {
  const Statement = { ...deny("sts:AssumeRole"), Principal: "*", Resource: arn("veeam-backup") };
  const Properties = { Type: "RESOURCE_CONTROL_POLICY", Content: document(Statement), TargetIds: [ACCOUNT] };
  write("org.json", { Resources: { Guard: { Type: "AWS::Organizations::Policy", Properties } } });
  const report = await reportOf("CloudFormation", {});
  expect([found(report), report.paths?.[0]?.assumes]).toEqual([["error trust-denied"], "missing"]);
});

/** https://helpcenter.veeam.com/docs/vbaws/guide/worker_options.html */
test.each<[kinds: string, findings: readonly string[], passes: string]>([
  ["[ec2-restore, ec2-restore-worker]", ["error denied-action"], "missing"],
  ["ec2-restore", ["warning partial-action"], "unseen"],
  ["worker-deployment", ["warning partial-action"], "unseen"],
])("checks a role for %s that may pass all roles except the workers", async (kinds, findings, passes) => {
  const deploying = [allow("*"), { ...deny("iam:PassRole"), Resource: arn("veeam-worker") }];
  const report = await reportOf("CloudFormation", { deploying, worker: [allow("*")] }, "10", kinds);
  expect([found(report), report.paths?.map((one) => one.passes)]).toEqual([findings, [passes]]);
});

test("prints the path as text, table, and drawing, and reads it back", async () => {
  const report = await reportOf("CloudFormation", { profile: false });
  expect(describePath(report)).toEqual([
    "backup: appliance > backup granted, backup > worker granted, appliance > worker granted, worker > instance profile missing, backup > keys granted",
  ]);
  expect(renderText(report, { paint: plain, columns: 300 })).toContain("paths:\n  backup: appliance > backup granted,");
  expect(renderMarkdown(report, null, 60_000)).toContain(
    "| backup | `appliance` → `backup`<br>✅ granted | `backup` → `worker`<br>✅ granted | `appliance` → `worker`<br>✅ granted | `worker` → `instance profile`<br>❌ missing | `backup` → `keys`<br>✅ granted |",
  );
  expect(pathsDiagram(report)).toBe(
    '```mermaid\nflowchart LR\n  n0["appliance"] -->|✅ granted| n1["backup"]\n  n1 -->|✅ granted| n2["worker"]\n  n0 -->|✅ granted| n2\n  n2 -.->|❌ missing| n3["instance profile"]\n  n1 -->|✅ granted| n4["keys"]\n```',
  );
  expect(readReport(new JsonField(JSON.parse(JSON.stringify(report)))).paths).toEqual(report.paths);
});

test("shows a profile as uncertain if not every outcome of the conditions creates it", async () => {
  const report = await reportOf("CloudFormation", { profile: "conditional" });
  expect([found(report), states(report)]).toEqual([
    ["warning instance-profile-missing"],
    "granted granted open granted",
  ]);
});

test("draws each link once, and a profile for each role", async () => {
  const report = await reportOf("CloudFormation", {});
  const [path] = report.paths ?? [];
  if (path === undefined) throw new Error("no path");
  const paths = [path, { ...path, caller: "second" }, { ...path, worker: "other" }];
  const lines = pathsDiagram({ ...report, paths })?.split("\n") ?? [];
  const links = lines.flatMap((line) => /^ {2}(n\d+).*(n\d+)/.exec(line)?.slice(1).join(" ") ?? []);
  expect(links).toEqual(["n0 n1", "n1 n2", "n0 n2", "n2 n3", "n1 n4", "n5 n1", "n5 n2", "n1 n6", "n0 n6", "n6 n7"]);
});

test("keeps the report of roles without a path", async () => {
  template(WELL, NAMES[1], NAMES[2]);
  const config = `roles: { ${NAMES[1]}: backup, ${NAMES[2]}: communication }\n`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  expect(outcome.report.paths).toBeUndefined();
});
