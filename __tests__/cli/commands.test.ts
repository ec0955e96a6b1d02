import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = runCli([...args]);
  return { status, stdout, stderr };
}

/** Requirements with so many actions that they don't fit into one policy. */
function manyActions(count: number): object {
  const actions = Array.from({ length: count }, (_, index) => {
    const action = `s3:GetSomethingThatIsRatherLong${index}`;
    return index % 3 === 0 ? { action, resources: ["arn:aws:s3:::bucket/*"] } : action;
  });
  return {
    version: "1",
    title: "t",
    source: "s",
    date: "2026-11-23",
    kinds: [{ name: "many", trust: ["ec2"], actions }],
  };
}

describe("policy", () => {
  test.each([
    ["json", "veeam.json", "worker"],
    ["json", "veeam.json", "backup"],
    ["cloudformation", "veeam.yaml", "worker"],
    ["cloudformation", "veeam.yaml", "restore-worker"],
    ["cloudformation", "veeam.yaml", "communication"],
  ])("as %s prints a policy that passes check (%s, %s)", (format, file, kind) => {
    const cwd = makeWorkspace({
      [file]: run("policy", kind, "--format", format, "--appliance", "111122223333").stdout,
    });
    const args = ["check", "--roles", `*eeam*: ${kind}`, "--appliance", "111122223333", "--fail-on", "warning"];
    const { status, stdout } = runCli([...args], { cwd });
    rmSync(cwd, { recursive: true });
    expect([status, stdout.split("\n").filter((line) => line.includes("["))]).toEqual([0, []]);
  });

  test.each(["json", "cloudformation"])("as %s splits a policy that exceeds the quota of one document", (format) => {
    const own = manyActions(300);
    const cwd = makeWorkspace({ "own.json": JSON.stringify(own) });
    const at = { cwd } as const;
    const policy = runCli(["policy", "many", "--requirements", "own.json", "--format", format], at);
    expect(policy.stdout.match(/"?Version"?: "2012-10-17"/g)?.length).toBeGreaterThan(2);
    const file = format === "json" ? "role.json" : "role.yaml";
    writeFileSync(join(cwd, file), policy.stdout);
    const args = ["check", file, "--requirements", "own.json", "--roles", "*any*: many", "--format", "json"];
    const { roles, findings } = JSON.parse(runCli([...args], at).stdout);
    rmSync(cwd, { recursive: true });
    expect(roles.map((role: { kinds: object }) => role.kinds)).toMatchObject([
      { many: { required: 300, granted: 300 } },
    ]);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(["unknown-action"]);
  });

  test("as Terraform includes every action, the trust policy, and the instance profile", () => {
    const { stdout } = run("policy", "communication", "--format", "terraform");
    expect(stdout.match(/^ {6}"[a-z0-9]+:/gm)).toHaveLength(33);
    expect(stdout).toContain('identifiers = ["ec2.amazonaws.com"]');
    expect(stdout).toContain('resource "aws_iam_instance_profile" "veeam_communication"');
  });
});

describe("diff", () => {
  test("lists added and removed actions by kind", () => {
    const { kinds } = JSON.parse(run("diff", "7", "13.1", "--format", "json").stdout);
    expect(kinds).toContainEqual({
      kind: "communication",
      absentIn: null,
      comparedFrom: ["communication"],
      comparedWith: ["communication"],
      added: ["iam:ListAccountAliases", "pricing:GetProducts"],
      removed: [],
    });
    expect(kinds).toContainEqual({
      kind: "vpc-restore",
      absentIn: "7",
      comparedFrom: [],
      comparedWith: ["vpc-restore"],
      added: [],
      removed: [],
    });
  });

  test("reports no difference between a version and itself", () => {
    expect(run("diff", "7", "7").stdout).toBe("the same in 7 and 7: backup, restore, communication\n");
  });
});

describe("a role for EFS", () => {
  const check = (policy: string): string => {
    const folder = mkdtempSync(join(tmpdir(), "efs-"));
    writeFileSync(join(folder, "veeam.json"), policy);
    const { stdout } = runCli(["check", "veeam.json", "--requirements", "latest"], { cwd: folder });
    rmSync(folder, { recursive: true });
    return stdout;
  };

  test("is checked as one, with the conditions for its indexing", () => {
    const kinds = ["efs-backup+efs-backup-indexing", "--requirements", "latest"];
    const policy = run("policy", ...kinds).stdout;
    expect(check(policy)).toContain("efs-backup 69/69   efs-backup-indexing 5/5");
    expect(check(policy.replaceAll('"EfsIndexWorker"', '"Other"'))).toContain("efs-backup-indexing 2/5");
  });
});

describe("explain", () => {
  const explain = (action: string, path = "examples/policy-json/failing") =>
    run("explain", "veeam-restore", action, path).stdout;

  test("names the statements that grant and deny, with their positions", () => {
    expect(explain("ec2:DeleteVolume")).toMatch(
      /^role veeam-restore: ec2:DeleteVolume is denied \(required for restore\)\n/,
    );
    expect(explain("ec2:DeleteVolume")).toMatch(
      /denied by policy veeam-restore, statement NoDeletes.*\n +--> examples\/policy-json\/failing\/veeam-restore\.json:\d+:\d+/,
    );
    expect(explain("ec2:RunInstances")).toMatch(
      /is granted[\s\S]*allowed by policy veeam-restore, statement VeeamWorkers/,
    );
  });

  test("reports an action that no statement names", () => {
    expect(explain("s3:GetBucketAcl")).toBe(
      "role veeam-restore: s3:GetBucketAcl is missing (not required for this role)\n  no statement names it\n",
    );
  });
});

test.each<[string, readonly string[], string]>([
  ["an unknown command", ["chekc"], "error: unknown command chekc\n  help: did you mean `check`?\n"],
  ["an unknown kind", ["policy", "bakcup"], "error: unknown kind `bakcup`\n  help: did you mean `backup`?\n"],
  [
    "a missing kind",
    ["policy"],
    "error: `policy` needs at least one kind\n  help: kinds: backup, restore, communication, backup-worker, restore-worker,\n  worker, everything\n",
  ],
  [
    "an unknown version",
    ["diff", "7", "8"],
    "error: unknown requirements version `8`\n  help: versions: 7, 10, 13.1, latest, or a file of your own (.yml or .json)\n",
  ],
  [
    "an unknown format",
    ["check", "--format", "xml"],
    "error: unknown format xml for check\n  help: formats: text, json, markdown, sarif, junit, code-quality, github\n",
  ],
  [
    "an unknown option",
    ["check", "--aplliance", "x"],
    "error: unknown option --aplliance\n  help: did you mean `--appliance`?\n",
  ],
  [
    "a missing role",
    ["explain", "Nobody", "a:B", "examples/cloudformation/passing"],
    "error: no role matches Nobody\n  help: worker roles: VeeamDeployRole, VeeamWorkerRole\n",
  ],
])("reports a usage error: %s", (_name, args, message) => {
  expect(run(...args)).toEqual({ status: 2, stdout: "", stderr: message });
});

test.each([
  [["explain", "missing-action", "--format", "json"], "explain has no option --format"],
  [["baseline", "--format", "json"], "baseline has no option --format"],
  [["completion", "bash", "--format", "json"], "completion has no option --format"],
  [["diff", "7", "10", "--roles", "x: y"], "diff has no option --roles"],
  [["init", "--fail-on", "never"], "init has no option --fail-on"],
  [["policy", "backup", "--snippets"], "policy has no option --snippets"],
])("rejects an option that the command does not take: %j", (args, message) => {
  const { status, stdout, stderr } = runCli(args);
  expect([status, stdout, stderr.replace(/\s+/g, " ")]).toEqual([
    2,
    "",
    `error: ${message} help: see worker-iam-check ${args[0]} --help `,
  ]);
});

test("names a one-letter option as it was typed", () => {
  expect(runCli(["check", "-q"]).stderr).toContain("unknown option -q\n");
});
