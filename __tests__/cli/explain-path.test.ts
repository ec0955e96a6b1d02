import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine } from "../../src/cli/arguments.js";
import { explainCommand } from "../../src/cli/explain-command.js";
import { Progress } from "../../src/cli/progress.js";
import { plain } from "../../src/report/text.js";

const ACCOUNT = "111122223333";
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const trust = (Principal: unknown) => document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
const allow = (Action: string, Resource: string, more: object = {}) => ({ Effect: "Allow", Action, Resource, ...more });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "explain-path-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The lines of `explain` about an action, for the roles of a template. */
async function explained(
  [role, action]: readonly [string, string],
  roles: Readonly<Record<string, readonly [trust: unknown, ...statements: readonly object[]]>>,
  config: string,
  keys: Readonly<Record<string, object>> = {},
): Promise<readonly string[]> {
  const resources = Object.entries(roles).map(([id, [principal, ...statements]]) => {
    const Policies = [{ PolicyName: "p", PolicyDocument: document(...statements) }];
    const Properties = { RoleName: id, AssumeRolePolicyDocument: trust(principal), Policies };
    return [id, { Type: "AWS::IAM::Role", Properties }];
  });
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources: { ...Object.fromEntries(resources), ...keys } }));
  writeFileSync(join(folder, "worker-iam-check.yml"), `requirements: '10'\naccounts: ["${ACCOUNT}"]\n${config}`);
  let text = "";
  const terminal = {
    ...{ out: () => undefined, error: () => undefined, say: (more: string) => (text += more), patch: () => undefined },
    ...{ paint: plain, ruleName: String, columns: 80, snippets: false, workingDirectory: folder, today: "2026-11-28" },
    progress: new Progress(
      () => undefined,
      () => 0,
    ),
    readInput: () => null,
  };
  const parsed = parseCommandLine(["explain", role, action]);
  if (parsed.kind !== "run") throw new Error(parsed.kind);
  expect(await explainCommand(parsed.line, terminal)).toBe(0);
  return text.trimEnd().split("\n");
}

/** The first line of `explain` about each role. */
async function heads(...requested: Parameters<typeof explained>): Promise<readonly string[]> {
  return (await explained(...requested)).filter((line) => line.startsWith("role "));
}

const EC2 = { Service: "ec2.amazonaws.com" };
const ROOT = { AWS: ACCOUNT };
const REST = allow("ec2:*", "*");

test("names the files of roles with the same ID", async () => {
  const Properties = { AssumeRolePolicyDocument: trust(ROOT) };
  const Resources = { Backup: { Type: "AWS::IAM::Role", Properties } };
  writeFileSync(join(folder, "other.json"), JSON.stringify({ Resources }));
  const config = "roles: {Backup: ec2-backup}\n";
  expect(await heads(["Backup", "ec2:DescribeHosts"], { Backup: [ROOT, REST] }, config)).toEqual([
    "role other.json:Backup: ec2:DescribeHosts is missing (not required for this role)",
    "role t.json:Backup: ec2:DescribeHosts is granted (not required for this role)",
  ]);
});

/** The check examines each role that the appliance assumes, and knows if the role's trust policy makes a permission unnecessary. */
test.each<[what: string, trusted: unknown, own: object, says: string]>([
  ["a permission for it", ROOT, allow("sts:AssumeRole", arn("Backup")), "is granted"],
  [
    "no permission, named by the trust policy",
    { AWS: arn("App") },
    REST,
    "is granted: its trust policy is enough without a permission",
  ],
  ["no permission, in a trusted account", ROOT, REST, "is missing"],
  ["a permission for another role", ROOT, allow("sts:AssumeRole", arn("other")), "is missing"],
  ["a Deny on it", { AWS: arn("App") }, { ...allow("sts:AssumeRole", arn("Backup")), Effect: "Deny" }, "is denied"],
  [
    "a permission under a condition",
    ROOT,
    allow("sts:AssumeRole", "*", { Condition: { StringEquals: { "aws:PrincipalTag/a": "b" } } }),
    "is conditional",
  ],
  [
    "a permission for a role in another account that trusts it",
    { AWS: arn("other") },
    REST,
    "is missing: its trust policy leaves this role out",
  ],
])("explains the appliance with %s", async (_what, trusted, own, says) => {
  const roles = { Backup: [trusted, allow("*", "*")], App: [EC2, own] } as const;
  const output = await heads(
    ["App", "sts:AssumeRole"],
    roles,
    "roles: { Backup: worker-configuration, App: appliance }\n",
  );
  expect(output).toEqual([`role App: sts:AssumeRole on role Backup ${says}`]);
});

const APPLIANCE = `appliance: "${arn("App")}"\n`;
const trusting = (Principal: unknown) => [Principal, allow("*", "*")] as const;

/** The list includes roles that don't trust the appliance. */
test.each<[what: string, roles: Parameters<typeof explained>[1], config: string, says: readonly string[]]>([
  [
    "trusts only EC2",
    { Backup: trusting(EC2), Other: trusting(ROOT) },
    APPLIANCE,
    [
      "role App: sts:AssumeRole on role Backup is missing: its trust policy does not let the appliance in",
      "    --> t.json:",
      "role App: sts:AssumeRole on role Other is granted",
    ],
  ],
  [
    "trusts another role",
    { Backup: trusting({ AWS: arn("other") }) },
    "",
    ["role App: sts:AssumeRole on role Backup is missing: its trust policy leaves this role out", "    --> t.json:"],
  ],
])("explains the appliance with a role that %s", async (_what, roles, config, says) => {
  const kinds = Object.keys(roles).map((id) => `${id}: worker-configuration`);
  const own = allow("sts:AssumeRole", "*");
  const output = await explained(
    ["App", "sts:AssumeRole"],
    { ...roles, App: [EC2, own] },
    `${config}roles: { ${kinds.join()}, App: appliance }\n`,
  );
  expect(output.slice(0, says.length)).toEqual(says.map((one) => expect.stringContaining(one)));
});

test("explains a Deny in a role's trust policy", async () => {
  const Properties = {
    ...{ RoleName: "Backup", Policies: [{ PolicyName: "p", PolicyDocument: document(allow("*", "*")) }] },
    AssumeRolePolicyDocument: document(
      { Effect: "Allow", Principal: ROOT, Action: "sts:AssumeRole" },
      { Effect: "Deny", Principal: { AWS: arn("App") }, Action: "sts:AssumeRole" },
    ),
  };
  const output = await explained(
    ["App", "sts:AssumeRole"],
    { App: [EC2, allow("sts:AssumeRole", "*")] },
    `${APPLIANCE}roles: { Backup: worker-configuration, App: appliance }\n`,
    { Backup: { Type: "AWS::IAM::Role", Properties } },
  );
  expect(output[0]).toBe(
    "role App: sts:AssumeRole on role Backup is denied: its trust policy denies it (trust policy of Backup)",
  );
  expect(output[1]).toContain("--> t.json:");
});

const KEYS = "roles: { Backup: ec2-backup }\nkeys: [Key]\n";

/** The check also decides on a declared key. */
test.each<[what: string, action: string, statements: readonly object[], says: readonly string[]]>([
  [
    "names another role",
    "kms:CreateGrant",
    [{ Effect: "Allow", Principal: { AWS: arn("admin") }, Action: "kms:*", Resource: "*" }],
    [
      "role Backup: kms:CreateGrant is granted (required for ec2-backup); missing on key Key",
      "  in order: policies granted, key Key missing",
      "  limited by the key: policy Key: no statement there allows the role to perform it",
      "    --> t.json:",
    ],
  ],
  [
    "names the role",
    "kms:CreateGrant",
    [{ Effect: "Allow", Principal: { AWS: arn("Backup") }, Action: "kms:*", Resource: "*" }],
    [
      "role Backup: kms:CreateGrant is granted (required for ec2-backup)",
      "  in order: policies granted, key Key granted",
      "  allowed by the key: policy Key",
    ],
  ],
  [
    "names the account",
    "kms:Decrypt",
    [{ Effect: "Allow", Principal: ROOT, Action: "kms:*", Resource: "*" }],
    [
      "role Backup: kms:Decrypt is granted (not required for this role)",
      "  in order: policies granted, key Key granted",
      "  allowed by the key: policy Key: to the account, whose IAM policies decide",
    ],
  ],
  [
    "denies the role",
    "kms:CreateGrant",
    [
      { Effect: "Allow", Principal: ROOT, Action: "kms:*", Resource: "*" },
      { Sid: "No", Effect: "Deny", Principal: "*", Action: "kms:CreateGrant", Resource: "*" },
    ],
    [
      "role Backup: kms:CreateGrant is granted (required for ec2-backup); denied on key Key",
      "  in order: policies granted, key Key denied",
      "  denied by the key: policy Key, statement No",
    ],
  ],
  [
    "is not needed by any list",
    "kms:ListKeys",
    [{ Effect: "Allow", Principal: { AWS: arn("admin") }, Action: "kms:*", Resource: "*" }],
    ["role Backup: kms:ListKeys is granted (required for ec2-backup)", "  allowed by policy p"],
  ],
])("explains a key policy that %s", async (_what, action, statements, says) => {
  const Key = { Type: "AWS::KMS::Key", Properties: { KeyPolicy: document(...statements) } };
  const output = await explained(["Backup", action], { Backup: [ROOT, allow("*", "*")] }, KEYS, { Key });
  const shown = output.slice(0, says.length).map((line) => line.replace(/(-->.*?:).*/, "$1"));
  expect(shown).toEqual(says);
});

const PASSED = "resources: { iam:PassRole: 'arn:aws:iam::111122223333:role/other' }\n";

test.each<[kinds: string, passed: string, config: string, says: readonly string[]]>([
  [
    "ec2-backup-worker",
    arn("Worker"),
    "",
    ["granted for the communication roles of this check (Worker) (required for ec2-backup-worker)"],
  ],
  ["ec2-backup-worker", arn("other"), PASSED, ["partial (required for ec2-backup-worker)"]],
  [
    "ec2-backup-worker, ec2-restore",
    arn("Worker"),
    "",
    [
      "granted for the communication roles of this check (Worker) (required for ec2-backup-worker)",
      "partial (required for ec2-restore)",
    ],
  ],
])("explains how a role of kinds %s passes %s", async (kinds, passed, config, says) => {
  const all = { Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" };
  const roles = {
    Worker: [EC2, allow("*", "*")],
    Backup: [ROOT, all, allow("iam:PassRole", passed)],
  } as const;
  const output = await heads(
    ["Backup", "iam:PassRole"],
    roles,
    `roles: { Worker: communication, Backup: '${kinds}' }\n${config}`,
  );
  expect(output).toEqual(says.map((one) => `role Backup: iam:PassRole is ${one}`));
});
