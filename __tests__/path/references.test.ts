import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report } from "../../src/report/report.js";

/** References between a template's roles. Each refers to exactly the role that it names. */
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "references-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ACCOUNT = "111122223333";
const OTHERS = "444455556666";
const named = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const trusting = (AWS: unknown, more: object = {}) => ({
  ...{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" },
  ...more,
});
const onEc2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const allow = (Action: string, Resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const assume = (resource: unknown, more: object = {}) => allow("sts:AssumeRole", resource, more);
const DENY = { Effect: "Deny" };
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const ROOT = { "Fn::Sub": ["arn:aws:iam::$", "{AWS::AccountId}:root"].join("") };
const TAGGED = { Condition: { StringEquals: { "aws:PrincipalTag/veeam": "yes" } } };
const calledBy = (arn: unknown) => ({ Condition: { ArnEquals: { "aws:PrincipalArn": arn } } });

const role = (trust: readonly object[], statements: readonly object[], RoleName?: string) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: document(...trust),
    Policies: [{ PolicyName: "own", PolicyDocument: document(...statements) }],
    ...(RoleName === undefined ? {} : { RoleName }),
  },
});

async function reportOf(resources: object, config: string): Promise<Report> {
  writeFileSync(
    join(folder, "t.json"),
    JSON.stringify({ Parameters: { Choice: { Type: "String" } }, Resources: resources }),
  );
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

const reported = ({ findings }: Report) =>
  findings
    .filter(({ rule }) => rule === "caller-cannot-assume" || rule === "trust-conditional" || rule === "trust-missing")
    .map(({ severity, message }) => `${severity}: ${message.replace(/ \(.*/, "")}`)
    .join("\n");

const CONFIG = "requirements: '10'\nroles: { Worker: worker-configuration, Appliance: appliance }\n";
const BUT_STS = { Effect: "Allow", NotAction: "sts:AssumeRole", Resource: "*" };
const MAY_NOT = "error: role Appliance can't assume role Worker";
const MAY_BE_UNABLE = "warning: role Appliance may be unable to assume role Worker";
const LEFT_OUT = "error: the trust policy of role Worker leaves out role Appliance, the appliance's own";

const UNKNOWN = "warning: can't determine whether the backup appliance can assume role Worker";

type Names = readonly [worker?: string, appliance?: string, other?: string];
const NAMES: readonly Names[] = [[], ["veeam-worker"], ["veeam-worker", "veeam-appliance", "other"]];

const three = (trust: readonly object[], may: readonly object[], [worker, appliance, other]: Names) => ({
  Worker: role(trust, [BUT_STS], worker),
  Other: role([onEc2], [BUT_STS], other),
  Appliance: role([onEc2], [BUT_STS, ...may], appliance),
});

test.each<[title: string, trust: readonly object[], may: readonly object[], says: string]>([
  ["a permission on another role", [trusting(ROOT)], [assume(arnOf("Other"))], MAY_NOT],
  ["a permission on both", [trusting(ROOT)], [assume([arnOf("Other"), arnOf("Worker")])], ""],
  ["a Deny on another role", [trusting(ROOT)], [assume("*"), assume(arnOf("Other"), DENY)], ""],
  ["a Deny on the role", [trusting(ROOT)], [assume("*"), assume(arnOf("Worker"), DENY)], MAY_NOT],
  [
    "a Deny on all except the role",
    [trusting(ROOT)],
    [assume("*"), { ...DENY, Action: "sts:*", NotResource: arnOf("Worker") }],
    "",
  ],
  [
    "a Deny on all except another role",
    [trusting(ROOT)],
    [assume("*"), { ...DENY, Action: "sts:*", NotResource: arnOf("Other") }],
    MAY_NOT,
  ],
  ["a trust policy that names another role", [trusting(arnOf("Other"))], [assume("*")], LEFT_OUT],
  ["a trust policy that names both", [trusting([arnOf("Other"), arnOf("Appliance")])], [], ""],
  ["a trust policy that denies another role", [trusting(arnOf("Appliance")), trusting(arnOf("Other"), DENY)], [], ""],
  [
    "a trust policy that names another role in a condition",
    [trusting(ROOT, calledBy(arnOf("Other")))],
    [assume("*")],
    LEFT_OUT,
  ],
  [
    "a trust policy that names the appliance in a condition",
    [trusting(ROOT, calledBy(arnOf("Appliance")))],
    [assume("*")],
    "",
  ],
  [
    "a permission, and another one under a condition",
    [trusting(ROOT)],
    [assume(arnOf("Worker")), assume("*", TAGGED)],
    "",
  ],
  [
    "a permission, and another one on something unknown",
    [trusting(ROOT)],
    [assume({ Ref: "Choice" }), assume(arnOf("Worker"))],
    "",
  ],
])("checks %s regardless of the roles' names", async (_title, trust, may, says) => {
  for (const names of NAMES)
    expect([names, reported(await reportOf(three(trust, may, names), CONFIG))]).toEqual([names, says]);
});

test.each<[title: string, may: readonly object[], names: Names, says: string]>([
  ["a Deny on some roles", [assume(arnOf("Worker")), assume(named("prod-*"), DENY)], [], MAY_BE_UNABLE],
  ["a permission on some roles", [assume(named("prod-*"))], [], MAY_BE_UNABLE],
  ["a Deny on others by name", [assume("*"), assume(named("prod-*"), DENY)], ["veeam-worker"], ""],
])("checks a literal ARN by the role's name: %s", async (_title, may, names, says) => {
  expect(reported(await reportOf(three([trusting(ROOT)], may, names), CONFIG))).toBe(says);
});

/** An account alone doesn't show which of its roles is the appliance's. If the run has an appliance role, it is that one. */
test.each<[title: string, trusted: unknown, more: string, says: string]>([
  ["that role by ARN", named("veeam-appliance"), "", ""],
  ["that role by reference", arnOf("Appliance"), "", ""],
  ["its own account", ROOT, "", ""],
  ["another role in the account", named("other"), "", LEFT_OUT],
  ["another role by reference", arnOf("Other"), "", `${LEFT_OUT}\n${UNKNOWN}`],
  ["another role by reference, in the account", arnOf("Other"), `accounts: ['${ACCOUNT}']\n`, LEFT_OUT],
  [
    "a role in another account",
    named("veeam-appliance", OTHERS),
    "",
    "error: the trust policy of role Worker does not let the backup appliance assume it",
  ],
  ["another role, if the declared account is not the appliance's", named("other"), `accounts: ['${OTHERS}']\n`, ""],
])("checks trust that names %s if `appliance` is an account", async (_title, trusted, more, says) => {
  const names = ["veeam-worker", "veeam-appliance", "other"] as const;
  const config = `${CONFIG}appliance: '${ACCOUNT}'\n${more}`;
  expect(reported(await reportOf(three([trusting(trusted)], [assume("*")], names), config))).toBe(says);
});

const PASSING = "requirements: '10'\nroles: { Backup: backup, Worker: communication, Appliance: appliance }\n";
const TWO = `accounts: ['${ACCOUNT}', '${OTHERS}']\n`;
const pass = (resource: unknown, more: object = {}) => allow("iam:PassRole", resource, more);

test.each<[title: string, may: readonly object[], link: string]>([
  ["one of them", [pass(named("w"))], "open"],
  ["both", [pass([named("w"), named("w", OTHERS)])], "granted"],
  ["both, with another role in one", [pass([named("w"), named("v", OTHERS)])], "open"],
  ["one of them, with another role", [pass(named("v"))], "missing"],
  ["a third one", [pass(named("w", "999988887777"))], "missing"],
  ["all, with a Deny in one", [pass("*"), pass(named("w"), DENY)], "open"],
  ["none, by reference", [pass(arnOf("Worker"))], "granted"],
  ["none, by a reference to another role", [pass(arnOf("Other"))], "missing"],
  ["none, with a Deny on another role", [pass(arnOf("Worker")), pass(arnOf("Other"), DENY)], "granted"],
])("checks PassRole that names %s of two declared accounts", async (_title, may, link) => {
  const others = { Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" };
  const resources = {
    Backup: role([trusting(arnOf("Appliance"))], [others, ...may]),
    Worker: role([onEc2, trusting(arnOf("Appliance"))], [others], "w"),
    Other: role([onEc2], [others]),
    Appliance: role([onEc2], [others]),
  };
  const { paths = [] } = await reportOf(resources, `${PASSING}${TWO}`);
  expect(paths.map(({ passes }) => passes)).toEqual([link]);
});

test("leaves undecided whether a permission on roles in one of two accounts covers the role", async () => {
  const resources = three([trusting(ROOT)], [assume(named("veeam-*"))], NAMES[2] ?? []);
  expect(reported(await reportOf(resources, `${CONFIG}${TWO}`))).toBe(MAY_BE_UNABLE);
});
