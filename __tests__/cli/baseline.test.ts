import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../bundle/run-bundle.js";
import { commit, emptyFolder, git, removeFolders, repository, writeFiles } from "../discover/repository.js";

afterEach(removeFolders);

const bundle = join(process.cwd(), "dist/cli/index.js");
const failing = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
const worse = failing.replace(/^ *- sqs:ListQueues\n/gm, "");

function run(cwd: string, ...args: readonly string[]) {
  return runCli([...args], { cwd });
}

const ONLY_NEW = ["--fail-on-new-only", "true"] as const;

test("compares with a branch without touching the repository", () => {
  const root = repository({ "infra/veeam.yaml": failing });
  git(root, "checkout", "--quiet", "-b", "feature");
  commit(root, { "infra/veeam.yaml": worse });
  const before = git(root, "status", "--porcelain=v2", "--branch");
  const { status, stdout } = run(root, "check", "--base", "main", ...ONLY_NEW);
  expect(status).toBe(1);
  expect(stdout).toContain("failure: 2 worker roles checked, 3 errors, 0 warnings, 2 already on main; ");
  expect(stdout.match(/^ {2}in part already on main; new: sqs:ListQueues$/gm)).toHaveLength(3);
  expect(git(root, "status", "--porcelain=v2", "--branch")).toBe(before);
  expect(run(root, "check", "--base", "feature", ...ONLY_NEW).status).toBe(0);
  // Uncommitted changes are new, too.
  writeFiles(root, { "infra/veeam.yaml": failing });
  expect(run(join(root, "infra"), "check", "--base", "main", ...ONLY_NEW).status).toBe(0);
  writeFiles(root, { "infra/veeam.yaml": worse });
  expect(run(join(root, "infra"), "check", "--base", "main", ...ONLY_NEW).status).toBe(1);
});

test("reports a missing base and counts every finding", () => {
  const { status, stdout } = run(repository({ "veeam.yaml": failing }), "check", "--base", "gone", ...ONLY_NEW);
  expect(status).toBe(1);
  expect(stdout).toContain("Not compared with gone: it is not in this checkout");
});

test("reports a missing base even if no temporary folder can be created", () => {
  const root = repository({ "veeam.yaml": failing });
  const env = {
    ...process.env,
    TMPDIR: join(root, "nowhere"),
    TEMP: join(root, "nowhere"),
    TMP: join(root, "nowhere"),
  };
  const args = [bundle, "check", "--base", "main"];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env });
  expect(status).toBe(1);
  expect(stdout).toContain("Not compared with main: can't create a temporary folder: no such file or");
});

test("writes a baseline that check accepts, and the same one again", () => {
  const config = "baseline: .github/baseline.json\nfail-on-new-only: true\n";
  const root = emptyFolder();
  writeFiles(root, { "veeam.yaml": failing, ".github/worker-iam-check.yml": config });
  expect(run(root, "check").stderr).toContain("error: the baseline file .github/baseline.json can't be read");
  expect(run(root, "baseline")).toMatchObject({ status: 0, stdout: ".github/baseline.json: 5 findings\n", stderr: "" });
  const written = readFileSync(join(root, ".github/baseline.json"), "utf8");
  const { status, stdout } = run(root, "check");
  expect(status).toBe(0);
  expect(stdout).toContain("0 errors, 0 warnings, 5 already in .github/baseline.json; ");
  writeFiles(root, { "veeam.yaml": `\n\n${failing}` });
  expect(run(root, "check").status).toBe(0);
  run(root, "baseline");
  expect(readFileSync(join(root, ".github/baseline.json"), "utf8")).toBe(written);
  writeFiles(root, { "veeam.yaml": worse });
  expect(run(root, "check").status).toBe(1);
  expect(run(root, "fix", "--roles", "VeeamWorkerRole: ignore", "--dry-run").status).toBe(1);
});

test("prints the baseline if no file is named", () => {
  const root = emptyFolder();
  writeFiles(root, { "veeam.yaml": failing });
  const { stdout } = run(root, "baseline");
  expect(JSON.parse(stdout).findings).toHaveLength(5);
});

test("reports what a baseline can't excuse", () => {
  const root = emptyFolder();
  writeFiles(root, { "veeam.yaml": failing, "broken.json": '{"Statement": [' });
  const { status, stdout, stderr } = run(root, "baseline", "--baseline", "b.json");
  expect([status, stdout]).toEqual([1, "b.json: 5 findings\n"]);
  expect(stderr).toContain("error: broken.json is not valid JSON");
  expect(run(root, "check", "--baseline", "b.json", ...ONLY_NEW).status).toBe(1);
});

(process.platform === "win32" ? test.skip : test)("does not write a baseline through a link out of the folder", () => {
  const [root, outside] = [emptyFolder(), emptyFolder()];
  writeFiles(root, { "veeam.yaml": failing, ".github/worker-iam-check.yml": "baseline: out/b.json\n" });
  symlinkSync(outside, join(root, "out"));
  const { status, stderr } = run(root, "baseline");
  expect([status, stderr]).toEqual([2, expect.stringContaining("a symbolic link points outside")]);
  expect(existsSync(join(outside, "b.json"))).toBe(false);
});

test("marks old findings in SARIF and JSON", () => {
  const root = repository({ "veeam.yaml": failing });
  writeFiles(root, { "veeam.yaml": worse });
  const states = (text: string) => [...text.matchAll(/"(?:baselineState|state)": "(\w+)"/g)].map(([, state]) => state);
  for (const format of ["sarif", "json"]) {
    const found = states(run(root, "check", "--base", "main", "--format", format).stdout);
    expect(found.sort()).toEqual(["unchanged", "unchanged", "updated", "updated", "updated"]);
  }
});

test("reads a tracked baseline from the base, so that a change can't excuse what it breaks", () => {
  const config = "baseline: b.json\nfail-on-new-only: true\n";
  const root = repository({ "veeam.yaml": failing });
  git(root, "checkout", "--quiet", "-b", "feature");
  writeFiles(root, { "veeam.yaml": worse, ".github/worker-iam-check.yml": config });
  expect(run(root, "baseline").status).toBe(0);
  const { status: untracked } = run(root, "check", "--base", "main");
  commit(root, {});
  const { status, stdout } = run(root, "check", "--base", "main");
  expect({ untracked, status }).toEqual({ untracked: 0, status: 1 });
  expect(stdout).toMatch(/The change adds or changes b\.json;\s+its\s+state\s+on\s+main\s+counts\./);
  // It counts once the base has it.
  git(root, "checkout", "--quiet", "-b", "next");
  expect(run(root, "check", "--base", "feature").status).toBe(0);
});
