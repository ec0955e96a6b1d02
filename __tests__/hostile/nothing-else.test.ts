import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";

const cli = join(process.cwd(), "dist/cli/index.js");
const action = join(process.cwd(), "dist/action/index.js");
const passing = readFileSync("examples/cloudformation/passing/worker-roles.yaml", "utf8");
const failing = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
const policy = readFileSync("examples/policy-json/passing/veeam-communication.json", "utf8");

const open: string[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function workspace(files: Readonly<Record<string, string>>): string {
  const folder = makeWorkspace(files);
  open.push(folder);
  return folder;
}

/** Every path below a folder with its size and modification time. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path));
      return `${path} ${size} ${mtimeMs}`;
    });
}

const unlessWindows = process.platform === "win32" ? test.skip : test;
const onLinux = process.platform === "linux" ? test : test.skip;

test.each<[string, readonly string[], number]>([
  ["check", [cli, "check"], 1],
  ["check as SARIF", [cli, "check", "--format", "sarif"], 1],
  ["explain", [cli, "explain", "VeeamWorkerRole", "sqs:ReceiveMessage"], 0],
  ["fix --dry-run", [cli, "fix", "--dry-run"], 1],
  ["policy", [cli, "policy", "communication"], 0],
  ["diff", [cli, "diff", "7", "13.1"], 0],
  ["a run of the Action", [action], 1],
])("writes no files during %s", (_name, args, expected) => {
  const [root, home] = [workspace({ "veeam.yaml": failing, "broken.json": policy.slice(0, 900) }), workspace({})];
  const before = snapshot(root);
  const places = { HOME: home, TMPDIR: home, TEMP: home, TMP: home, XDG_CACHE_HOME: home };
  const env = { ...places, PATH: process.env.PATH, ...(args.includes(action) ? { GITHUB_WORKSPACE: root } : {}) };
  const { status } = spawnSync(process.execPath, args, { cwd: root, env });
  expect(status).toBe(expected);
  expect(snapshot(root)).toEqual(before);
  expect(snapshot(home)).toEqual([]);
});

describe("text that a plan marks as sensitive", () => {
  const fixture = "__tests__/fixtures/terraform/sensitive";
  // An invalid action, which a message names unless it is a secret.
  const plan = readFileSync(join(fixture, "plan.json"), "utf8").replaceAll("a:B", "MARKER-SECRET");
  const source = readFileSync(join(fixture, "main.tf"), "utf8").replaceAll("MARKER-SECRET", "");

  /** All output of a check and of a run of the Action. */
  function outputs(text: string): readonly string[] {
    const [root, other] = [workspace({ "plan.json": text, "main.tf": source }), workspace({})];
    const roles = "*: backup, restore, communication";
    const shown = ["text", "json", "markdown", "sarif", "github"].map((format) => {
      const args = [cli, "check", "--roles", roles, "--format", format];
      return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" }).stdout;
    });
    const summary = join(other, "summary.md");
    const named = { GITHUB_WORKSPACE: root, GITHUB_STEP_SUMMARY: summary, INPUT_ROLES: roles };
    const files = { "INPUT_REPORT-FILE": "out/report.json", "INPUT_SARIF-FILE": "out/report.sarif" };
    const env = { PATH: process.env.PATH, ...named, ...files };
    const run = spawnSync(process.execPath, [action], { cwd: root, encoding: "utf8", env });
    const written = [summary, join(root, "out/report.json"), join(root, "out/report.sarif")];
    return [...shown, run.stdout, ...written.map((path) => readFileSync(path, "utf8"))];
  }

  test("is in no output", () => {
    expect(outputs(plan).filter((text) => text === "" || text.includes("MARKER-SECRET"))).toEqual([]);
  });

  test("would be in all of them without the marks", () => {
    const bare = plan.replace(/"policy": true/g, '"policy": false').replace(/"sensitive": true/g, '"sensitive": false');
    expect(outputs(bare).filter((text) => !text.includes("MARKER-SECRET"))).toEqual([]);
  });
});

describe("something other than a file", () => {
  const side = {
    ".github/worker-iam-check.yml": `parameters: { veeam.yaml: given.json }\nrequirements: "7"\n`,
    "veeam.yaml": passing,
  };

  unlessWindows.each([
    [".github/worker-iam-check.yml", 2, "the configuration .github/worker-iam-check.yml can't be read"],
    ["given.json", 1, "parameter file given.json can't be read"],
    ["veeam-policy.json", 1, "parameter file given.json can't be read"],
  ])("does not wait for a pipe as %s", (path, status, message) => {
    const files = Object.entries(side).filter(([name]) => name !== path);
    const root = workspace({ ".github/keep": "", ...Object.fromEntries(files) });
    spawnSync("mkfifo", [join(root, path)]);
    const run = spawnSync(process.execPath, [cli, "check"], { cwd: root, encoding: "utf8", timeout: 10_000 });
    expect(run.status).toBe(status);
    expect(run.stdout + run.stderr).toContain(message);
  });

  unlessWindows("handles a socket", async () => {
    // A socket's path must be short.
    const root = mkdtempSync(join(tmpdir(), "s-"));
    open.push(root);
    writeFileSync(join(root, "veeam.yaml"), passing);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, "veeam.json"), resolve));
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [cli, "check", ...args], { cwd: root, encoding: "utf8" });
    expect(run().status).toBe(0);
    expect(run("veeam.json", "*.yaml").stdout).toContain("veeam.json is neither a file nor a folder");
    server.close();
  });

  onLinux.each(["/dev/zero", "/dev/null", "/dev/stdin", "/proc/self/mem"])(
    "reports a device as an error: %s",
    (device) => {
      const root = workspace({ "veeam.yaml": passing });
      const args = [cli, "check", device, "*.yaml"];
      const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", timeout: 10_000, input: "" });
      expect(run.status).toBe(1);
      expect(run.stdout).toContain("2 worker roles checked, 1 error");
    },
  );

  test("skips a folder with a file's name", () => {
    const root = workspace({ "veeam.yaml": passing });
    for (const name of ["veeam.json", "given.json", "report.json"]) mkdirSync(join(root, name));
    const args = [cli, "check", "--report-file", "report.json"];
    const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(run.status).toBe(2);
    expect(run.stdout).toContain("success: 2 worker roles checked");
    expect(run.stderr).toContain("the report can't be written to report.json: illegal operation on a directory");
  });
});

describe("nesting 100,000 levels deep", () => {
  const deep = (inside: string) => `${"[".repeat(100_000)}${inside}${"]".repeat(100_000)}`;
  const deepMap = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;

  test.each([
    ["a policy", "deep.json", `{"Statement": ${deep("")}}`],
    ["a policy's condition", "deep.json", `{"Statement": {"Effect": "Allow", "Condition": ${deepMap}}}`],
    [
      "a template",
      "deep.json",
      `{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": ${deep("")}}}}}`,
    ],
    [
      "a role's name",
      "deep.json",
      `{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": ${deepMap}}}}}`,
    ],
    ["a plan", "deep.json", `{"format_version": "1.2", "resource_changes": ${deep('"aws_iam_role"')}}`],
    ["text that is not JSON", "deep.json", `{"Statement": ${"[".repeat(100_000)}`],
    ["YAML", "deep.yaml", `Resources: {R: {Type: AWS::IAM::Role, Properties: ${"{a: ".repeat(100_000)}`],
    ["a policy in a string", "deep.json", JSON.stringify({ Policy: `{"Statement": ${deep("")}}` })],
    ["a CDK manifest", "manifest.json", `{"artifacts": {"Statement": ${deepMap}}}`],
  ])("in %s ends in a verdict that never passes", (_what, path, text) => {
    const root = workspace({ "veeam.yaml": passing, [path]: text });
    const args = [cli, "check", "--roles", "*: communication", path];
    const named = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect({ status: named.status, stderr: named.stderr }).toEqual({ status: 1, stderr: "" });
    expect(named.stdout).toContain("failure: ");
    expect(named.stdout).not.toContain("defect");
  });

  test("in files that configure a run ends in an error", () => {
    for (const option of ["--config", "--requirements"]) {
      for (const text of [deep(""), deepMap, `a: ${"[".repeat(100_000)}`]) {
        const root = workspace({ "veeam.yaml": passing, "own.yml": text });
        const args = [cli, "check", option, "own.yml"];
        const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
        expect(status).toBe(2);
        expect(stderr).toMatch(/^error: /);
        expect(stderr).not.toContain("defect");
      }
    }
  });

  test("in another job's report ends in an error", () => {
    const report = `{"schemaVersion": 1, "conclusion": "success", "roles": ${deep("")}, "files": ${deepMap}}`;
    const root = workspace({ "report.json": report });
    const env = { PATH: process.env.PATH, GITHUB_WORKSPACE: root, INPUT_REPORTS: "report.json" };
    const { status, stdout } = spawnSync(process.execPath, [action], { cwd: root, encoding: "utf8", env });
    expect(status).toBe(1);
    expect(stdout).toContain("is not a worker-iam-check report");
  });
});

describe("keys with the names of prototype properties", () => {
  const statement = { Effect: "Allow", Action: "*", Resource: "*" };
  /** Uses text, because in an object literal this key would set the prototype. */
  const keyed = (value: object) => JSON.stringify(value).replaceAll("PROTOTYPE", "__proto__");

  test.each<[string, string, object]>([
    ["a policy", "deny.json", { Version: "2012-10-17", PROTOTYPE: { Statement: statement }, Statement: [] }],
    ["a statement", "deny.json", { Statement: [{ Effect: "Allow", PROTOTYPE: { Action: "*", Resource: "*" } }] }],
    [
      "a template",
      "deny.json",
      {
        Resources: {
          PROTOTYPE: {
            Type: "AWS::IAM::Role",
            Properties: { PROTOTYPE: { Policies: [{ PolicyDocument: statement }] } },
          },
          constructor: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
        },
      },
    ],
    [
      "a plan",
      "deny.json",
      {
        format_version: "1.2",
        PROTOTYPE: { resource_changes: [] },
        resource_changes: [
          {
            address: "aws_iam_role.a",
            type: "aws_iam_role",
            PROTOTYPE: { name: "a" },
            change: { after: { name: "PROTOTYPE" } },
          },
        ],
        configuration: { PROTOTYPE: {}, root_module: { PROTOTYPE: {}, module_calls: { PROTOTYPE: { module: {} } } } },
      },
    ],
  ])("grant nothing in %s", (_what, path, value) => {
    const root = workspace({ [path]: keyed(value) });
    const args = [cli, "check", "--roles", "*: communication", "--format", "json"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const report = JSON.parse(stdout);
    for (const { kinds } of report.roles) expect(kinds.communication.granted).toBe(0);
    expect(report.conclusion).toBe("failure");
  });

  test("are unknown keys in a config, a requirements file, and a report", () => {
    const root = workspace({
      "veeam.yaml": passing,
      "own.yml": "__proto__: { fail-on: never, polluted: true }\nconstructor: { prototype: { polluted: true } }\n",
    });
    for (const option of ["--config", "--requirements"]) {
      const args = [cli, "check", option, "own.yml"];
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
      expect(status).toBe(2);
      expect(stderr).toContain("__proto__");
    }
  });
});

// With these variables, the YAML parser prints what it reads (`yaml`, `Parser.next` and `Composer.next`).
test("never lets an environment variable make a dependency print into the report", () => {
  const cwd = workspace({ "veeam.yaml": failing });
  const env = { ...process.env, LOG_TOKENS: "1", LOG_STREAM: "1" };
  const { stdout } = spawnSync(process.execPath, [cli, "check", "--format", "json"], { cwd, env, encoding: "utf8" });
  expect(JSON.parse(stdout)).toMatchObject({ conclusion: "failure" });
});
