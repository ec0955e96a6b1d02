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

/** The first thing that `explain` says about an action, for the roles of a template. */
async function heads(
  [role, action]: readonly [string, string],
  roles: Readonly<Record<string, readonly [trust: unknown, ...statements: readonly object[]]>>,
  config: string,
): Promise<readonly string[]> {
  const resources = Object.entries(roles).map(([id, [principal, ...statements]]) => {
    const Policies = [{ PolicyName: "p", PolicyDocument: document(...statements) }];
    const Properties = { RoleName: id, AssumeRolePolicyDocument: trust(principal), Policies };
    return [id, { Type: "AWS::IAM::Role", Properties }];
  });
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources: Object.fromEntries(resources) }));
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
  return text.split("\n").filter((line) => line.startsWith("role "));
}

const EC2 = { Service: "ec2.amazonaws.com" };
const ROOT = { AWS: ACCOUNT };
const REST = allow("ec2:*", "*");

/** The check examines each role that the appliance assumes, and knows if the role's trust makes a permission unnecessary. */
test.each<[what: string, trusted: unknown, own: object, says: string]>([
  ["a permission on it", ROOT, allow("sts:AssumeRole", arn("Backup")), "is granted"],
  ["none, named by the trust", { AWS: arn("App") }, REST, "is granted: its trust policy asks for no permission"],
  ["none, in a trusted account", ROOT, REST, "is missing"],
  ["a permission on another", ROOT, allow("sts:AssumeRole", arn("other")), "is missing"],
  ["a Deny on it", { AWS: arn("App") }, { ...allow("sts:AssumeRole", arn("Backup")), Effect: "Deny" }, "is denied"],
  [
    "a permission under a condition",
    ROOT,
    allow("sts:AssumeRole", "*", { Condition: { StringEquals: { "aws:PrincipalTag/a": "b" } } }),
    "is conditional",
  ],
  ["a trust in another", { AWS: arn("other") }, REST, "is missing: its trust policy leaves this role out"],
])("the appliance with %s", async (_what, trusted, own, says) => {
  const roles = { Backup: [trusted, allow("*", "*")], App: [EC2, own] } as const;
  const told = await heads(
    ["App", "sts:AssumeRole"],
    roles,
    "roles: { Backup: worker-configuration, App: appliance }\n",
  );
  expect(told).toEqual([`role App: sts:AssumeRole on role Backup ${says}`]);
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
])("a role of kinds %s that passes %s", async (kinds, passed, config, says) => {
  const all = { Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" };
  const roles = {
    Worker: [EC2, allow("*", "*")],
    Backup: [ROOT, all, allow("iam:PassRole", passed)],
  } as const;
  const told = await heads(
    ["Backup", "iam:PassRole"],
    roles,
    `roles: { Worker: communication, Backup: '${kinds}' }\n${config}`,
  );
  expect(told).toEqual(says.map((one) => `role Backup: iam:PassRole is ${one}`));
});
