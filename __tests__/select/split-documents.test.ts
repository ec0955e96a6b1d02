import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report, ReportedFinding } from "../../src/report/report.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";

const BACKUP = catalogRequirements("7")?.kinds.find(({ name }) => name === "backup")?.actions ?? [];
const ACTIONS = BACKUP.map(({ action }) => action);
const HALF = Math.ceil(ACTIONS.length / 2);
const [FIRST, SECOND] = [ACTIONS.slice(0, HALF), ACTIONS.slice(HALF)];
const THIRD = ACTIONS.slice(0, 9);

const WITHOUT_DESCRIBE = ACTIONS.filter((action) => !action.startsWith("ec2:Describe"));

const allow = (actions: readonly string[] | string) => ({ Effect: "Allow", Action: actions, Resource: "*" });
const deny = (actions: readonly string[]) => ({ ...allow(actions), Effect: "Deny" });

const LACKING = [allow(ACTIONS.slice(1))];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "split-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, readonly object[]>>): void {
  for (const [name, statements] of Object.entries(files)) {
    const path = join(folder, `${name}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  }
}

async function checked(config: string, version = "7"): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: `requirements: "${version}"\n${config}` });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

async function findings(config: string, version?: string): Promise<readonly ReportedFinding[]> {
  return (await checked(config, version)).findings;
}

const lineIn = ({ help }: ReportedFinding): string | undefined => /add `([^`]*)` to `groups`/.exec(help ?? "")?.[1];

test.each<[string, Readonly<Record<string, readonly object[]>>, string]>([
  ["halves", { "veeam-backup-1": [allow(FIRST)], "veeam-backup-2": [allow(SECOND)] }, "veeam-backup"],
  ["halves in a subfolder", { "a/veeam-1": [allow(FIRST)], "a/veeam-2": [allow(SECOND)] }, "veeam"],
  ["a part with any name", { "veeam-backup": [allow(FIRST)], rest: [allow(SECOND)] }, "veeam-backup"],
  ["a name with a space", { "veeam 1": [allow(FIRST)], "veeam 2": [allow(SECOND)] }, "veeam"],
  [
    "a part that nothing needs",
    { "veeam-backup-1": [allow(FIRST)], "veeam-backup-2": [allow(SECOND)], "veeam-backup-3": [allow(THIRD)] },
    "veeam-backup",
  ],
  [
    "halves next to a complete role",
    { "veeam-backup-1": [allow(FIRST)], "veeam-backup-2": [allow(SECOND)], "veeam-restore": [allow(ACTIONS)] },
    "veeam-backup",
  ],
  [
    "parts that have a few actions in common",
    { "veeam-backup-1": [allow(ACTIONS.slice(0, 55))], "veeam-backup-2": [allow(ACTIONS.slice(45))] },
    "veeam-backup",
  ],
])("suggests the line that joins %s, and fix leaves them alone", async (_name, files, group) => {
  write(files);
  const found = await findings("");
  const first = found.find(({ location }) => /1|backup/.test(location.file));
  expect(first).toMatchObject({ rule: "missing-action", fix: null });
  const line = first === undefined ? undefined : lineIn(first);
  expect(line).toMatch(new RegExp(`^${group}: \\{ policies: \\[`));
  const after = await findings(`groups: { ${line} }\n`);
  expect(after.filter(({ role }) => role === group)).toEqual([]);
});

test.each(["10", "13.1"])("suggests a group for files that are parts of version %s's lists", async (version) => {
  write({ "veeam-backup-1": [allow(FIRST)], "veeam-backup-2": [allow(SECOND)] });
  const missing = (await findings("", version)).filter(({ rule }) => rule === "missing-action");
  expect(missing.length).toBeGreaterThan(1);
  for (const finding of missing) {
    expect(lineIn(finding)).toBe("veeam-backup: { policies: [veeam-backup-1.json, veeam-backup-2.json] }");
    expect(finding.fix).toBeNull();
  }
});

test("gives groups of different folders different names", async () => {
  const split = { "veeam-backup-1": [allow(FIRST)], "veeam-backup-2": [allow(SECOND)] };
  for (const place of ["", "dev/", "prod/"])
    write(Object.fromEntries(Object.entries(split).map(([name, statements]) => [place + name, statements])));
  const lines = new Set((await findings("")).map(lineIn));
  const named = [...lines].map((line = "") => line.split(":")[0]);
  expect(named.sort()).toEqual(["veeam-backup", "veeam-backup-dev", "veeam-backup-prod"]);
  const after = await findings(`groups: { ${[...lines].join(", ")} }\n`);
  expect(after.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("joins each of several sets in one folder", async () => {
  const halves = [FIRST, SECOND].entries();
  for (const [at, actions] of halves)
    write({
      [`veeam-old-${at}`]: [allow(actions)],
      [`veeam-new-${at}`]: [allow(actions)],
      [`${at}-x`]: [allow(actions)],
    });
  const lines = new Set((await findings("")).map(lineIn));
  expect([...lines].map((line = "") => line.split(":")[0]).sort()).toEqual(["veeam-new", "veeam-old"]);
  const after = await findings(`groups: { ${[...lines].join(", ")} }\n`);
  expect(after.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("joins the parts of a set that lacks an action, although another set in the folder has it", async () => {
  for (const [at, actions] of [FIRST, SECOND].entries())
    write({ [`veeam-old-${at}`]: [allow(actions.slice(1 - at))], [`veeam-new-${at}`]: [allow(actions)] });
  const found = await findings("roles: ['*: backup']\n");
  const lines = new Set(found.filter(({ rule }) => rule === "missing-action").map(lineIn));
  expect([...lines].sort()).toEqual(
    ["new", "old"].map((set) => `veeam-${set}: { policies: [veeam-${set}-0.json, veeam-${set}-1.json] }`),
  );
  const after = await findings(`groups: { ${[...lines].join(", ")} }\n`);
  expect(after.map(({ role, actions }) => [role, actions])).toEqual([["veeam-old", ACTIONS.slice(0, 1)]]);
});

const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };

test.each<[string, readonly object[]]>([
  ["a Deny", [allow(SECOND), deny(["ec2:DeleteSnapshot"])]],
  ["a condition", [{ ...allow(SECOND), Condition }]],
])("suggests a group for numbered files of which one has %s, and fix leaves them alone", async (_what, statements) => {
  write({ "veeam-backup-0": [allow(FIRST)], "veeam-backup-1": statements });
  const found = (await findings("")).filter(({ rule }) => rule === "missing-action");
  expect(found).toHaveLength(2);
  for (const finding of found) {
    expect(finding.fix).toBeNull();
    expect(lineIn(finding)).toBe("veeam-backup: { policies: [veeam-backup-0.json, veeam-backup-1.json] }");
  }
});

const byService = (actions: readonly string[], more: Readonly<Record<string, readonly string[]>> = {}) => {
  const ofEc2 = actions.filter((action) => action.startsWith("ec2:"));
  const others = actions.filter((action) => !action.startsWith("ec2:"));
  return { ec2: ofEc2, one: others.slice(0, 20), other: others.slice(20), ...more };
};
const quarters = Object.fromEntries(
  [0, 1, 2, 3].map((at) => [`p${at}`, ACTIONS.filter((_, index) => index % 4 === at)]),
);

test.each<[string, Readonly<Record<string, readonly string[]>>, string, readonly string[]]>([
  ["one of which names half of a list", byService(ACTIONS), "together cover backup", ["ec2"]],
  ["that lack an action", byService(ACTIONS.slice(1)), "together cover 88 of 89 backup actions", ["ec2"]],
  ["none of which names enough to be noticed", quarters, "together cover backup", ["p0", "p1", "p2", "p3"]],
  ["next to another policy", byService(ACTIONS, { lambda: ["lambda:InvokeFunction"] }), "cover backup", ["ec2"]],
])("names the group in the list of unchecked files, for files %s", async (_name, files, words, listed) => {
  write(Object.fromEntries(Object.entries(files).map(([name, actions]) => [name, [allow(actions)]])));
  const { findings: found, notChecked } = await checked("");
  expect(notChecked.map(({ id }) => id)).toEqual(listed);
  const [none] = found;
  expect(none).toMatchObject({ rule: "no-worker-role", help: expect.stringContaining(words) });
  const line = none === undefined ? undefined : lineIn(none);
  expect(notChecked[0]?.reason).toContain(
    `add \`${line}\` to \`groups\`; otherwise, to check it, add \`${listed[0]}: KIND\``,
  );
  const after = await findings(`groups: { ${line} }\n`);
  expect(after.flatMap(({ rule, actions }) => [rule, ...actions])).toEqual(
    words.includes("of") ? ["missing-action", ACTIONS[0]] : [],
  );
});

test("leaves the reason as it is if a template creates the worker role", async () => {
  write(Object.fromEntries(Object.entries(byService(ACTIONS)).map(([name, actions]) => [name, [allow(actions)]])));
  const role = {
    Type: "AWS::IAM::Role",
    Properties: { Policies: [{ PolicyDocument: { Statement: [allow(ACTIONS)] } }] },
  };
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources: { VeeamBackup: role } }));
  const { notChecked } = await checked("");
  expect(notChecked.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^names 46 of 89 backup actions: /)]);
});

test("suggests a group for files that together still lack actions, and then reports only these", async () => {
  write({ "veeam-backup-1": [allow(FIRST)], "veeam-backup-2": [allow(SECOND.slice(3))] });
  const found = (await findings("roles: ['*: backup']\n")).filter(({ rule }) => rule === "missing-action");
  expect(found).toHaveLength(2);
  for (const finding of found) {
    expect(finding.fix).toBeNull();
    expect(finding.help).toContain(`together cover ${ACTIONS.length - 3} of ${ACTIONS.length} backup actions`);
  }
  const [first] = found;
  const after = await findings(`groups: { ${first === undefined ? "" : lineIn(first)} }\nroles: ['*: backup']\n`);
  const [left, ...others] = after.filter(({ rule }) => rule === "missing-action");
  expect(others).toEqual([]);
  expect(left?.actions).toEqual(SECOND.slice(0, 3));
  expect(left?.fix).not.toBeNull();
});

test("suggests it for files that together meet several lists of one version", async () => {
  const expected = ["ec2-backup", "rds-backup"].flatMap(
    (name) => catalogRequirements("13.1")?.kinds.find((kind) => kind.name === name)?.actions ?? [],
  );
  const all = [...new Set(expected.map(({ action }) => action))].sort();
  const half = Math.ceil(all.length / 2);
  write({ "veeam-1": [allow(all.slice(0, half))], "veeam-2": [allow(all.slice(half))] });
  const roles = "roles: ['*: ec2-backup, rds-backup']\n";
  const found = (await findings(roles, "13.1")).filter(({ rule }) => rule === "missing-action");
  expect(found.map(({ fix }) => fix)).toEqual(found.map(() => null));
  expect(new Set(found.map(lineIn))).toEqual(new Set(["veeam: { policies: [veeam-1.json, veeam-2.json] }"]));
});

const actionsOf = (name: string) =>
  (catalogRequirements("13.1")?.kinds.find((kind) => kind.name === name)?.actions ?? []).map(({ action }) => action);
const ofDynamodb = actionsOf("dynamodb-backup");

test.each<[string, Readonly<Record<string, readonly string[]>>]>([
  [
    "policies for several workloads that overlap",
    {
      "ec2-backup": actionsOf("ec2-backup").filter((action) => action !== "kms:CreateGrant"),
      "rds-backup": actionsOf("rds-backup"),
    },
  ],
  [
    "a role for all workloads and a complete role for one of them",
    {
      "full-list": actionsOf("full-list").filter((action) => !ofDynamodb.includes(action)),
      "dynamodb-backup": ofDynamodb,
    },
  ],
])("does not join %s", async (_name, files) => {
  write(Object.fromEntries(Object.entries(files).map(([kind, actions]) => [`veeam-${kind}`, [allow(actions)]])));
  const roles = Object.keys(files).map((kind) => `veeam-${kind}: ${kind}`);
  const found = await findings(`roles: ${JSON.stringify(roles)}\n`, "13.1");
  const [missing] = found.filter(({ rule }) => rule === "missing-action");
  expect(missing?.fix).not.toBeNull();
  expect(missing?.help).not.toContain("`groups`");
});

test.each<[string, Readonly<Record<string, readonly object[]>>]>([
  ["a file in another folder", { "a/veeam-backup": [allow(FIRST)], "b/veeam-backup": [allow(SECOND)] }],
  ["an administrator's policy", { "veeam-backup": [allow(FIRST)], admin: [allow("*")] }],
  ["whole services", { "veeam-backup": [allow(FIRST)], rest: [allow(["ec2:*", "ebs:*", "kms:*", "sqs:*", "ssm:*"])] }],
  ["another product's policy", { "veeam-backup": [allow(FIRST)], other: [allow([...SECOND, ...names(30)])] }],
  ["a Deny", { "veeam-backup": [allow(FIRST)], rest: [allow(SECOND), deny(FIRST.slice(0, 1))] }],
  ["a role that lacks an action and one that lacks none", { "veeam-dev": [allow(ACTIONS)], "veeam-prod": LACKING }],
  ["roles of several regions", { "veeam-eu": LACKING, "veeam-us": [allow(ACTIONS)], "veeam-ap": LACKING }],
  ["roles of several accounts", { "veeam-111122223333": LACKING, "veeam-444455556666": [allow(ACTIONS)] }],
  ["numbered roles that both lack an action", { "veeam-1": LACKING, "veeam-2": [allow(ACTIONS.slice(0, -1))] }],
  ["numbered roles of which one has a Deny", { "veeam-1": [allow(ACTIONS), deny(THIRD)], "veeam-2": LACKING }],
  [
    "a version of a role that has wildcards",
    { veeam: LACKING, "veeam-v2": [allow([...WITHOUT_DESCRIBE, "ec2:Describe*"])] },
  ],
  ["a small role and a complete one", { "veeam-prod": [allow(FIRST)], "veeam-dev": [allow(ACTIONS)] }],
  [
    "a role that has half of another's actions",
    { "veeam-prod": [allow(FIRST)], "veeam-dev": [allow(ACTIONS.slice(20))] },
  ],
  ["less than half of the list", { "veeam-backup": [allow(FIRST.slice(0, 20))], rest: [allow(SECOND.slice(0, 4))] }],
])("does not join %s", async (_name, files) => {
  write(files);
  const found = await findings("");
  expect(found.filter(({ rule }) => rule === "missing-action")).not.toEqual([]);
  expect(found.map(lineIn).filter((line) => line !== undefined)).toEqual([]);
});

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `ec2:Other${index}`);
}
