import { readFileSync, rmSync } from "node:fs";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const CONFIG = ["--config", "examples/requirements/worker-iam-check.yml"];

function run(args: readonly string[], cwd?: string) {
  const { status, stdout, stderr } = runCli([...args], { cwd });
  return { status, stdout, stderr };
}

test("passes roles that meet the example's requirements", () => {
  const { status, stdout } = run(["check", "examples/requirements/passing.yaml", ...CONFIG]);
  expect(status).toBe(0);
  expect(stdout).toContain("writer 5/5");
  expect(stdout).toContain("cleaner 2/2");
  expect(stdout).toContain("requirements: Acme Archive 2 Operations Manual, chapter 4 (version 2,");
});

test("reports what the other roles lack, and on which resources", () => {
  const { status, stdout } = run(["check", "examples/requirements/failing.yaml", "--format", "json", ...CONFIG]);
  expect(status).toBe(1);
  const findings = JSON.parse(stdout).findings.map(
    ({ rule, role, actions, help }: { rule: string; role: string; actions: string[]; help: string }) => [
      rule,
      role,
      actions,
      help,
    ],
  );
  expect(findings).toEqual([
    [
      "missing-action",
      "ArchiveWriter",
      ["s3:ListBucket"],
      "give the role a policy that allows it on Resource arn:aws:s3:::acme-archive",
    ],
    [
      "trust-missing",
      "ArchiveCleaner",
      ["sts:AssumeRole"],
      "add a statement that allows the service lambda.amazonaws.com to call sts:AssumeRole",
    ],
    [
      "partial-action",
      "ArchiveWriter",
      ["s3:GetObject"],
      "grant them on Resource arn:aws:s3:::acme-archive/*, arn:aws:s3:::acme-settings/archive.json, as the requirements do",
    ],
  ]);
});

describe("the example of another product", () => {
  const config = readFileSync("examples/requirements/velero-config.yml", "utf8");
  const policy = readFileSync("examples/requirements/velero-policy.json", "utf8");
  const check = (text: string) => {
    const cwd = makeWorkspace({
      "examples/requirements/velero.yml": readFileSync("examples/requirements/velero.yml", "utf8"),
      "config.yml": config,
      "velero-policy.json": text,
    });
    const result = run(["check", "velero-policy.json", "--config", "config.yml"], cwd);
    rmSync(cwd, { recursive: true });
    return result;
  };

  test("has a list that its published policy meets", () => {
    const { status, stdout } = run([
      ...["check", "examples/requirements/velero-policy.json"],
      ...["--config", "examples/requirements/velero-config.yml"],
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain("snapshots 6/6");
    expect(stdout).toContain("storage 6/6");
  });

  const actions = [...policy.matchAll(/"((?:ec2|s3):\w+)"/g)].map(([, action]) => action ?? "");
  test("has a published policy with 12 actions", () => expect(actions).toHaveLength(12));

  test.each(["ec2:CreateTags", "s3:AbortMultipartUpload", "s3:ListBucket"])("requires %s", (action) => {
    const { status, stdout } = check(policy.replace(action, `${action}s`));
    expect(status).toBe(1);
    expect(stdout).toContain(action);
  });

  test("rejects a policy for another bucket", () => {
    const { status, stdout } = check(policy.replaceAll("velero-backups", "other-backups"));
    expect(status).toBe(1);
    expect(stdout).toContain("lacks 6 of 6 storage actions");
  });
});

test("reports an error in the requirements file with its position, and a wrong file name with the fix", () => {
  const cwd = makeWorkspace({
    "own.yml": 'version: "1"\ntitle: T\nsource: S\ndate: 2026-01-01\nkinds:\n  - nmae: x\n',
  });
  expect(run(["check", "--requirements", "own.yml"], cwd)).toEqual({
    status: 2,
    stdout: "",
    stderr: [
      "error: own.yml:6:5: unknown key `nmae` in a kind\n  help: did you mean `name`?\n",
      "error: own.yml:6:5: `name` is missing from a kind\n  help: add `name:`\n",
      "error: own.yml:6:5: `actions` is missing from a kind\n  help: list the actions, for example `- ec2:CreateSnapshot`\n",
    ].join(""),
  });
  expect(run(["check", "--requirements", "gone.yml"], cwd).stderr).toBe(
    "error: the requirements file gone.yml can't be read\n  help: check the path given as `requirements`: it is relative to the root of\n  the repository\n",
  );
  rmSync(cwd, { recursive: true });
});

test("compares requirements files with diff", () => {
  const file = "examples/requirements/acme-archive.yml";
  expect(run(["diff", file, file]).stdout).toBe(`the same in ${file} and\n${file}: writer, cleaner\n`);
});
