import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { parseCommandLine } from "../../src/cli/arguments.js";
import { policyCommand } from "../../src/cli/policy-command.js";
import { Progress } from "../../src/cli/progress.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { describeCaller } from "../../src/report/describe-caller.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { plain } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";

const ACCOUNT = "123456789012";
const OTHER = "210987654321";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calling-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

function document(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const trust = (principal: unknown, more: object = {}) =>
  document({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more });
const assume = (resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Resource: resource,
  ...more,
});
const EVERYTHING = { Effect: "Allow", NotAction: "sts:AssumeRole", Resource: "*" };

async function reportOf(config: string): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** The findings about the caller's permissions. */
function reported({ findings }: Report): string {
  const reportedFindings = findings.filter(
    ({ rule, actions }) => rule === "caller-cannot-assume" || actions.includes("sts:AssumeRole"),
  );
  return reportedFindings.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
}

const CONFIG = "requirements: '10'\nroles: { BackupRole: worker-configuration, Appliance: appliance }\n";
const declared = (...accounts: readonly string[]) => `accounts: ${JSON.stringify(accounts)}\n`;

function template(principal: unknown, statements: readonly object[], more: object = {}, condition: object = {}): void {
  const role = (properties: object) => ({ Type: "AWS::IAM::Role", Properties: properties });
  write("t.json", {
    Resources: {
      BackupRole: role({
        RoleName: "veeam-backup",
        AssumeRolePolicyDocument: trust(principal, condition),
        Policies: [{ PolicyName: "p", PolicyDocument: document({ Effect: "Allow", Action: "*", Resource: "*" }) }],
      }),
      Appliance: role({
        AssumeRolePolicyDocument: trust({ Service: "ec2.amazonaws.com" }),
        Policies: [{ PolicyName: "own", PolicyDocument: document(EVERYTHING, ...statements) }],
        ...more,
      }),
    },
  });
}

const ITSELF = { AWS: { "Fn::GetAtt": ["Appliance", "Arn"] } };
const ROOT = { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } };
const BY_REFERENCE = { "Fn::GetAtt": ["BackupRole", "Arn"] };
const NOT = "error: role Appliance can't assume role BackupRole";

test.each<[title: string, principal: unknown, statements: readonly object[], says: string, more?: object]>([
  ["directly, without a permission", ITSELF, [], ""],
  ["directly, with a Deny", ITSELF, [assume("*", { Effect: "Deny" })], `${NOT} (policy own)`],
  ["directly, with a Deny on others", ITSELF, [assume("arn:aws:iam::*:role/x-*", { Effect: "Deny" })], ""],
  ["through the account, without a permission", ROOT, [], NOT],
  ["through the account, with a permission on everything", ROOT, [assume("*")], ""],
  ["through the account, with a permission by reference", ROOT, [assume(BY_REFERENCE)], ""],
  ["through the account, with a permission by name", ROOT, [assume(`arn:aws:iam::${ACCOUNT}:role/veeam-backup`)], ""],
  [
    "through the account, with a permission on another role",
    ROOT,
    [assume(`arn:aws:iam::${ACCOUNT}:role/veeam-restore`)],
    NOT,
  ],
  [
    "through the account, with a Deny of the permission",
    ROOT,
    [assume("*"), assume(BY_REFERENCE, { Effect: "Deny" })],
    `${NOT} (policy own)`,
  ],
  [
    "through the account, with a condition on the permission",
    ROOT,
    [assume("*", { Condition: { StringEquals: { "aws:PrincipalTag/veeam": "yes" } } })],
    "warning: role Appliance may be unable to assume role BackupRole (policy own: condition aws:PrincipalTag/veeam)",
  ],
  ["through an account number", { AWS: ACCOUNT }, [], NOT],
  ["through an account number, with a permission", { AWS: ACCOUNT }, [assume("arn:aws:iam::*:role/veeam-*")], ""],
  ["not at all", { Service: "ec2.amazonaws.com" }, [], "error: role Appliance lacks 1 of 1 appliance actions"],
])("checks a template that trusts its appliance %s", async (_title, principal, statements, says) => {
  template(principal, statements);
  const reportedFindings = reported(await reportOf(CONFIG));
  if (says === "") expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
});

const ANYONE = { AWS: "*" };
const APP = `arn:aws:iam::${ACCOUNT}:role/Appliance`;
const onArn = { ArnEquals: { "aws:PrincipalArn": APP } };
const onAccount = { StringEquals: { "aws:PrincipalAccount": ACCOUNT } };
const onTag = { StringEquals: { "aws:PrincipalTag/veeam": "yes" } };
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
const ONLY_EC2 = { Effect: "Allow", Action: "ec2:*", Resource: "*" };
const BUT_STS = [{ Effect: "Allow", Action: "*", Resource: "*" }, assume("*", { Effect: "Deny" })];
const BY_BOUNDARY = `${NOT} (policy boundary: the permissions boundary does not allow it)`;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html */
test.each<[principal: unknown, Condition: object, own: readonly object[], limits: readonly object[], says: string]>([
  [ROOT, onArn, [], [], NOT],
  [ROOT, onArn, [assume("*")], [], ""],
  [ROOT, onArn, [assume("*")], [ONLY_EC2], BY_BOUNDARY],
  [ROOT, onAccount, [], [], NOT],
  [ROOT, onTag, [], [], NOT],
  [ANYONE, onArn, [], [], ""],
  [ANYONE, onArn, [], [ONLY_EC2], ""],
  [ANYONE, onArn, [], BUT_STS, `${NOT} (policy boundary)`],
  [ANYONE, onArn, [assume("*", { Effect: "Deny" })], [], `${NOT} (policy own)`],
  [ANYONE, onAccount, [], [ONLY_EC2], ""],
  [ANYONE, onTag, [], [ONLY_EC2], ""],
  [{ AWS: APP }, onArn, [], [], ""],
  [{ AWS: APP }, onArn, [], [ONLY_EC2], BY_BOUNDARY],
  [{ AWS: [APP, ACCOUNT] }, onArn, [], [], ""],
])(
  "checks trust in %j on condition %j by the caller's permissions",
  async (principal, Condition, own, limits, says) => {
    write("boundary.json", document(...limits));
    const more = { RoleName: "Appliance", ...(limits.length === 0 ? {} : { PermissionsBoundary: BOUNDARY }) };
    template(principal, own, more, { Condition });
    const reportedFindings = reported(
      await reportOf(`${CONFIG}${declared(ACCOUNT)}policies: { '${BOUNDARY}': boundary.json }\n`),
    );
    if (says === "") expect(reportedFindings).not.toContain("assume role");
    else expect(reportedFindings).toContain(says);
  },
);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
test.each([
  ["eu-west-1", "warning: role Appliance may be unable to assume role BackupRole (policy own: a Deny under condition"],
  ["us-east-1", ""],
])(
  "applies a Deny outside the declared region %s to the caller's requests to the global STS endpoint",
  async (region, says) => {
    const outside = { Effect: "Deny", Condition: { StringNotEquals: { "aws:RequestedRegion": region } } };
    template(ITSELF, [assume("*", outside)]);
    const reportedFindings = reported(await reportOf(`${CONFIG}regions: ${region}\n`));
    expect(reportedFindings).toContain(says);
    expect(reportedFindings.includes("unable")).toBe(says !== "");
  },
);

/** The assumed role is in the resource's account. */
test.each([
  ["that exempts the role's account", ACCOUNT, declared(ACCOUNT), ""],
  ["that exempts another account", OTHER, declared(ACCOUNT), `${NOT} (policy own`],
  [
    "if the role's account is unknown",
    ACCOUNT,
    "",
    "warning: role Appliance may be unable to assume role BackupRole (policy own",
  ],
])("applies a Deny on aws:ResourceAccount %s", async (_title, account, config, says) => {
  const outside = { Effect: "Deny", Condition: { StringNotEquals: { "aws:ResourceAccount": account } } };
  template(ROOT, [assume("*"), assume("*", outside)]);
  const reportedFindings = reported(await reportOf(`${CONFIG}${config}`));
  if (says === "") expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
});

test("limits a directly trusted caller by its boundary", async () => {
  write("boundary.json", document({ Effect: "Allow", Action: "ec2:*", Resource: "*" }));
  template(ITSELF, [], { PermissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" });
  const policies = "policies: { 'arn:aws:iam::123456789012:policy/boundary': boundary.json }\n";
  // The actions missing from its own policy aren't needed, and adding them would fix nothing.
  const reportedFindings = reported(await reportOf(`${CONFIG}${policies}`));
  expect(reportedFindings).toContain(NOT);
  expect(reportedFindings).not.toContain("lacks");
  write("boundary.json", document({ Effect: "Allow", Action: "sts:*", Resource: "*" }));
  expect(reported(await reportOf(`${CONFIG}${policies}`))).toBe("");
});

test("limits the caller by a guardrail, which never grants more", async () => {
  write("scp.json", document({ Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" }));
  const guardrails = "guardrails:\n  - [scp.json]\n";
  template(ITSELF, []);
  expect(reported(await reportOf(`${CONFIG}${guardrails}`))).toContain(NOT);
  template(ROOT, []);
  write("scp.json", document({ Effect: "Allow", Action: "*", Resource: "*" }));
  expect(reported(await reportOf(`${CONFIG}${guardrails}`))).toContain(NOT);
});

test.each([
  [ACCOUNT, OTHER, ""],
  [ACCOUNT, ACCOUNT, NOT],
  // The organizational unit may or may not contain the appliance's account.
  ["ou-ab12-cd34ef56", OTHER, "may be unable to assume role BackupRole"],
])("applies a service control policy on %s to the appliance in account %s", async (target, account, says) => {
  template({ AWS: `arn:aws:iam::${account}:role/impersonation` }, [assume("*")], { RoleName: "impersonation" });
  // A role next to the worker is in the worker's account.
  const { Resources } = JSON.parse(readFileSync(join(folder, "t.json"), "utf8"));
  const { Appliance, ...Others } = Resources;
  write("t.json", { Resources: Others });
  write("a.json", { Resources: { Appliance } });
  const Content = document({ Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" });
  const Properties = { Type: "SERVICE_CONTROL_POLICY", Content, TargetIds: [ACCOUNT, target] };
  write("org.json", { Resources: { Guard: { Type: "AWS::Organizations::Policy", Properties } } });
  const appliance = `appliance: arn:aws:iam::${account}:role/impersonation\n`;
  const reportedFindings = reported(await reportOf(`${CONFIG}${declared(ACCOUNT)}${appliance}`));
  if (says === "") expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
});

const SOURCE = `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_iam_role" "appliance" {
  name               = "Appliance"
  assume_role_policy = jsonencode(TRUST_EC2)
  inline_policy {
    name   = "p"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = CALLED }] })
  }
}
resource "aws_iam_role" "backup" {
  name               = "BackupRole"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = TRUSTED }, Action = "sts:AssumeRole" }] })
}
`.replace("TRUST_EC2", JSON.stringify(trust({ Service: "ec2.amazonaws.com" })).replace(/":/g, '"='));

test.each([
  ["aws_iam_role.appliance.arn", '"arn:aws:iam::*:role/other"', ""],
  [`"arn:aws:iam::${ACCOUNT}:root"`, '"arn:aws:iam::*:role/other"', "error: role aws_iam_role.appliance can't assume"],
  [`"arn:aws:iam::${ACCOUNT}:root"`, "aws_iam_role.backup.arn", ""],
])("checks Terraform source that trusts %s, which may assume %s", async (trusted, called, says) => {
  write("main.tf", SOURCE.replace("TRUSTED", trusted).replace("CALLED", called));
  const reportedFindings = reported(await reportOf(CONFIG));
  if (says === "") expect(reportedFindings).not.toContain("assume");
  else expect(reportedFindings).toContain(says);
});

/** Policy files don't reveal an account. Only a declaration does. */
test.each([
  ["their own account", declared(ACCOUNT), ""],
  ["another account", declared(OTHER), NOT],
  ["an unknown account", "", "warning: role Appliance may be unable to assume role BackupRole"],
])("checks policy files with roles in %s", async (_title, accounts, says) => {
  write("Appliance.json", document(EVERYTHING));
  write("own.json", document({ Effect: "Allow", Action: "*", Resource: "*" }));
  write("trust.json", trust({ AWS: `arn:aws:iam::${ACCOUNT}:role/Appliance` }));
  const groups = "groups: { BackupRole: { policies: [own.json], trust: [trust.json] } }\n";
  const reportedFindings = reported(await reportOf(`${CONFIG}${groups}${accounts}`));
  if (says === "") expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
});

test("treats the role in `appliance` as the caller without a line of `roles`", async () => {
  template({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, [], { RoleName: "impersonation" });
  const config = "requirements: '10'\nroles: { BackupRole: worker-configuration }\n";
  const appliance = `appliance: arn:aws:iam::${ACCOUNT}:role/impersonation\n`;
  expect(reported(await reportOf(config))).toBe("");
  expect(reported(await reportOf(`${config}${appliance}`))).toContain(NOT);
});

/** A name is unique in its account, regardless of path and case. */
test.each([
  ["in the declared account with another path", { RoleName: "impersonation", Path: "/apps/" }, ACCOUNT, "error"],
  ["in the declared account in another case", { RoleName: "Impersonation" }, ACCOUNT, "error"],
  ["in the declared account with another name", { RoleName: "impersonator" }, ACCOUNT, ""],
  ["in another account", { RoleName: "Impersonation" }, OTHER, ""],
])("knows that `appliance` does not exist %s", async (_title, name, account, severity) => {
  const arn = `arn:aws:iam::${account}:role/impersonation`;
  template({ AWS: arn }, [assume("*")], name);
  const reportedFindings = reported(await reportOf(`${CONFIG}${declared(ACCOUNT)}appliance: ${arn}\n`));
  const says = "the trust policy of role BackupRole leaves out role Appliance";
  expect(reportedFindings).toBe(severity === "" ? "" : `${severity}: ${says}, the appliance's own`);
});

test.each([
  ["isn't generated", {}, "impersonation", "error: the trust policy of role BackupRole leaves out role Appliance"],
  ["may be generated", {}, "prod-Appliance-1A2B3C4D5E6F", ""],
  ["may be the unknown one", { RoleName: { Ref: "AWS::StackName" } }, "impersonation", ""],
])("compares a caller's name with one in a trust policy that %s", async (_title, name, trusted, says) => {
  template({ AWS: `arn:aws:iam::${ACCOUNT}:role/${trusted}` }, [assume("*")], name);
  const reportedFindings = reported(await reportOf(CONFIG));
  if (says === "") expect(reportedFindings).not.toContain("error: the trust");
  else expect(reportedFindings).toContain(says);
});

test("knows that a declared appliance does not exist if the files create one with the same name", async () => {
  const arns = ["role/impersonation", "role/apps/impersonation"].map((one) => `arn:aws:iam::${ACCOUNT}:${one}`);
  template({ AWS: arns[0] }, [assume("*")], { RoleName: "impersonation", Path: "/apps/" });
  const reportedFindings = reported(await reportOf(`${CONFIG}${declared(ACCOUNT)}appliance: [${arns.join()}]\n`));
  expect(reportedFindings).toBe(
    "error: the trust policy of role BackupRole leaves out role Appliance, the appliance's own",
  );
});

const WITHOUT = "requirements: '10'\nroles: { BackupRole: worker-configuration }\n";
const anyArn = "arn:aws:iam::*:role/veeam-backup";

test.each<[title: string, principal: unknown, config: string, arns: readonly string[] | undefined]>([
  ["the account", ROOT, "", [anyArn]],
  ["the declared account", ROOT, declared(ACCOUNT), [`arn:aws:iam::${ACCOUNT}:role/veeam-backup`]],
  ["an account by number", { AWS: OTHER }, "", [anyArn]],
  ["a role in another account", { AWS: `arn:aws:iam::${OTHER}:role/a` }, declared(ACCOUNT), [expect.any(String)]],
  ["a role in the same account", { AWS: `arn:aws:iam::${ACCOUNT}:role/a` }, declared(ACCOUNT), undefined],
  ["a role in an unknown account", { AWS: `arn:aws:iam::${ACCOUNT}:role/a` }, "", undefined],
  ["both", { AWS: [ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/a`] }, declared(ACCOUNT), undefined],
  ["an account that is not the appliance's", { AWS: [OTHER] }, `appliance: "${ACCOUNT}"\n`, undefined],
  ["nobody", { Service: "ec2.amazonaws.com" }, "", undefined],
  ["everyone", "*", "", undefined],
])(
  "reports the permissions that an appliance outside the files needs if %s is trusted",
  async (_title, principal, config, arns) => {
    template(principal, []);
    const report = await reportOf(`${WITHOUT}${config}`);
    expect(report.roles[0]?.assumedAs).toEqual(arns);
    expect(readReport(new JsonField(JSON.parse(JSON.stringify(report)))).roles[0]?.assumedAs).toEqual(arns);
    expect(describeCaller(report).join()).toContain(arns === undefined ? "" : "needs sts:AssumeRole on arn:");
  },
);

test("does not report the permissions that the appliance needs if a file has its role", async () => {
  template(ROOT, [assume(BY_REFERENCE)]);
  expect(describeCaller(await reportOf(CONFIG))).toEqual([]);
});

test.each([
  [ROOT, anyArn],
  [{ Service: "ec2.amazonaws.com" }, "*"],
])("`policy appliance` prints the statement for the roles that trust %j", async (principal, arn) => {
  template(principal, []);
  write("worker-iam-check.yml", WITHOUT);
  let text = "";
  const terminal = {
    ...{ out: (more: string) => (text += more), error: () => undefined, say: () => undefined, patch: () => undefined },
    ...{ paint: plain, ruleName: String, columns: 80, snippets: false, workingDirectory: folder, today: "2026-11-28" },
    ...{
      progress: new Progress(
        () => undefined,
        () => 0,
      ),
      readInput: () => null,
    },
  };
  const parsed = parseCommandLine(["policy", "appliance"]);
  if (parsed.kind !== "run") throw new Error(parsed.kind);
  expect(await policyCommand(parsed.line, terminal)).toBe(0);
  const [{ Action, Resource }] = JSON.parse(text).Statement;
  expect([Action, Resource].flat()).toEqual(["sts:AssumeRole", arn]);
});
