import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { plain, renderText } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";

const ACCOUNT = "123456789012";
const TO_EC2 = { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "passing-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function document(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const trust = (...services: readonly string[]) =>
  document({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: ["ec2.amazonaws.com", ...services] },
    Action: "sts:AssumeRole",
  });

const TO_LAMBDA = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
const REST = { Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" };
const pass = (resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: resource,
  ...more,
});

async function reportOf(config: string): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** The result for a role's `iam:PassRole`: `granted` and the roles that it passes, or the finding. */
function passRoleOf({ roles, findings }: Report, id: string): string {
  const role = roles.find((one) => one.id === id);
  const reported = findings.find((one) => one.role === id && one.actions.includes("iam:PassRole"));
  if (reported !== undefined) return `${reported.rule}: ${reported.message}`;
  return role === undefined ? "not checked" : `granted for ${role.passes?.join(", ") ?? "all"}`;
}

const CONFIG = "requirements: '10'\nroles: { '*Worker*': communication, '*Backup*': ec2-backup-worker }\n";

function template(resources: Readonly<Record<string, object>>): void {
  const all = Object.entries(resources).map(([id, properties]) => [
    id,
    { Type: "AWS::IAM::Role", Properties: properties },
  ]);
  const Parameters = { Env: { Type: "String" }, RoleArn: { Type: "String" } };
  write("t.json", JSON.stringify({ Parameters, Resources: Object.fromEntries(all) }));
}

const worker = (more: object = {}) => ({
  AssumeRolePolicyDocument: trust(),
  Policies: [{ PolicyName: "p", PolicyDocument: document({ Effect: "Allow", Action: "*", Resource: "*" }) }],
  ...more,
});
const backup = (...statements: readonly object[]) => ({
  AssumeRolePolicyDocument: trust(),
  Policies: [{ PolicyName: "p", PolicyDocument: document(REST, ...statements) }],
});

const NAMED = { WorkerRole: worker({ RoleName: "veeam-worker", Path: "/veeam/" }) };
const UNNAMED = { WorkerRole: worker() };
/** AWS shortens a logical ID of more than 24 characters in the generated name. */
const LONG = { WorkerRoleOfTheApplianceInAllRegions: worker() };
const TWO = { ...NAMED, OtherWorker: worker({ RoleName: "veeam-other" }) };
const PARTLY = { WorkerRole: worker({ RoleName: { "Fn::Sub": "veeam-${Env}-worker" } }) };
const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const own = (name: string) => ({ "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name}` });
const DECLARED = `accounts: ["${ACCOUNT}"]\n`;

type Case = [
  title: string,
  workers: Readonly<Record<string, object>>,
  statements: readonly object[],
  says: RegExp,
  config?: string,
];

test.each<Case>([
  ["by reference", NAMED, [pass({ "Fn::GetAtt": ["WorkerRole", "Arn"] })], /^granted for WorkerRole$/],
  [
    "by reference, without a name",
    UNNAMED,
    [pass({ "Fn::GetAtt": ["WorkerRole", "Arn"] }, { Condition: TO_EC2 })],
    /^granted for W/,
  ],
  ["by name", NAMED, [pass(own("veeam/veeam-worker"))], /^granted for WorkerRole$/],
  ["by a generated name", UNNAMED, [pass(own("${WorkerRole}"))], /^granted for WorkerRole$/],
  ["by a generated name's pattern", UNNAMED, [pass(arn("*-WorkerRole-*"))], /^granted for WorkerRole$/],
  [
    "by a name that isn't generated",
    UNNAMED,
    [pass(arn("veeam-worker"))],
    /^partial-action: .* leaves out role WorkerRole/,
  ],
  ["by the start of a generated name", UNNAMED, [pass(arn("prod-*"))], /^partial-action: (?!.*leaves out)/],
  [
    "by a name that may be generated",
    UNNAMED,
    [pass(arn("prod-WorkerRole-1A2B3C4D5E6F"))],
    /^partial-action: (?!.*leaves out)/,
  ],
  [
    "by a shortened generated name",
    LONG,
    [pass(arn("prod-WorkerRoleOfTheAppliance-1A2B3C4D5E6F"))],
    /^partial-action: (?!.*leaves out)/,
  ],
  [
    "by another shortened name",
    LONG,
    [pass(arn("prod-WorkerRoleOfTheBackup-1A2B3C4D5E6F"))],
    /leaves out role WorkerRoleOfThe/,
  ],
  ["by a pattern", NAMED, [pass(own("veeam/*"))], /^granted for WorkerRole$/],
  ["by an ARN", NAMED, [pass(arn("veeam/veeam-worker"))], /^granted for WorkerRole$/],
  [
    "by an ARN, with its account declared",
    NAMED,
    [pass(arn("veeam/veeam-worker"))],
    /^granted for WorkerRole$/,
    DECLARED,
  ],
  [
    "by an ARN in another account",
    NAMED,
    [pass(arn("veeam/veeam-worker", "999999999999"))],
    /^missing-action/,
    DECLARED,
  ],
  [
    "without its path",
    NAMED,
    [pass(arn("veeam-worker"))],
    /^partial-action: .*iam:PassRole to EC2 leaves out role WorkerRole of this check/,
  ],
  [
    "and another one, by a pattern",
    TWO,
    [pass([own("veeam/veeam-worker"), own("veeam-oth*")])],
    /^granted for WorkerRole, OtherWorker$/,
  ],
  [
    "but not the second of two",
    TWO,
    [pass(own("veeam/veeam-worker"))],
    /^partial-action: .*leaves out role OtherWorker/,
  ],
  [
    "and another one, but no account has both",
    TWO,
    [pass([arn("veeam/veeam-worker"), arn("veeam-other", "999999999999")])],
    /^partial-action/,
  ],
  [
    "to another service",
    NAMED,
    [pass(own("veeam/*"), { Condition: TO_LAMBDA })],
    /^missing-action: .*iam:PassedToService, which does not hold/,
  ],
  ["to another service, without a worker role", {}, [pass("*", { Condition: TO_LAMBDA })], /^missing-action/],
  ["to EC2, among all roles", NAMED, [pass("*", { Condition: TO_EC2 })], /^granted for WorkerRole$/],
  ["among all roles", NAMED, [pass("*")], /^granted for all$/],
  ["not at all", NAMED, [], /^missing-action/],
  ["with a Deny", NAMED, [pass(own("veeam/*")), { ...pass(own("veeam/veeam-w*")), Effect: "Deny" }], /^denied-action/],
  [
    "with a Deny of one of two",
    TWO,
    [pass("*"), { ...pass(own("veeam/veeam-w*")), Effect: "Deny" }],
    /^partial-action: .*a Deny on role WorkerRole of this check/,
  ],
  ["with a Deny of others", NAMED, [pass("*"), { ...pass(own("admin*")), Effect: "Deny" }], /^granted for WorkerRole$/],
  ["by a partly parameterized name", PARTLY, [pass(own("veeam-${Env}-worker"))], /^granted for WorkerRole$/],
  ["by a partly parameterized pattern", PARTLY, [pass(own("veeam-*-worker"))], /^granted for WorkerRole$/],
  ["by one value of the parameter", PARTLY, [pass(own("veeam-dev-worker"))], /^partial-action/],
  [
    "with a Deny of one value",
    PARTLY,
    [pass(own("veeam-*")), { ...pass(own("veeam-prod-*")), Effect: "Deny" }],
    /^partial-action/,
  ],
  ["without a name, by a pattern that may match", UNNAMED, [pass(own("veeam-*"))], /^partial-action/],
  ["by an unknown value", NAMED, [pass({ Ref: "RoleArn" })], /^undetermined-action/],
  ["that is not a worker role", {}, [pass(own("veeam/veeam-worker"))], /^partial-action: (?!.*leaves out)/],
])("checks a template that passes a role %s", async (_title, workers, statements, says, config = "") => {
  template({ ...workers, BackupRole: backup(...statements) });
  expect(passRoleOf(await reportOf(`${CONFIG}${config}`), "BackupRole")).toMatch(says);
});

/** Restores also pass other roles, so `*` is still required. A role that can't pass any communication role isn't a restore role. */
test.each<[what: string, statements: readonly object[], says: RegExp, severity: string | null]>([
  ["only its workers", [pass(own("veeam/*"))], /^partial-action: (?!.*leaves out)/, "warning"],
  ["no worker", [pass(own("instance"))], /^partial-action: .*leaves out role WorkerRole/, "error"],
  ["all except the workers", [pass("*"), { ...pass(own("veeam/*")), Effect: "Deny" }], /^denied-action/, "error"],
  ["every role", [pass("*")], /^granted for all/, null],
  ["every role to Lambda", [pass("*", { Condition: TO_LAMBDA })], /^missing-action/, "error"],
])("checks a restore role that passes %s", async (_what, statements, says, severity) => {
  template({ ...NAMED, BackupRole: backup(...statements) });
  const report = await reportOf("requirements: '7'\nroles: { WorkerRole: communication, BackupRole: restore }\n");
  expect(passRoleOf(report, "BackupRole")).toMatch(says);
  expect(report.findings.find(({ actions }) => actions.includes("iam:PassRole"))?.severity ?? null).toBe(severity);
});

/** If nobody passes a worker's role, nobody can deploy the worker, and deployments with it fail. */
test.each<
  [what: string, passed: readonly string[], other: readonly string[] | null, severity: string, config?: string]
>([
  ["one of two workers, as the only deploying role", ["veeam/*"], null, "error"],
  ["one of two workers, with the other passed by another role", ["veeam/*"], ["veeam-other"], "warning"],
  ["one of two workers, through two roles", ["veeam/*"], ["veeam/*"], "error"],
  ["one of two workers, with all passed by another role", ["veeam/*"], ["*"], "warning"],
  ["one of two workers, as the only role of its kind", ["veeam/*"], ["*"], "error", "OtherBackup: rds-backup-worker"],
])(
  "checks a role that passes %s",
  async (_what, passed, other, severity, config = "OtherBackup: ec2-backup-worker") => {
    const by = (names: readonly string[]) => backup(...names.map((name) => pass(own(name))));
    template({ ...TWO, BackupRole: by(passed), ...(other === null ? {} : { OtherBackup: by(other) }) });
    const more = other === null ? "" : `, ${config}`;
    const { findings } = await reportOf(
      `requirements: '10'\nroles: { '*Worker*': communication, BackupRole: ec2-backup-worker${more} }\n`,
    );
    const reported = findings.filter((one) => one.role === "BackupRole" && one.actions.includes("iam:PassRole"));
    expect(reported.map((one) => [one.rule, one.severity])).toEqual([["partial-action", severity]]);
    expect(reported[0]?.message).toContain("leaves out role OtherWorker of this check");
  },
);

test.each([
  ["in one declared account", DECLARED, "error"],
  ["in unknown accounts", "", "warning"],
])("checks a policy file that omits one of two workers %s", async (_what, config, severity) => {
  template(TWO);
  write("BackupRole.json", JSON.stringify(document(REST, pass(arn("veeam/veeam-worker")))));
  const { findings } = await reportOf(`${CONFIG}${config}`);
  const reported = findings.filter(({ actions }) => actions.includes("iam:PassRole"));
  expect(reported.map((one) => one.severity)).toEqual([severity]);
});

test("reports a separate error for workers that a role can't pass", async () => {
  const more = { Effect: "Allow", NotAction: ["iam:PassRole", "sqs:*"], Resource: "*" };
  const some = { Effect: "Allow", Action: "sqs:*", Resource: "arn:aws:sqs:*:*:veeam-*" };
  const policy = document(more, some, pass(own("instance")));
  const Policies = [{ PolicyName: "p", PolicyDocument: policy }];
  template({ ...NAMED, BackupRole: { AssumeRolePolicyDocument: trust(), Policies } });
  const { findings } = await reportOf(CONFIG);
  const partial = findings.filter(({ rule }) => rule === "partial-action");
  expect(partial.map(({ severity, actions }) => [severity, actions.includes("iam:PassRole")])).toEqual([
    ["error", true],
    ["warning", false],
  ]);
});

test("reports a guardrail that denies passing the only worker role", async () => {
  template({ ...NAMED, BackupRole: backup(pass("*")) });
  write("scp.json", JSON.stringify(document({ ...pass(arn("veeam/veeam-worker")), Effect: "Deny" })));
  const report = await reportOf(`${CONFIG}${DECLARED}guardrails:\n  - [scp.json]\n`);
  expect(passRoleOf(report, "BackupRole")).toMatch(/^guardrail-blocks-action/);
});

const SOURCE = `
provider "aws" {
  region = "eu-west-1"
}
data "aws_caller_identity" "current" {}
resource "aws_iam_role" "worker" {
  name               = "veeam-worker"
  path               = "/veeam/"
  assume_role_policy = jsonencode(${JSON.stringify(trust()).replace(/":/g, '"=')})
}
resource "aws_iam_role" "other" {
  name_prefix        = "veeam-other-"
  assume_role_policy = jsonencode(${JSON.stringify(trust()).replace(/":/g, '"=')})
}
resource "aws_iam_role" "backup" {
  name               = "veeam-backup"
  assume_role_policy = jsonencode(${JSON.stringify(trust()).replace(/":/g, '"=')})
  inline_policy {
    name   = "p"
    policy = jsonencode({ Version = "2012-10-17", Statement = [
      { Effect = "Allow", NotAction = "iam:PassRole", Resource = "*" },
      { Effect = "Allow", Action = "iam:PassRole", Resource = PASSED },
    ] })
  }
}
`;

test.each([
  ["[aws_iam_role.worker.arn, aws_iam_role.other.arn]", /^granted for aws_iam_role.worker, aws_iam_role.other$/],
  ["aws_iam_role.worker.arn", /^partial-action/],
  [
    '[aws_iam_role.other.arn, "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/veeam/${aws_iam_role.worker.name}"]',
    /^granted for aws_iam_role.worker/,
  ],
  ['"arn:aws:iam::*:role/veeam*"', /^granted for/],
  ['"arn:aws:iam::*:role/veeam-*"', /^partial-action: .*leaves out role aws_iam_role.worker /],
])("checks Terraform source that passes %s", async (passed, says) => {
  write("main.tf", SOURCE.replace("PASSED", passed));
  const config = CONFIG.replace("*Worker*", "*.worker': communication, '*.other").replace("*Backup*", "*.backup");
  expect(passRoleOf(await reportOf(config), "aws_iam_role.backup")).toMatch(says);
});

const NAMELESS = SOURCE.replace('  name               = "veeam-worker"\n  path               = "/veeam/"\n', "");

test.each([
  ['"arn:aws:iam::*:role/veeam-worker"', /leaves out role aws_iam_role.worker /],
  [
    '["arn:aws:iam::*:role/terraform-20261130120000000000000001", aws_iam_role.other.arn]',
    /^partial-action: (?!.*leaves out)/,
  ],
  ['["arn:aws:iam::*:role/terraform-*", aws_iam_role.other.arn]', /^granted for aws_iam_role.worker, /],
  ["[aws_iam_role.worker.arn, aws_iam_role.other.arn]", /^granted for aws_iam_role.worker, /],
])("knows the start of a name that Terraform generates: %s", async (passed, says) => {
  const config = CONFIG.replace("*Worker*", "*.worker': communication, '*.other").replace("*Backup*", "*.backup");
  write("main.tf", NAMELESS.replace("PASSED", passed));
  expect(passRoleOf(await reportOf(config), "aws_iam_role.backup")).toMatch(says);
});

/** A plan has no value for a name that isn't set or isn't known yet. */
test.each([
  [{}, "veeam-worker", /leaves out role aws_iam_role.worker /],
  [{}, "terraform-20261130120000000000000001", /^partial-action: (?!.*leaves out)/],
  [
    { name: { references: ["random_pet.it.id", "random_pet.it"] } },
    "veeam-worker",
    /^partial-action: (?!.*leaves out)/,
  ],
])("knows the start of the name from a plan with %j", async (worker, passed, says) => {
  const policy = JSON.stringify(document(REST, pass(arn(passed))));
  const inline_policy = [{ name: "p", policy }];
  const made = (name: string, values: object, expressions: object) => {
    const one = { address: `aws_iam_role.${name}`, mode: "managed", type: "aws_iam_role", name };
    const after = { assume_role_policy: JSON.stringify(trust()), ...values };
    const unknown = "name" in values ? { arn: true } : { arn: true, name: true, name_prefix: true };
    return {
      value: { ...one, values: after },
      change: { ...one, change: { actions: ["create"], after, after_unknown: unknown } },
      config: { ...one, expressions: { assume_role_policy: {}, ...expressions } },
    };
  };
  const all = [
    made("worker", {}, worker),
    made("backup", { name: "veeam-backup", inline_policy }, { name: { constant_value: "veeam-backup" } }),
  ];
  const plan = {
    ...{ format_version: "1.2", terraform_version: "1.11.4" },
    planned_values: { root_module: { resources: all.map(({ value }) => value) } },
    resource_changes: all.map(({ change }) => change),
    configuration: { root_module: { resources: all.map(({ config }) => config) } },
  };
  write("plan.json", JSON.stringify(plan));
  const config = CONFIG.replace("*Worker*", "*.worker").replace("*Backup*", "*.backup");
  expect(passRoleOf(await reportOf(config), "aws_iam_role.backup")).toMatch(says);
});

test.each(["", '  name_prefix        = "veeam-other-"\n'])(
  "distinguishes two roles for which Terraform generates similar names%s",
  async (prefix) => {
    const nameless = NAMELESS.replace('"worker" {\n', `"worker" {\n${prefix}`);
    const alike = prefix === "" ? nameless.replace('  name_prefix        = "veeam-other-"\n', "") : nameless;
    write("main.tf", alike.replace("PASSED", "aws_iam_role.other.arn"));
    const config = CONFIG.replace("*Worker*", "*.worker': communication, '*.other").replace("*Backup*", "*.backup");
    expect(passRoleOf(await reportOf(config), "aws_iam_role.backup")).toMatch(/leaves out role aws_iam_role.worker /);
  },
);

test("accepts policy files that pass a template's role or the role that a file is named after", async () => {
  template(NAMED);
  write("BackupRole.json", JSON.stringify(document(REST, pass(arn("veeam/veeam-worker")))));
  expect(passRoleOf(await reportOf(CONFIG), "BackupRole")).toBe("granted for WorkerRole");
  write("veeam-Worker.json", JSON.stringify(document({ Effect: "Allow", Action: "*", Resource: "*" })));
  expect(passRoleOf(await reportOf(CONFIG), "BackupRole")).toContain("leaves out role veeam-Worker");
  const both = pass([arn("veeam/veeam-worker"), arn("veeam-Worker")]);
  write("BackupRole.json", JSON.stringify(document(REST, both)));
  expect(passRoleOf(await reportOf(CONFIG), "BackupRole")).toBe("granted for WorkerRole, veeam-Worker");
});

test("requires a restore role to also pass the restored instance's role", async () => {
  template({ ...NAMED, BackupRole: backup(pass(own("veeam/*"))) });
  const { roles } = await reportOf(CONFIG.replace(": ec2-backup-worker", ": 'ec2-backup-worker, ec2-restore'"));
  const partial = roles.flatMap(({ kinds }) => Object.entries(kinds).map(([kind, one]) => [kind, one.partial]));
  expect(Object.fromEntries(partial)).toMatchObject({ "ec2-backup-worker": [], "ec2-restore": ["iam:PassRole"] });
});

test("takes passed roles into account in the versions that a role meets", async () => {
  template({ ...NAMED, BackupRole: backup(pass(own("veeam/*"))) });
  const { roles } = await reportOf("roles: { 'WorkerRole': communication, 'BackupRole': backup }\n");
  expect(roles.map(({ id, satisfies }) => [id, satisfies])).toContainEqual(["BackupRole", ["7", "10", "13.1"]]);
});

test("names the passed roles in the report, and reads them back", async () => {
  template({ ...NAMED, BackupRole: backup(pass(own("veeam/*"))) });
  const report = await reportOf(CONFIG);
  const words = "iam:PassRole for the communication roles of this check (WorkerRole)";
  expect(renderText(report, { paint: plain, columns: 200 })).toContain(`  ${words}\n`);
  expect(renderMarkdown(report, null, 60_000)).toContain(`<br>${words.replace(":", "&#58;")} |`);
  expect(readReport(new JsonField(JSON.parse(JSON.stringify(report)))).roles).toEqual(report.roles);
});

/** No grant overrides a Deny. */
test.each([
  ["all except one of them", { NotResource: arn("veeam/veeam-worker", "*") }],
  ["one of them", { Resource: arn("veeam-other", "*") }],
])("names a guardrail that denies passing %s, with the role", async (_title, scope) => {
  const Properties = backup(pass([{ "Fn::GetAtt": ["WorkerRole", "Arn"] }, { "Fn::GetAtt": ["OtherWorker", "Arn"] }]));
  template({ ...TWO, BackupRole: Properties });
  const deny = { Sid: "Some", Effect: "Deny", Action: "iam:PassRole", ...scope };
  write("scp.json", JSON.stringify(document(deny)));
  const report = await reportOf(`${CONFIG}guardrails:\n  - [scp.json]\n`);
  expect(passRoleOf(report, "BackupRole")).toMatch(
    /^partial-action: .*\(policy scp.json, statement Some: a Deny on role OtherWorker of this check\)$/,
  );
  const reported = report.findings.find(({ actions }) => actions.includes("iam:PassRole"));
  expect([reported?.location.file, reported?.help]).toEqual(["scp.json", expect.not.stringContaining("grant them")]);
});

const alias = (account: string) => `assume_role {\n    role_arn = "arn:aws:iam::${account}:role/deploy"\n  }`;
const created = (id: string, provider: string, policy: object) => `
resource "aws_iam_role" "${id}" {
  ${provider}
  name               = "${id}"
  assume_role_policy = ${JSON.stringify(JSON.stringify(trust()))}
  inline_policy {
    name   = "p"
    policy = ${JSON.stringify(JSON.stringify(policy)).replace(/@([\w.]+)/, "${$1}")}
  }
}
`;

/** Roles can't be passed to another account. */
test.each([
  ["their own", alias("444455556666"), "granted for worker_one", ["granted"]],
  ["possibly their own", 'profile = "other"', "granted for worker_one", ["granted", "open"]],
  ["one", "", "partial-action: ", ["granted", "missing"]],
])("requires roles from two providers to pass the roles in %s account", async (_title, other, says, links) => {
  const providers = `provider "aws" {\n  ${other.includes("profile") || other === "" ? "" : alias(ACCOUNT)}\n}\nprovider "aws" {\n  alias = "two"\n  ${other}\n}\n`;
  const all = [
    created("backup_one", "", document(REST, pass("@aws_iam_role.worker_one.arn"))),
    created("worker_one", "", document(REST)),
    created("worker_two", "provider = aws.two", document(REST)),
  ];
  write("main.tf", `${providers}${all.join("")}`);
  write("scp.json", JSON.stringify(document({ Effect: "Deny", Action: "organizations:*", Resource: "*" })));
  const config =
    "requirements: '10'\nroles: { 'worker_*': communication, 'backup_*': ec2-backup-worker }\nguardrails:\n  - [scp.json]\n";
  const report = await reportOf(config);
  expect(passRoleOf(report, "aws_iam_role.backup_one")).toContain(says.replace("worker", "aws_iam_role.worker"));
  expect(report.paths?.map(({ passes }) => passes) ?? []).toEqual(links);
});

const BOTH = [ACCOUNT, "444455556666"];

test.each([
  ["its own account", ["444455556666"], "444455556666", /^granted for Set\/WorkerRole$/, []],
  ["another account", ["444455556666"], ACCOUNT, /^partial-action: .*leaves out role Set\/WorkerRole/, ["error"]],
  ["one of its accounts", BOTH, ACCOUNT, /leaves out role Set\/WorkerRole of this check in account 4444555/, ["error"]],
  ["each of its accounts", BOTH, "*", /^granted for Set\/WorkerRole$/, []],
])("requires a role in a stack set to pass the roles in %s", async (_title, accounts, account, says, severities) => {
  const created = (Properties: object) => ({ Type: "AWS::IAM::Role", Properties });
  const roles = {
    WorkerRole: created(NAMED.WorkerRole),
    BackupRole: created(backup(pass(arn("veeam/veeam-worker", account)))),
  };
  const StackInstancesGroup = [{ DeploymentTargets: { Accounts: accounts }, Regions: ["eu-west-1"] }];
  const Properties = { TemplateBody: JSON.stringify({ Resources: roles }), StackInstancesGroup };
  write("t.json", JSON.stringify({ Resources: { Set: { Type: "AWS::CloudFormation::StackSet", Properties } } }));
  const report = await reportOf(CONFIG);
  expect(passRoleOf(report, "Set/BackupRole")).toMatch(says);
  expect(
    report.findings.filter(({ actions }) => actions.includes("iam:PassRole")).map(({ severity }) => severity),
  ).toEqual(severities);
});

test.each<[title: string, config: string, statement: object, says: RegExp, severity: string | null]>([
  [
    "the roles that `resources` names instead of the worker role",
    `${DECLARED}resources: { "iam:PassRole": "${arn("other")}" }\n`,
    pass(arn("other")),
    /^partial-action: .*leaves out role WorkerRole/,
    "error",
  ],
  [
    "the roles that `resources` names in addition",
    `resources: { "iam:PassRole": "${arn("other")}" }\n`,
    pass([arn("other"), arn("veeam/veeam-worker")]),
    /^granted/,
    null,
  ],
  [
    "the roles needed in one of two accounts",
    `accounts: ["${ACCOUNT}", "444455556666"]\n`,
    pass(arn("veeam/veeam-worker")),
    /^partial-action: .*leaves out role WorkerRole/,
    "warning",
  ],
])("checks a role that passes %s", async (_title, config, statement, says, severity) => {
  template({ ...NAMED, BackupRole: backup(statement) });
  const report = await reportOf(`${CONFIG}${config}`);
  expect(passRoleOf(report, "BackupRole")).toMatch(says);
  const reported = report.findings.find(({ actions }) => actions.includes("iam:PassRole"));
  expect([reported?.severity ?? null, reported?.help]).toEqual([
    severity,
    reported === undefined ? undefined : expect.not.stringContaining("resources"),
  ]);
});

const IMPERSONATING = `${CONFIG.replace(" }", ", Appliance: appliance }")}appliance: ${arn("imp")}\n`;

test.each([
  ["the trust policy's account", arn("veeam-worker"), "granted for WorkerRole"],
  ["another account", arn("veeam-worker", "999988887777"), "leaves out role WorkerRole"],
])(
  "looks for the passed role in the account where the appliance can assume its deployer: %s",
  async (_title, resource, says) => {
    const AssumeRolePolicyDocument = document({
      Effect: "Allow",
      Principal: { AWS: arn("imp") },
      Action: "sts:AssumeRole",
    });
    template({
      Appliance: { ...backup(), RoleName: "imp" },
      WorkerRole: worker({ RoleName: "veeam-worker" }),
      BackupRole: { ...backup(pass(resource)), AssumeRolePolicyDocument },
    });
    expect(passRoleOf(await reportOf(IMPERSONATING), "BackupRole")).toContain(says);
  },
);

test("looks for the passed role in the account where the appliance's policy names its deployer", async () => {
  write("Backup.json", JSON.stringify(document(REST, pass(arn("Worker", "999988887777")))));
  write("Worker.json", JSON.stringify(document({ Effect: "Allow", Action: "*", Resource: "*" })));
  const called = (account: string) => ({ Effect: "Allow", Action: "sts:AssumeRole", Resource: arn("Backup", account) });
  write("Appliance.json", JSON.stringify(document(called("999988887777"))));
  expect(passRoleOf(await reportOf(IMPERSONATING), "Backup")).toBe("granted for Worker");
  write("Appliance.json", JSON.stringify(document(called(ACCOUNT))));
  expect(passRoleOf(await reportOf(IMPERSONATING), "Backup")).toContain("leaves out role Worker");
});

test("also looks for the passed role in the trust policy's account, where the trust policy is enough", async () => {
  write("Backup.json", JSON.stringify(document(REST, pass(arn("Worker")))));
  write("Worker.json", JSON.stringify(document({ Effect: "Allow", Action: "*", Resource: "*" })));
  const other = { Effect: "Allow", Action: "sts:AssumeRole", Resource: arn("Backup", "999988887777") };
  write("Appliance.json", JSON.stringify(document(other)));
  const trust = { Effect: "Allow", Principal: { AWS: arn("Appliance") }, Action: "sts:AssumeRole" };
  write("trust.json", JSON.stringify(document(trust)));
  const groups = "groups: { Backup: { policies: [Backup.json], trust: [trust.json] } }\n";
  const report = await reportOf(`${IMPERSONATING.replace(arn("imp"), arn("Appliance"))}${groups}`);
  expect(passRoleOf(report, "Backup")).toBe("granted for Worker");
});

test.each<[string, readonly string[], string]>([
  ["prod's", ["prod"], "conditional-action: "],
  ["dev's", ["dev"], "conditional-action: "],
  ["both", ["dev", "prod"], "granted for WorkerRole"],
])(
  "a role without conditions that passes %s must pass a worker under each of its names",
  async (_, names, expected) => {
    const RoleName = { "Fn::If": ["IsProd", "prod-worker", "dev-worker"] };
    const roles = {
      WorkerRole: worker({ RoleName }),
      BackupRole: backup(pass(names.map((name) => arn(`${name}-worker`)))),
    };
    const Resources = Object.entries(roles).map(([id, Properties]) => [id, { Type: "AWS::IAM::Role", Properties }]);
    write(
      "t.json",
      JSON.stringify({
        Parameters: { Env: { Type: "String", AllowedValues: ["dev", "prod"] } },
        Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
        Resources: Object.fromEntries(Resources),
      }),
    );
    expect(passRoleOf(await reportOf(CONFIG), "BackupRole").startsWith(expected)).toBe(true);
  },
);
