import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeFixedFile } from "../../src/publish/write-fixed-file.js";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const template = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
const policy = readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8");
const unlessWindows = process.platform === "win32" ? test.skip : test;

const open: string[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function workspace(files: Readonly<Record<string, string>>): string {
  const folder = makeWorkspace(files);
  open.push(folder);
  return folder;
}

function run(cwd: string, command: string, ...args: readonly string[]) {
  return runCli([command, ...args], { cwd });
}

function rulesLeft(cwd: string): readonly string[] {
  const { findings } = JSON.parse(run(cwd, "check", "--format", "json").stdout);
  return findings.map((finding: { rule: string }) => finding.rule);
}

test("adds missing actions to the right list and changes nothing else", () => {
  const cwd = workspace({ "veeam.json": policy });
  const { status, stdout, stderr } = run(cwd, "fix");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("fixed[missing-action] role veeam lacks 7 of 89 backup actions\n  --> veeam.json:7:17\n");
  expect(stdout).toContain("made 1 fix in 1 file; 0 findings left\n");
  const fixed = readFileSync(join(cwd, "veeam.json"), "utf8");
  const added = fixed.split("\n").filter((line) => !policy.includes(line.replace(/,$/, "")));
  expect(added).toHaveLength(7);
  expect(fixed.split("\n").length - policy.split("\n").length).toBe(7);
  expect(rulesLeft(cwd)).toEqual([]);
  expect(run(cwd, "fix").stdout).toContain("nothing to fix automatically; 0 findings left\n");
  expect(readFileSync(join(cwd, "veeam.json"), "utf8")).toBe(fixed);
  expect(readdirSync(cwd)).toEqual(["veeam.json"]);
});

test("adds an action once if two kinds lack it", () => {
  const cwd = workspace({ "a.yaml": template });
  run(cwd, "fix");
  const fixed = readFileSync(join(cwd, "a.yaml"), "utf8");
  expect(rulesLeft(cwd)).not.toContain("missing-action");
  expect(fixed.match(/ec2:RunInstances/g)).toHaveLength(1);
});

test("prints a diff and writes nothing with --dry-run", () => {
  const cwd = workspace({ "veeam.json": policy });
  const { status, stdout, stderr } = run(cwd, "fix", "--dry-run");
  expect(status).toBe(1);
  expect(stdout).toMatch(/^--- a\/veeam\.json\n\+\+\+ b\/veeam\.json\n@@ /);
  expect(stderr).toBe("would make 1 fix in 1 file; 0 findings left\n");
  expect(readFileSync(join(cwd, "veeam.json"), "utf8")).toBe(policy);
});

test("explains with --dry-run why it skips a finding", () => {
  const shared =
    'Resources:\n  W:\n    Type: AWS::IAM::Role\n    Properties: &p\n      AssumeRolePolicyDocument: {Statement: []}\n      Policies:\n        - PolicyName: p\n          PolicyDocument: {Statement: [{Effect: Allow, Action: ["sqs:*"], Resource: "*"}]}\n  Other:\n    Type: AWS::IAM::Role\n    Properties: *p\n';
  const cwd = workspace({ "a.yaml": shared });
  const { stdout, stderr } = run(cwd, "fix", "--dry-run", "--roles", "W: communication");
  expect(stderr).toMatch(
    /^error\[missing-action\] .*\n {2}--> a\.yaml:\d+:\d+\n {2}help: .* would also affect Other\n\n/m,
  );
  expect(stdout).not.toContain("ssm");
});

test.each<[string, (text: string) => Buffer]>([
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\ufeff${text}`)],
  ["UTF-16 LE", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ["UTF-16 BE", (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
])("keeps a file in %s", (_, encode) => {
  const cwd = workspace({ "veeam-plain.json": policy, "veeam.json": "" });
  writeFileSync(join(cwd, "veeam.json"), encode(policy));
  run(cwd, "fix", "veeam-plain.json");
  expect(run(cwd, "fix", "veeam.json").status).toBe(0);
  const fixed = readFileSync(join(cwd, "veeam-plain.json"), "utf8");
  expect(readFileSync(join(cwd, "veeam.json")).equals(encode(fixed))).toBe(true);
});

test("leaves suppressed findings alone", () => {
  const config = "suppressions:\n  - rule: missing-action\n    role: veeam\n    reason: later\n";
  const cwd = workspace({ "veeam.json": policy, ".github/worker-iam-check.yml": config });
  expect(run(cwd, "fix").stdout).toContain("nothing to fix automatically");
  expect(readFileSync(join(cwd, "veeam.json"), "utf8")).toBe(policy);
});

unlessWindows("keeps a file's mode and does not write through a link", () => {
  const cwd = workspace({ "veeam.json": policy, "b/veeam.json": policy });
  chmodSync(join(cwd, "veeam.json"), 0o640);
  expect(run(cwd, "fix", "veeam.json").status).toBe(0);
  expect(statSync(join(cwd, "veeam.json")).mode & 0o777).toBe(0o640);
  symlinkSync("b/veeam.json", join(cwd, "veeam-link.json"));
  const linked = run(cwd, "fix", "veeam-link.json");
  expect(linked.status).toBe(2);
  expect(linked.stderr).toBe(
    "error: veeam-link.json is not changed: it is a symbolic link; name the file that it points to\n",
  );
  expect(lstatSync(join(cwd, "veeam-link.json")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(cwd, "b/veeam.json"), "utf8")).toBe(policy);
});

test("does not write to a file outside the working directory", () => {
  const cwd = workspace({ "veeam.json": policy });
  mkdirSync(join(cwd, "below"));
  const { status, stderr } = run(join(cwd, "below"), "fix", "../veeam.json");
  expect(status).toBe(2);
  expect(stderr).toContain("../veeam.json is not changed: it is outside the working directory");
  expect(readFileSync(join(cwd, "veeam.json"), "utf8")).toBe(policy);
});

describe("does not overwrite a file", () => {
  const write = (root: string, before: string) =>
    writeFixedFile({ root, workingDirectory: root, confined: false }, { path: "a.json", before, after: "fixed" });

  test("that changed in the meantime", () => {
    const cwd = workspace({ "a.json": "new" });
    expect(write(cwd, "old")).toContain("changed in the meantime");
    expect(readFileSync(join(cwd, "a.json"), "utf8")).toBe("new");
  });

  test("that was deleted in the meantime", () => {
    expect(write(workspace({}), "old")).toContain("no such file");
  });

  unlessWindows("does not write through a link that leaves the repository", () => {
    const outside = workspace({ "a.json": "old" });
    const root = workspace({});
    symlinkSync(outside, join(root, "link"));
    const scope = { root, workingDirectory: root, confined: false };
    expect(writeFixedFile(scope, { path: "link/a.json", before: "old", after: "new" })).toContain("points outside");
    expect(readFileSync(join(outside, "a.json"), "utf8")).toBe("old");
  });
});

test("repairs JSON copied from the vendor's page, then fixes it", () => {
  const broken = policy
    .replace(/^ +/gm, (blank) => "\u00a0".repeat(blank.length))
    .replace('"ec2:CreateSnapshot",', '"ec2:CreateSnapshot"')
    .replace('"2012-10-17"', '"2012-10-17');
  const cwd = workspace({ "veeam.json": broken, "whole/veeam.json": policy });
  const { status, stdout } = run(cwd, "fix");
  expect(status).toBe(0);
  expect(stdout).toContain("fixed[unreadable-file] veeam.json is not valid JSON");
  expect(stdout).toContain("made 3 fixes in 2 files; 0 findings left\n");
  expect(readFileSync(join(cwd, "veeam.json"), "utf8")).toBe(readFileSync(join(cwd, "whole/veeam.json"), "utf8"));
});

/** A temporary copy of a folder of the repository. */
function copyOf(folder: string): string {
  const texts = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  return workspace(Object.fromEntries(texts));
}

test("fixes a .tf source once instead of its plan", () => {
  const cwd = copyOf("examples/terraform/failing");
  const { status, stdout } = run(cwd, "fix", ".");
  expect(status).toBe(1);
  expect(stdout).toContain("Add the 4 actions to policy aws_iam_role_policy.worker\n");
  expect(stdout).toContain("the plan still has the old policy: create a new plan");
  expect(stdout).toContain("Add the 2 actions to policy aws_iam_policy.backup\n");
  const fixed = readFileSync(join(cwd, "main.tf"), "utf8");
  expect(fixed).toContain('        "ssmmessages:OpenDataChannel",\n');
  expect(fixed).toContain('      "events:PutTargets",\n');
  expect(run(cwd, "fix", ".").stdout).toContain("nothing to fix automatically");
  expect(readFileSync(join(cwd, "main.tf"), "utf8")).toBe(fixed);
});

test("adds to a list that differs from the plan's what both lack", () => {
  const cwd = copyOf("examples/terraform/failing");
  const differing = readFileSync(join(cwd, "main.tf"), "utf8").replace('"ec2:DeleteTags"', '"ec2:DeleteKeyPair"');
  writeFileSync(join(cwd, "main.tf"), differing);
  run(cwd, "fix", ".");
  const source = readFileSync(join(cwd, "main.tf"), "utf8");
  expect(source.match(/"events:PutTargets"/g)).toHaveLength(1);
  expect(source).not.toContain('"ec2:DeleteTags"');
});

test("fixes a .tf source without a plan until it passes", () => {
  const cwd = copyOf("examples/terraform/failing");
  rmSync(join(cwd, "plan.json"));
  expect(run(cwd, "fix", ".").stdout).toContain("made 2 fixes in 1 file; 0 findings left\n");
  expect(run(cwd, "check", ".").status).toBe(0);
});

test("prints what it can't edit in a .tf source", () => {
  const folder = "__tests__/fixtures/terraform/count";
  const roles = ["--roles", "*: communication", "--terraform-root", ".", "--dry-run"] as const;
  expect(run(copyOf(folder), "fix", ".", ...roles).stderr).toMatch(
    /resource "aws_iam_instance_profile" "(\w+)" {\n {2}count = length\((aws_iam_role\.\1)\)\n\n {2}name = \2\[count\.index\]\.name\n {2}role = \2\[count\.index\]\.name\n}\n/,
  );
});

test("fixes a policy file that the configuration reads once, for the plan that contains it", () => {
  const folder = "__tests__/fixtures/terraform/file-json";
  const names = readdirSync(folder);
  const cwd = workspace(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")])));
  const args = ["fix", "plan.json", "--roles", "*: communication", "--terraform-root", "."] as const;
  const { status, stdout } = run(cwd, ...args);
  expect(status).toBe(1);
  expect(stdout).toContain("the plan still has the old policy: create a new plan");
  expect(stdout).not.toContain("to add by hand");
  const changed = names.filter(
    (name) => readFileSync(join(cwd, name), "utf8") !== readFileSync(join(folder, name), "utf8"),
  );
  expect(changed).toEqual(["main.tf", "policy.json"]);
  expect(readFileSync(join(cwd, "main.tf"), "utf8")).toContain('resource "aws_iam_instance_profile"');
  const fixed = readFileSync(join(cwd, "policy.json"), "utf8");
  expect(fixed).toContain("ssmmessages:OpenDataChannel");
  run(cwd, ...args);
  expect(readFileSync(join(cwd, "policy.json"), "utf8")).toBe(fixed);
});

test("accepts --dry-run only for fix", () => {
  const { status, stderr } = run(workspace({}), "check", "--dry-run");
  expect([status, stderr]).toEqual([
    2,
    "error: check has no option --dry-run\n  help: see worker-iam-check check --help\n",
  ]);
});
