import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report, ReportedFinding } from "../../src/report/report.js";
import { allow, deny } from "../iam/role.js";

// Pastes the suggested lines unchanged and repeats the check.

const KIND = { "aws:RequestedRegion": "eu-west-1" };
const QUEUES = ["sqs:SendMessage", "sqs:DeleteMessage"];
const REQUIREMENTS = {
  version: "1",
  title: "t",
  source: "s",
  date: "2026-11-23",
  kinds: [
    { name: "queues", trust: ["appliance"], actions: QUEUES },
    { name: "mixed", trust: ["appliance"], actions: ["sqs:SendMessage", "iam:PassRole"] },
    { name: "passing", trust: ["appliance"], actions: ["iam:PassRole"] },
    { name: "keys", trust: ["appliance"], actions: ["kms:CreateGrant", "kms:DescribeKey"] },
    { name: "many", trust: ["appliance"], actions: [...QUEUES, "kms:DescribeKey", "iam:PassRole", "ec2:CreateTags"] },
    { name: "listing", trust: ["appliance"], actions: ["sqs:ListQueues", "ec2:DescribeInstances"] },
    { name: "made", trust: ["appliance"], actions: ["sqs:CreateQueue", "ec2:CreateVolume"] },
    { name: "layers", trust: ["appliance"], actions: ["lambda:CreateFunction"] },
    { name: "copies", trust: ["appliance"], actions: ["events:PutRule"] },
    { name: "documents", trust: ["appliance"], actions: ["ssm:GetDocument"] },
    { name: "objects", trust: ["appliance"], actions: ["s3:GetObject"] },
    { name: "functions", trust: ["appliance"], actions: ["lambda:InvokeFunction"] },
  ],
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pasted-"));
  write("requirements.json", REQUIREMENTS);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: object): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}

async function reportOf(config: object): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: JSON.stringify(config) });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems.map(({ message }) => message)));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems.map(({ message }) => message)));
  return outcome.report;
}

/** The configuration lines in a finding's help, in order. */
function linesOf({ help }: ReportedFinding): readonly object[] {
  const texts = [...(help ?? "").matchAll(/`((?:context|deployment|resources|policies|groups): .+?)`/g)];
  return texts.map(([, text = ""]) => parse(text));
}

/** Adds a pasted line to the existing sections of the configuration. */
function pasted(config: Readonly<Record<string, unknown>>, line: object): object {
  const sections = Object.entries(line).map(([name, value]) => [name, { ...Object(config[name]), ...Object(value) }]);
  return { ...config, ...Object.fromEntries(sections) };
}

interface Row {
  readonly kind: string;
  readonly policy: readonly object[];
  readonly trust?: object;
  readonly boundary?: string;
  readonly attached?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly rule: string;
  /** The number of lines in the finding's help. */
  readonly lines: number;
}

const TRUST = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" };

function template({ policy, trust = TRUST, boundary, attached = [] }: Row): object {
  const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
  const Policies = policy.length === 0 ? [] : [{ PolicyName: "p", PolicyDocument: document(...policy) }];
  return {
    Resources: {
      Worker: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: document(trust),
          Policies,
          ManagedPolicyArns: attached,
          ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
        },
      },
    },
  };
}

const queue = (region: string, account: string, name = "*") => `arn:aws:sqs:${region}:${account}:${name}`;
const HERE = queue("eu-west-1", "111122223333");
const only = (test: string, key: string, value: unknown) => ({ Condition: { [test]: { [key]: value } } });
const REGION = only("StringEquals", "aws:RequestedRegion", "eu-west-1");
const partial = (kind: string, lines: number, ...policy: readonly object[]): Row => ({
  kind,
  policy,
  lines,
  rule: "partial-action",
});
const conditional = (kind: string, lines: number, ...policy: readonly object[]): Row => ({
  kind,
  policy,
  lines,
  rule: "conditional-action",
});
const trusted = (lines: number, condition: object, effect = "Allow"): Row => ({
  kind: "queues",
  policy: [allow("*")],
  trust: { ...TRUST, Effect: effect, Condition: condition },
  lines,
  rule: "trust-conditional",
});

const ROWS: readonly (readonly [string, Row])[] = [
  ["a region and an account", partial("queues", 2, allow("sqs:*", HERE))],
  ["an account", partial("queues", 2, allow("sqs:*", queue("*", "111122223333")))],
  ["a region", partial("queues", 2, allow("sqs:*", queue("eu-west-1", "*")))],
  ["names in an account", partial("queues", 1, allow("sqs:*", queue("*", "111122223333", "veeam-*")))],
  ["names in any account", partial("queues", 1, allow("sqs:*", queue("*", "*", "veeam-*")))],
  ["two regions", partial("queues", 2, allow("sqs:*", [HERE, queue("eu-west-2", "111122223333")]))],
  ["two accounts", partial("queues", 2, allow("sqs:*", [HERE, queue("eu-west-1", "444455556666")]))],
  ["an unknown region", partial("queues", 0, allow("sqs:*", queue("eu-west-9", "111122223333")))],
  [
    "an action in another region",
    partial("queues", 1, allow(QUEUES[0] ?? "", HERE), allow(QUEUES[1] ?? "", queue("us-east-1", "111122223333"))),
  ],
  ["all except one", partial("queues", 0, { Effect: "Allow", Action: "sqs:*", NotResource: HERE })],
  ["the remainder of a Deny", partial("queues", 0, allow("sqs:*"), deny("sqs:*", HERE))],
  [
    "an Allow with a Deny inside",
    partial("queues", 0, allow("sqs:*", HERE), deny("sqs:*", queue("*", "*", "veeam-x"))),
  ],
  ["a bucket and its objects", partial("objects", 1, allow("s3:*", ["arn:aws:s3:::veeam", "arn:aws:s3:::veeam/*"]))],
  ["two partitions", partial("queues", 0, allow("sqs:*", [HERE, "arn:aws-cn:sqs:*:*:a"]))],
  ["in China", partial("queues", 2, allow("sqs:*", "arn:aws-cn:sqs:cn-north-1:111122223333:*"))],
  ["in GovCloud", partial("queues", 2, allow("sqs:*", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:*"))],
  ["an account's roles", partial("passing", 2, allow("iam:PassRole", "arn:aws:iam::111122223333:role/*"))],
  ["one role", partial("passing", 1, allow("iam:PassRole", "arn:aws:iam::111122223333:role/veeam"))],
  [
    "six ARNs",
    partial(
      "queues",
      1,
      allow(
        "sqs:*",
        ["a", "b", "c", "d", "e", "f"].map((name) => queue("*", "*", name)),
      ),
    ),
  ],
  ["an account's keys", partial("keys", 2, allow("kms:*", "arn:aws:kms:*:111122223333:key/*"))],
  ["a policy variable", partial("queues", 0, allow("sqs:*", "arn:aws:sqs:*:*:${aws:PrincipalTag/q}"))],
  [
    "several services in an account",
    partial(
      "many",
      1,
      allow(
        "*",
        ["sqs:*", "kms:*", "ec2:*"].map((one) => `arn:aws:${one}:111122223333:*`).concat("arn:aws:iam::111122223333:*"),
      ),
    ),
  ],
  [
    "a declared deployment",
    { ...partial("queues", 1, allow("sqs:*", HERE)), config: { deployment: { accounts: ["111122223333"] } } },
  ],
  [
    "declared resources",
    { ...partial("queues", 1, allow("sqs:*", HERE)), config: { resources: { "sqs:*": queue("*", "*", "a*") } } },
  ],
  ["a declared region", { ...partial("queues", 1, allow("sqs:*", HERE)), config: { context: KIND } }],
  ["a condition on the region", conditional("queues", 1, allow("sqs:*", "*", REGION))],
  [
    "one of two regions",
    conditional(
      "queues",
      1,
      allow("sqs:*", "*", only("StringEquals", "aws:RequestedRegion", ["eu-west-1", "eu-west-2"])),
    ),
  ],
  [
    "a Deny of other regions",
    conditional(
      "queues",
      1,
      allow("sqs:*"),
      deny("*", "*", only("StringNotEquals", "aws:RequestedRegion", "eu-west-1")),
    ),
  ],
  [
    "a Deny without a specific tag",
    conditional(
      "queues",
      1,
      allow("sqs:*"),
      deny("*", "*", only("StringNotEquals", "aws:PrincipalTag/team", "backup")),
    ),
  ],
  [
    "two keys",
    conditional(
      "queues",
      1,
      allow("sqs:*", "*", { Condition: { StringEquals: { ...KIND, "aws:SourceVpc": "vpc-1" } } }),
    ),
  ],
  [
    "an Allow and a Deny",
    conditional(
      "queues",
      1,
      allow("sqs:*", "*", only("StringEquals", "aws:SourceVpc", "vpc-1")),
      deny("*", "*", only("StringNotEquals", "aws:RequestedRegion", "eu-west-1")),
    ),
  ],
  ["a bool", conditional("queues", 1, allow("sqs:*", "*", only("Bool", "aws:MultiFactorAuthPresent", "false")))],
  [
    "a Deny of a bool",
    conditional("queues", 1, allow("sqs:*"), deny("*", "*", only("Bool", "aws:MultiFactorAuthPresent", "true"))),
  ],
  // A session that an appliance or a service starts never has these.
  ...[
    only("Bool", "aws:MultiFactorAuthPresent", "true"),
    only("NumericLessThan", "aws:MultiFactorAuthAge", "3600"),
    only("StringEquals", "aws:FederatedProvider", "accounts.google.com"),
  ].map((its): [string, Row] => [`${JSON.stringify(its)}`, conditional("queues", 0, allow("sqs:*", "*", its))]),
  [
    "a Deny without MFA",
    conditional(
      "queues",
      0,
      allow("sqs:*"),
      deny("*", "*", only("BoolIfExists", "aws:MultiFactorAuthPresent", "false")),
    ),
  ],
  [
    "tags of created resources",
    conditional("made", 0, allow("*", "*", only("StringEquals", "aws:ResourceTag/a", "b"))),
  ],
  [
    "tags of possible resources",
    conditional("copies", 0, allow("*", "*", only("StringEquals", "aws:ResourceTag/a", "b"))),
  ],
  ["a function's tags", conditional("layers", 0, allow("*", "*", only("StringEquals", "aws:ResourceTag/a", "b")))],
  ["request tags", conditional("copies", 1, allow("*", "*", only("StringEquals", "aws:RequestTag/a", "b")))],
  ["AWS's tags", conditional("documents", 0, allow("*", "*", only("StringEquals", "ssm:resourceTag/a", "b")))],
  ...[only("Bool", "aws:ViaAWSService", "true"), only("StringEquals", "aws:CalledViaFirst", "rds.amazonaws.com")].map(
    (via): [string, Row] => [`${JSON.stringify(via)}`, conditional("queues", 0, allow("sqs:*", "*", via))],
  ),
  [
    "a misspelled key",
    conditional("queues", 0, allow("sqs:*", "*", only("StringEquals", "aws:RequestRegion", "eu-west-1"))),
  ],
  [
    "a Deny of the product's own requests",
    conditional("queues", 0, allow("sqs:*"), deny("*", "*", only("Bool", "aws:ViaAWSService", "false"))),
  ],
  [
    "a condition on an unknown region",
    conditional("queues", 0, allow("sqs:*", "*", only("StringEquals", "aws:RequestedRegion", "eu-wset-1"))),
  ],
  [
    "a Deny that excepts only unknown regions",
    conditional(
      "queues",
      0,
      allow("sqs:*"),
      deny("*", "*", only("StringNotEquals", "aws:RequestedRegion", ["eu-wset-1", "EU-WEST-1"])),
    ),
  ],
  [
    "another service that receives roles",
    conditional("passing", 0, allow("*", "*", only("StringEquals", "iam:PassedToService", "lambda.amazonaws.com"))),
  ],
  [
    "the service that receives roles",
    conditional("passing", 1, allow("*", "*", only("StringEquals", "iam:PassedToService", "ec2.amazonaws.com"))),
  ],
  ...(
    [
      ["111122223333", 1],
      ["444455556666", 0],
    ] as const
  ).map(([account, lines]): [string, Row] => [
    `resources of ${account}`,
    {
      ...conditional("queues", lines, allow("sqs:*", "*", only("StringEquals", "aws:ResourceAccount", account))),
      config: { deployment: { accounts: ["111122223333"] } },
    },
  ]),
  [
    "a region pattern",
    conditional("queues", 0, allow("sqs:*", "*", only("StringLike", "aws:RequestedRegion", "eu-*"))),
  ],
  [
    "an IP address range",
    conditional("queues", 0, allow("sqs:*", "*", only("IpAddress", "aws:SourceIp", "10.0.0.0/8"))),
  ],
  ["a key that must be missing", conditional("queues", 0, allow("sqs:*", "*", only("Null", "aws:SourceVpc", "true")))],
  ["a key that must be present", conditional("queues", 0, allow("sqs:*", "*", only("Null", "aws:SourceVpc", "false")))],
  [
    "a future date",
    conditional("queues", 0, allow("sqs:*", "*", only("DateLessThan", "aws:CurrentTime", "2027-01-01"))),
  ],
  ["passing on in a region", conditional("passing", 0, allow("iam:PassRole", "*", REGION))],
  [
    "a service's key",
    conditional(
      "keys",
      1,
      allow("kms:DescribeKey"),
      allow("kms:*", "*", only("Bool", "kms:GrantIsForAWSResource", "true")),
    ),
  ],
  [
    "a declared key and another",
    {
      ...conditional(
        "queues",
        1,
        allow("sqs:*", "*", { Condition: { StringEquals: { ...KIND, "aws:SourceVpc": "vpc-1" } } }),
      ),
      config: { context: KIND },
    },
  ],
  [
    "declared values that differ",
    {
      ...conditional("queues", 0, allow("sqs:*", "*", REGION)),
      config: { context: { "aws:RequestedRegion": ["eu-west-1", "eu-west-2"] } },
    },
  ],
  [
    "a function by name",
    {
      ...partial("functions", 1, allow("lambda:*", "arn:aws:lambda:*:111122223333:function:a")),
      rule: "undetermined-action",
    },
  ],
  [
    "a Deny of a function",
    {
      ...partial("functions", 0, allow("*"), deny("lambda:*", "arn:aws:lambda:*:*:function:a")),
      rule: "undetermined-action",
    },
  ],
  ["an organization", trusted(1, { StringEquals: { "aws:PrincipalOrgID": "o-abc123" } })],
  ["two organizations", trusted(1, { StringEquals: { "aws:PrincipalOrgID": ["o-abc123", "o-def456"] } })],
  [
    "an external ID and an organization",
    trusted(1, { StringEquals: { "sts:ExternalId": "veeam-1", "aws:PrincipalOrgID": "o-abc123" } }),
  ],
  ["IP addresses", trusted(0, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
];

test("covers every rule that offers lines of these sections", () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(40);
});

test.each(ROWS)("offers lines for %s", async (_name, row) => {
  write("template.json", template(row));
  const config = {
    requirements: "requirements.json",
    roles: { Worker: row.kind },
    appliance: "111122223333",
    ...row.config,
  };
  const found = (await reportOf(config)).findings.filter(({ rule }) => rule === row.rule);
  expect(found).toHaveLength(1);
  const lines = found.flatMap(linesOf);
  expect({ help: found[0]?.help, lines: lines.length }).toEqual({ help: found[0]?.help, lines: row.lines });
  for (const line of lines) {
    const { findings } = await reportOf(pasted(config, line));
    const left = findings.filter(({ rule }) => !["trust-too-wide", "excess-access"].includes(rule));
    expect([line, left.map(({ message }) => message)]).toEqual([line, []]);
  }
});

// Another service requests the action, in an unknown region.
test.each([
  ["an Allow", [allow("*", "*", REGION)], "or drop the condition"],
  [
    "a Deny",
    [allow("*"), deny("*", "*", only("StringNotEquals", "aws:RequestedRegion", "eu-west-1"))],
    "or remove the needed actions from the Deny",
  ],
])(
  "offers a line that settles everything except iam:PassRole for %s under a condition on the region",
  async (_name, policy, other) => {
    write("template.json", template(conditional("mixed", 1, ...policy)));
    const config = { requirements: "requirements.json", roles: { Worker: "mixed" }, appliance: "111122223333" };
    const open = async (more: object) =>
      (await reportOf({ ...config, ...more })).findings.filter(({ rule }) => rule === "conditional-action");
    const [found] = await open({});
    const line = found === undefined ? [] : linesOf(found);
    expect(line).toEqual([{ context: KIND }]);
    expect(found?.help).toContain(`, which settles all but iam:PassRole, ${other}`);
    const [left, ...others] = await open({ ...line[0] });
    expect([left?.actions, others]).toEqual([["iam:PassRole"], []]);
    expect(left?.help).toContain("another service requests the action");
  },
);

// A word in capitals is a placeholder.
test("offers no line with placeholders", async () => {
  for (const [, row] of ROWS) {
    write("template.json", template(row));
    const config = { requirements: "requirements.json", roles: { Worker: row.kind }, ...row.config };
    for (const { help } of (await reportOf(config)).findings)
      expect(help ?? "").not.toMatch(/`[^`]*\b(?:ARN|ACCOUNT|REGION|FILE|ID)\b[^`]*`/);
  }
});

test.each([
  ["SecurityAudit", "arn:aws:iam::aws:policy/SecurityAudit"],
  ["ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ["AWSGlueServiceRole", "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"],
])("offers the line for %s, whose other actions are unknown", async (name, arn) => {
  const kind = { name: "own", description: "d", actions: ["glue:CreateJob", "cloudhsm:CreateHsm"] };
  const requirements = { version: "1", title: "t", source: "s", date: "2026-01-01", kinds: [kind] };
  write("own.json", requirements);
  write("template.json", template({ kind: "own", policy: [], rule: "undetermined-action", lines: 0, attached: [arn] }));
  const config = { requirements: "own.json", roles: { Worker: "own" } };
  const [line, ...others] = (await reportOf(config)).findings.flatMap(linesOf);
  expect([line, others]).toEqual([{ policies: { [arn]: `${name}.json` } }, []]);
  write(`${name}.json`, { Version: "2012-10-17", Statement: [allow("glue:*"), allow("cloudhsm:*")] });
  expect((await reportOf(pasted(config, line ?? {}))).findings).toEqual([]);
});

test.each<[string, Partial<Row>, boolean]>([
  ["a policy in another account", { attached: ["arn:aws:iam::111122223333:policy/team"] }, true],
  [
    "next to what a condition leaves open",
    { attached: ["arn:aws:iam::111122223333:policy/team"], policy: [deny("sqs:*", "*", REGION)] },
    false,
  ],
  ["an unknown boundary", { policy: [allow("sqs:*")], boundary: "arn:aws:iam::111122223333:policy/guard" }, true],
  [
    "a boundary that denies",
    { attached: ["arn:aws:iam::111122223333:policy/team"], boundary: "arn:aws:iam::aws:policy/AdministratorAccess" },
    true,
  ],
])("names `policies` if a document settles it: %s", async (_name, row, isNamed) => {
  write("template.json", template({ kind: "queues", policy: [], rule: "undetermined-action", lines: 0, ...row }));
  const config = { requirements: "requirements.json", roles: { Worker: "queues" } };
  const found = (await reportOf(config)).findings.filter(({ rule }) => rule === "undetermined-action");
  expect(found.map(({ help }) => help?.includes("under `policies`"))).toEqual([isNamed]);
  if (!isNamed) return;
  write("team.json", { Version: "2012-10-17", Statement: [allow("*")] });
  const policies = { "arn:aws:iam::111122223333:policy/*": "team.json" };
  expect((await reportOf({ ...config, policies })).findings.map(({ rule }) => rule)).not.toContain(
    "undetermined-action",
  );
});
