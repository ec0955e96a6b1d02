import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { mergeReports } from "../../src/report/merge-reports.js";
import { notVisible } from "../../src/report/not-visible.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { plain, renderText } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";
import { allow, deny } from "../iam/role.js";

const ROLES = 'roles: { "veeam-*": communication }\n';
const TWO_LEVELS = `${ROLES}guardrails:\n  - [root.json]\n  - { policies: [account.json], allow-list: true }\n`;
const NEEDED = ["ec2messages:*", "iam:*", "sqs:*", "ssm:*", "ssmmessages:*"];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guardrails-"));
  policy("veeam-worker.json", allow([...NEEDED, "s3:*"]));
});
afterEach(() => rmSync(folder, { recursive: true }));

function policy(name: string, ...statements: readonly object[]): void {
  writeFileSync(join(folder, name), JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}

async function reportOf(config: string): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

const rules = ({ findings }: Report) => findings.map(({ rule, location }) => `${rule} ${location.file}`);

test("reads each level and reports an error at its position", async () => {
  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED));
  const sound = await reportOf(TWO_LEVELS);
  expect([sound.conclusion, rules(sound)]).toEqual(["success", []]);
  expect(sound.roles.map(({ id }) => id)).toEqual(["veeam-worker"]);

  policy("root.json", deny("sqs:SendMessage"));
  expect(rules(await reportOf(TWO_LEVELS))).toEqual(["guardrail-blocks-action root.json"]);

  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED.filter((one) => one !== "sqs:*")));
  expect(rules(await reportOf(TWO_LEVELS))).toEqual(["guardrail-blocks-action c.yml"]);
});

test("names each level that leaves out an action", async () => {
  policy("root.json", allow(NEEDED.filter((one) => one !== "sqs:*")));
  policy("account.json", allow(NEEDED.filter((one) => one !== "ssm:*")));
  const both = `${ROLES}guardrails:\n  - { policies: [root.json], allow-list: true }\n  - { policies: [account.json], allow-list: true }\n`;
  const text = renderText(await reportOf(both), { paint: plain, columns: 200 });
  expect(text).toContain("actions: level 1 of `guardrails` or level 2 of `guardrails` does not allow them\n");
  expect(text).toContain("(level 2 of `guardrails`: no policy there allows it)");
});

test("reports no excess access that a guardrail denies", async () => {
  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED));
  const excess = async (config: string) =>
    (await reportOf(`${config}severities: { excess-access: notice }\n`)).findings.map(({ message }) => message).join();
  expect(await excess(ROLES)).toContain("s3:*");
  expect(await excess(TWO_LEVELS)).not.toContain("s3:*");
});

test("reports excess access even if a resource control policy denies it, because that protects only the organization's resources", async () => {
  policy("rcp.json", rcp("Deny", "s3:*"));
  const config = `${ROLES}guardrails:\n  - [rcp.json]\nseverities: { excess-access: notice }\n`;
  expect((await reportOf(config)).findings.map(({ message }) => message).join()).toContain("s3:*");
});

test("reports a Deny with NotResource at its place, and an allow list for another resource", async () => {
  const arn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
  const own = { Effect: "Allow", Action: "sqs:*", Resource: arn("one") };
  policy("veeam-worker.json", allow(NEEDED.filter((one) => one !== "sqs:*")), own);
  policy("root.json", { Effect: "Deny", Action: "sqs:SendMessage", NotResource: arn("other") });
  const config = `${ROLES}guardrails:\n  - [root.json]\n`;
  const blocked = async (text: string) =>
    (await reportOf(text)).findings
      .filter(({ rule }) => rule === "guardrail-blocks-action")
      .map(({ message, location }) => `${location.file}: ${message.split(": ").at(-1)}`);
  expect(await blocked(config)).toEqual([`root.json: a Deny on every resource but ${arn("other")}`]);
  policy("root.json", allow(NEEDED.filter((one) => one !== "sqs:*")), { ...own, Resource: arn("other") });
  expect(await blocked(`${ROLES}guardrails:\n  - { policies: [root.json], allow-list: true }\n`)).toEqual([
    "root.json: root.json does not allow them",
  ]);
});

test("notes in the report, even after reading and merging it, that service control policies were applied", async () => {
  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED));
  const [without, report] = [await reportOf(ROLES), await reportOf(TWO_LEVELS)];
  const shown = (one: Report) =>
    `${renderText(one, { paint: plain, columns: 200 })}${renderMarkdown(one, null, 60_000)}`;
  expect(shown(without)).toMatch(/visible here: SCPs[\s\S]*this check: SCPs/);
  expect(shown(report)).toMatch(/visible here: undeclared RCPs[\s\S]*this check: undeclared RCPs/);
  expect([without.guardrails, report.guardrails]).toEqual([undefined, 2]);
  const read = readReport(new JsonField(JSON.parse(JSON.stringify(report))));
  const options = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null } as const;
  const merged = (...reports: readonly Report[]) =>
    mergeReports(
      reports.map((one, index) => ({ file: `${index}.json`, report: one })),
      options,
    ).guardrails;
  expect([merged(read, report), merged(read, without)]).toEqual([2, undefined]);
});

const rcp = (effect: string, action: unknown, more: object = {}) => ({
  ...{ Effect: effect, Principal: "*", Action: action, Resource: "*" },
  ...more,
});

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
test.each<[string, object, readonly string[]]>([
  ["denies what it can deny for a service", rcp("Deny", "sqs:*"), ["guardrail-blocks-action rcp.json"]],
  ["denies everything, which includes such services", rcp("Deny", "*"), ["guardrail-blocks-action rcp.json"]],
  ["denies what it can't deny", rcp("Deny", ["ssm:*", "iam:*"]), []],
  ["allows part, next to AWS's own", rcp("Allow", "s3:*"), []],
  [
    "has NotAction, which AWS refuses",
    { Effect: "Deny", Principal: "*", NotAction: "s3:*", Resource: "*" },
    ["undetermined-action rcp.json"],
  ],
  [
    "denies other organizations",
    rcp("Deny", "sqs:*", { Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } } }),
    ["conditional-action rcp.json"],
  ],
])("applies a resource control policy that %s", async (_title, statement, expected) => {
  policy("rcp.json", statement);
  const report = await reportOf(`${ROLES}guardrails:\n  - [rcp.json]\n`);
  expect(rules(report)).toEqual(expected);
  expect(report.notChecked).toEqual([]);
  // In either case, nothing is known about service control policies.
  expect(notVisible(report)).toMatch(/^SCPs/);
  expect(report.guardrails).toBeUndefined();
});

/**
 * Every level has at least one policy (orgs_manage_policies_scps.html). Resource control policies never allow anything:
 * RCPFullAWSAccess can't be detached.
 */
test.each([
  ["is an allow list", "{ policies: [rcp.json], allow-list: true }", ["guardrail-blocks-action c.yml"]],
  ["is not an allow list", "[rcp.json]", []],
])("checks a level with only a resource control policy that %s", async (_title, level, expected) => {
  policy("rcp.json", rcp("Deny", "dynamodb:*"));
  expect(rules(await reportOf(`${ROLES}guardrails:\n  - ${level}\n`))).toEqual(expected);
});

const ACCOUNT = "111122223333";
const document = (statement: object) => ({ Version: "2012-10-17", Statement: [statement] });
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
  ],
});

test.each<[string, object, string]>([
  ["everyone", {}, "trust-denied rcp.json"],
  ["other networks", { Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } }, "trust-conditional rcp.json"],
])("applies a resource control policy that denies %s access to the role", async (_who, more, expected) => {
  policy("rcp.json", rcp("Deny", "sts:AssumeRole", more));
  writeFileSync(join(folder, "trust.json"), TRUST);
  const groups = "groups: { veeam-group: { policies: [veeam-worker.json], trust: [trust.json] } }\n";
  const found = rules(await reportOf(`roles: { veeam-group: communication }\n${groups}guardrails:\n  - [rcp.json]\n`));
  expect(found).toContain(expected);
});

const TRUSTING = {
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: "veeam-worker",
    AssumeRolePolicyDocument: JSON.parse(TRUST),
    Policies: [{ PolicyName: "p", PolicyDocument: document({ Effect: "Allow", Action: "*", Resource: "*" }) }],
  },
};

test.each<[string, object, string | null]>([
  ["with its name", { Resource: "arn:aws:iam::*:role/veeam-*" }, "trust-denied"],
  ["with its ARN", { Resource: `arn:aws:iam::${ACCOUNT}:role/veeam-worker` }, "trust-denied"],
  ["with another name", { Resource: `arn:aws:iam::${ACCOUNT}:role/admin*` }, null],
  ["in another account", { Resource: "arn:aws:iam::999999999999:role/*" }, null],
  ["except it", { Resource: undefined, NotResource: `arn:aws:iam::${ACCOUNT}:role/veeam-worker` }, null],
  ["except another", { Resource: undefined, NotResource: `arn:aws:iam::${ACCOUNT}:role/admin` }, "trust-denied"],
])("applies a resource control policy that denies assuming a role %s", async (_which, more, rule) => {
  policy("rcp.json", rcp("Deny", "sts:AssumeRole", more));
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources: { Worker: TRUSTING } }));
  const declared = `accounts: ["${ACCOUNT}"]\nguardrails:\n  - [rcp.json]\n`;
  const found = rules(await reportOf(`files: [t.json]\nroles: { Worker: communication }\n${declared}`));
  expect([...new Set(found.filter((one) => /^trust-(denied|conditional)/.test(one)))]).toEqual(
    rule === null ? [] : [`${rule} rcp.json`],
  );
});

test("does not blame the trust policy for trust that the organization denies", async () => {
  policy("rcp.json", rcp("Deny", "sts:AssumeRole", {}));
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources: { Worker: TRUSTING } }));
  const { findings } = await reportOf(
    "files: [t.json]\nroles: { Worker: communication }\nguardrails:\n  - [rcp.json]\n",
  );
  expect(findings.filter(({ rule }) => rule === "trust-denied").map(({ message }) => message)).toEqual([
    "the organization does not let the backup appliance assume role Worker (level 1 of `guardrails`)",
    "the organization does not let ec2.amazonaws.com assume role Worker (level 1 of `guardrails`)",
  ]);
});

const CONDITIONAL = document({
  ...{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource: "*" },
  Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } },
});

/** The unknown parts of a resource control policy may deny something. */
test.each<[string, unknown, string]>([
  ["is unknown", { Ref: "Open" }, "policy Guard: Ref Open is unknown"],
  ["is partly unknown", { Version: "2012-10-17", Statement: [{ Ref: "Open" }] }, "policy Guard: Ref Open is unknown"],
  ["denies some principals", CONDITIONAL, "policy Guard: a Deny under condition aws:SourceVpc"],
])("names a resource control policy that %s in a trust finding", async (_which, Content, says) => {
  const Guard = { Type: "RESOURCE_CONTROL_POLICY", Content, TargetIds: [ACCOUNT] };
  const Resources = { Worker: TRUSTING, Guard: { Type: "AWS::Organizations::Policy", Properties: Guard } };
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Parameters: { Open: { Type: "String" } }, Resources }));
  const { findings, roles } = await reportOf(
    `files: [t.json]\nroles: { Worker: communication }\naccounts: ["${ACCOUNT}"]\n`,
  );
  const reported = findings.filter(({ rule }) => rule === "trust-conditional");
  expect(reported.map(({ message }) => message)).toEqual([
    expect.stringContaining(`assume role Worker`),
    expect.stringContaining(`(${says})`),
  ]);
  expect(Object.values(roles[0]?.trust ?? {})).not.toContain("granted");
});

test("never grants trust through a resource control policy", async () => {
  policy("rcp.json", rcp("Allow", "sts:AssumeRole"));
  writeFileSync(
    join(folder, "trust.json"),
    JSON.stringify(
      document({ ...rcp("Allow", "sts:AssumeRole"), Principal: { Service: "x.amazonaws.com" }, Resource: undefined }),
    ),
  );
  const groups = "groups: { veeam-group: { policies: [veeam-worker.json], trust: [trust.json] } }\n";
  const found = rules(await reportOf(`roles: { veeam-group: communication }\n${groups}guardrails:\n  - [rcp.json]\n`));
  expect(found).toContain("trust-missing trust.json");
});

const organizationPolicy = (type: string, content: unknown, ...targets: readonly unknown[]) =>
  writeFileSync(
    join(folder, "organization.json"),
    JSON.stringify({
      Resources: {
        Guard: { Type: "AWS::Organizations::Policy", Properties: { Type: type, Content: content, TargetIds: targets } },
      },
    }),
  );
const BLOCKED = ["guardrail-blocks-action organization.json"];

test.each<[string, string, object, readonly unknown[], string, readonly string[]]>([
  ["for a declared account", "SERVICE_CONTROL_POLICY", deny("sqs:*"), [ACCOUNT], `accounts: ["${ACCOUNT}"]\n`, BLOCKED],
  [
    "with its resources",
    "RESOURCE_CONTROL_POLICY",
    rcp("Deny", "sqs:*"),
    [ACCOUNT],
    `accounts: ["${ACCOUNT}"]\n`,
    BLOCKED,
  ],
  ["for another account", "SERVICE_CONTROL_POLICY", deny("sqs:*"), ["999999999999"], `accounts: ["${ACCOUNT}"]\n`, []],
  [
    "for an organizational unit",
    "SERVICE_CONTROL_POLICY",
    deny("sqs:*"),
    ["ou-ab12-cd34ef56"],
    `accounts: ["${ACCOUNT}"]\n`,
    [],
  ],
  [
    "for a named organizational unit",
    "SERVICE_CONTROL_POLICY",
    deny("sqs:*"),
    ["ou-ab12-cd34ef56"],
    "guardrails:\n  - Guard\n",
    BLOCKED,
  ],
  ["for an account, with none declared", "SERVICE_CONTROL_POLICY", deny("sqs:*"), [ACCOUNT], "", []],
  ["of another type", "TAG_POLICY", deny("sqs:*"), [ACCOUNT], `accounts: ["${ACCOUNT}"]\n`, []],
])("applies a template's policy %s", async (_title, type, statement, targets, config, expected) => {
  organizationPolicy(type, document(statement), ...targets);
  const report = await reportOf(`${ROLES}${config}`);
  expect(rules(report)).toEqual(expected);
  const isListed = expected.length === 0 && type !== "TAG_POLICY";
  expect(report.notChecked.map(({ reason }) => reason.includes("might not be attached to a declared account"))).toEqual(
    isListed ? [true] : [],
  );
});

test.each([
  [ACCOUNT, ["guardrail-blocks-action main.tf"]],
  ["ou-ab12-cd34ef56", []],
])("applies a policy in Terraform source that is attached to %s", async (target, expected) => {
  const content =
    'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "sqs:*", Resource = "*" }] })';
  writeFileSync(
    join(folder, "main.tf"),
    `provider "aws" {\n  region = "eu-west-1"\n}
resource "aws_organizations_policy" "guard" {\n  name    = "guard"\n  content = ${content}\n}
resource "aws_organizations_policy_attachment" "guard" {\n  policy_id = aws_organizations_policy.guard.id\n  target_id = "${target}"\n}\n`,
  );
  expect(rules(await reportOf(`${ROLES}accounts: ["${ACCOUNT}"]\n`))).toEqual(expected);
  const named = await reportOf(`${ROLES}guardrails:\n  - aws_organizations_policy.guard\n`);
  expect(rules(named)).toEqual(["guardrail-blocks-action main.tf"]);
});

test("reports a policy that is in no file, or is of another type, and suggests a similar one", async () => {
  organizationPolicy("TAG_POLICY", { tags: {} }, ACCOUNT);
  await expect(reportOf(`${ROLES}guardrails:\n  - Guard\n`)).rejects.toThrow(
    /names Guard, but no checked file contains a service or resource control policy of that name/,
  );
  organizationPolicy("SERVICE_CONTROL_POLICY", document(deny("s3:*")), ACCOUNT);
  await expect(reportOf(`${ROLES}guardrails:\n  - Gard\n`)).rejects.toThrow(
    /names Gard, but no checked file.*did you mean `Guard`/,
  );
});

test.each(["[.]", "[./]", "[a.json, ././]", '["**"]'])("reports every missing name in a run over %s", async (files) => {
  policy("a.json", deny("s3:*"));
  const config = `${ROLES}files: ${files}\nguardrails:\n  - Gard\nkeys: [Kay]\n`;
  await expect(reportOf(config)).rejects.toThrow(/names Kay, but no checked file.*names Gard, but no checked file/);
});

test.each(["Guard", "{ policies: [Guard], allow-list: true }"])(
  "treats %s as not visible if a run reads only some files",
  async (level) => {
    const one = await reportOf(`${ROLES}files: ["v*.json"]\nguardrails:\n  - ${level}\nkeys: [Key]\n`);
    const shown = `${renderText(one, { paint: plain, columns: 200 })}${renderMarkdown(one, null, 60_000)}`;
    expect(shown).toMatch(
      /visible here: Guard, Key of the configuration, SCPs[\s\S]*this check: Guard, Key of the configuration, SCPs/,
    );
    expect(rules(one)).toEqual([]);
    const read = readReport(new JsonField(JSON.parse(JSON.stringify(one))));
    expect(read.unseen).toEqual(["Guard", "Key"]);
    const options = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null } as const;
    const other: Report = { ...read, unseen: ["Key"] };
    const parts = [read, other].map((report, index) => ({ file: `${index}.json`, report }));
    expect(mergeReports(parts, options).unseen).toEqual(["Key"]);
  },
);
