import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { cdkSteps } from "../../src/cli/init/cdk-steps.js";
import { configText } from "../../src/cli/init/config-text.js";
import { workflowText } from "../../src/cli/init/workflow-text.js";
import type { Report } from "../../src/report/report.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { runCli } from "../bundle/run-bundle.js";

const WORKFLOW = ".github/workflows/worker-iam-check.yml";
const CONFIG = ".github/worker-iam-check.yml";

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "init-"));
  execFileSync("git", ["init", "--quiet"], { cwd: repository });
});
afterEach(() => rmSync(repository, { recursive: true }));

const read = (path: string) => readFileSync(join(repository, path), "utf8");
const init = (...args: string[]) => runCli(["init", ...args], { cwd: repository });
const template = (name: string) =>
  cpSync(`examples/cloudformation/${name}/worker-roles.yaml`, join(repository, "veeam.yaml"));

test("writes a workflow and a configuration that pass the check", () => {
  template("passing");
  const { status, stdout } = init();
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: expect.stringContaining(`wrote ${CONFIG}\nwrote ${WORKFLOW}\n`),
  });
  expect(parse(read(CONFIG))).toMatchObject({
    requirements: "7",
    roles: { VeeamDeployRole: expect.arrayContaining(["backup"]), VeeamWorkerRole: ["communication"] },
  });
  expect(runCli(["check"], { cwd: repository }).status).toBe(0);
});

test("writes nothing for a file that does not exist", () => {
  template("passing");
  const { status, stderr } = init("x");
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^error: x does not exist\n/) });
  expect(readdirSync(repository)).not.toContain(".github");
});

test("keeps a workflow with the other extension and does not request known values", () => {
  template("passing");
  const other = WORKFLOW.replace(".yml", ".yaml");
  mkdirSync(join(repository, ".github/workflows"), { recursive: true });
  writeFileSync(
    join(repository, other),
    "on: push\n# worker-iam-check@v1\njobs: { a: { steps: [uses: O/worker-iam-check@v1] } }\n",
  );
  const { stdout } = init("--requirements", "10", "--appliance", "111122223333");
  expect(stdout).toContain(`kept ${other}, which already exists\n\nNext:\n  worker-iam-check check\n`);
  expect(readdirSync(join(repository, ".github/workflows"))).toEqual(["worker-iam-check.yaml"]);
  rmSync(join(repository, ".github"), { recursive: true });
  expect(init("--requirements", "10").stdout).toContain(
    "replace OWNER with the account that hosts the Action;\nin the configuration, set the appliance. Then:\n  worker-iam-check check\n",
  );
});

test.each([
  [
    "ci.yml",
    "      - uses: OWNER/worker-iam-check@v1\n",
    "kept .github/workflows/ci.yml, which already exists\n\nNext",
  ],
  ["ci.yml", "      - uses: a/b@v1 # worker-iam-check@v1\n", `wrote ${WORKFLOW}\n`],
  [
    "worker-iam-check.yml",
    "on: push\n",
    `kept ${WORKFLOW}, which already exists\n  but it does not run worker-iam-check`,
  ],
])("adds to an existing workflow %s with %j", (name, text, reported) => {
  template("passing");
  mkdirSync(join(repository, ".github/workflows"), { recursive: true });
  writeFileSync(join(repository, ".github/workflows", name), text);
  expect(init().stdout).toContain(reported);
});

test("writes the README's first workflow", () => {
  const [, first] = /```yaml\n(name: worker-iam-check\n[^`]*)```/.exec(readFileSync("README.md", "utf8")) ?? [];
  expect(workflowText("7")).toBe(first);
});

const SYNTH = "npx --yes aws-cdk@2 synth --quiet";
const LIBRARIES = "# install the app's language and libraries here";

describe("synthesizes a CDK app in the workflow", () => {
  const PYTHON = ["python3 -m venv .venv", ". .venv/bin/activate", "pip install -r requirements.txt", SYNTH].join("\n");
  test.each<[string, string, readonly string[], readonly string[]]>([
    ["TypeScript", "npx ts-node bin/app.ts", ["package-lock.json"], ["npm ci", "npx cdk synth --quiet"]],
    [
      "JavaScript with yarn",
      "node app.js",
      ["yarn.lock"],
      ["corepack enable && yarn install", "npx cdk synth --quiet"],
    ],
    [
      "TypeScript with pnpm",
      "pnpm tsx app.ts",
      ["pnpm-lock.yaml"],
      ["corepack enable && pnpm install", "npx cdk synth --quiet"],
    ],
    ["a package without a lock file", "node app.js", ["package.json"], ["npm install", "npx cdk synth --quiet"]],
    ["Python", "python3 app.py", ["requirements.txt"], [`${PYTHON}\n`]],
    ["Python with other tools", "uv run python app.py", [], [LIBRARIES, SYNTH]],
    ["Java", "mvn -e -q compile exec:java", [], [SYNTH]],
    ["any other language", "go mod download && go run app.go", [], [SYNTH]],
    [".NET", "dotnet run --project src/App/App.csproj", [], [SYNTH]],
    ["anything else", "./app", [], [LIBRARIES, SYNTH]],
  ])("for %s", (_what, app, files, reported) => {
    writeFileSync(join(repository, "cdk.json"), JSON.stringify({ app }));
    for (const file of files) writeFileSync(join(repository, file), "");
    const text = workflowText("7", cdkSteps(repository));
    const steps: readonly { readonly run?: string; readonly uses?: string }[] =
      parse(text).jobs["worker-iam-check"].steps;
    const runs = steps.flatMap(({ run }) => run ?? []);
    expect([...(text.includes(LIBRARIES) ? [LIBRARIES] : []), ...runs]).toEqual(reported);
    expect(steps.at(-1)?.uses).toBe("OWNER/worker-iam-check@v1");
    expect(text.includes("actions/setup-node@")).toBe(runs.includes("npx cdk synth --quiet"));
  });

  test("for several folders, each separately, with packages installed next to the lock file", () => {
    const folders = ["a: # b", "infra/app", "x", "y", "z"];
    for (const folder of folders) {
      mkdirSync(join(repository, folder), { recursive: true });
      writeFileSync(join(repository, folder, "cdk.json"), '{"app": "node app.js"}');
    }
    writeFileSync(join(repository, "a: # b/package-lock.json"), "{}");
    writeFileSync(join(repository, "package-lock.json"), "{}");
    const text = workflowText("7", cdkSteps(repository));
    const { steps } = parse(text).jobs["worker-iam-check"];
    expect(steps.slice(2, -1).map((step: object) => ({ ...step, env: undefined }))).toEqual([
      { run: "npm ci", "working-directory": "a: # b" },
      { run: "npx cdk synth --quiet", "working-directory": "a: # b" },
      { run: "npm ci" },
      { run: "npx cdk synth --quiet", "working-directory": "infra/app" },
      { run: "npx cdk synth --quiet", "working-directory": "x" },
    ]);
    expect(text).toContain("# and the same for 2 more apps\n");
  });

  test("with a cdk.json that is not JSON", () => {
    writeFileSync(join(repository, "cdk.json"), "{");
    expect(workflowText("7", cdkSteps(repository))).toContain(`      ${LIBRARIES}\n      - run: ${SYNTH}\n`);
  });
});

const role = (name: string, actions: readonly string[]) => ({
  [name]: {
    Type: "AWS::IAM::Role",
    Metadata: { WorkerIamCheck: { Kinds: ["communication"] } },
    Properties: {
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
      Policies: [
        {
          PolicyName: "p",
          PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] },
        },
      ],
    },
  },
});
const SEVEN = (catalogRequirements("7")?.kinds ?? [])
  .filter(({ name }) => name === "communication")
  .flatMap(({ actions }) => actions.map(({ action }) => action));

test.each([
  ["is the newest of those that most roles meet", [SEVEN, SEVEN, SEVEN.slice(1)], "2 of 3 roles", "10"],
  ["is the default if no role meets one and each lacks as much", [SEVEN.slice(1)], "0 of 1 role", "7"],
])("sets the version that %s, and reports how many roles meet it", (_which, roles, met, version) => {
  const Resources = Object.assign({}, ...roles.map((actions, at) => role(`VeeamWorker${at}`, actions)));
  writeFileSync(join(repository, "roles.json"), JSON.stringify({ Resources }));
  expect(init().stdout).toContain(
    `${met.replace(/ roles?/, "")} fully meet the requirements of version ${version}\nwrote ${CONFIG}\n`,
  );
  expect(parse(read(CONFIG)).requirements).toBe(version);
  expect(read(CONFIG)).toContain(`# The version of your appliance: 7, 10, or 13.1. This one is fully met by ${met}.\n`);
  expect(read(WORKFLOW)).not.toContain("requirements");
});

const text = readFileSync("examples/policy-json/passing/veeam-backup.json", "utf8");
const actions: readonly string[] = JSON.parse(text).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
const write = (name: string, some: readonly string[]) =>
  writeFileSync(
    join(repository, name),
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: some, Resource: "*" }] }),
  );
const third = (list: readonly string[], at: number) => list.filter((_, index) => index % 3 === at);

test.each<[string, Readonly<Record<string, readonly string[]>>, Readonly<Record<string, string>>]>([
  [
    "that lack one action",
    { "veeam-backup-1": actions.slice(1, 45), "veeam-backup-2": actions.slice(45) },
    { "veeam-backup": "backup" },
  ],
  [
    "with any names, and next to others",
    {
      ...Object.fromEntries([0, 1, 2].map((at) => [`part${at}`, third(actions, at)])),
      ...Object.fromEntries([0, 1].map((at) => [`comm${at}`, SEVEN.slice(at * 16, at * 16 + 16 + at)])),
    },
    { "veeam-backup": "backup", "veeam-communication": "communication" },
  ],
])("chooses the version by the groups of files %s", (_which, files, groups) => {
  for (const [name, some] of Object.entries(files)) write(`${name}.json`, some);
  expect(init().stdout).toContain("fully meet the requirements of version 7\n");
  const config = parse(read(CONFIG));
  expect(Object.keys(config.groups).sort()).toEqual(Object.keys(groups));
  expect(config.roles).toEqual(Object.fromEntries(Object.entries(groups).map(([name, kind]) => [name, [kind]])));
});

test("joins a policy that is split across files", () => {
  write("veeam-backup-1.json", actions.slice(0, 45));
  write("veeam-backup-2.json", actions.slice(45));
  expect(init("--requirements", "13.1").status).toBe(0);
  expect(parse(read(CONFIG))).toMatchObject({
    groups: { "veeam-backup": { policies: ["veeam-backup-1.json", "veeam-backup-2.json"] } },
    roles: { "veeam-backup": expect.arrayContaining(["ec2-backup"]) },
  });
});

test.each([
  ["-dev", "-prod"],
  ["-111122223333", "-444455556666"],
  ["-1", "-2"],
  ["", "-v2"],
])("leaves complete and nearly complete files apart: veeam-backup%s and veeam-backup%s", (one, other) => {
  write(`veeam-backup${one}.json`, actions);
  write(`veeam-backup${other}.json`, actions.slice(1));
  expect(init("--requirements", "7").stdout).toContain("1 of 2 fully meet the requirements of version 7\n");
  expect(parse(read(CONFIG)).groups).toBeUndefined();
});

test("sets the requested version", () => {
  template("passing");
  expect(init("--requirements", "10").status).toBe(0);
  expect(parse(read(CONFIG)).requirements).toBe("10");
});

test.each([
  ['requirements: "10"\n', false, "10"],
  ["{}", true, "7"],
])("sets the version in the workflow unless the existing configuration does: %j", (config, isSet, version) => {
  template("passing");
  writeFileSync(join(repository, "worker-iam-check.yml"), config);
  expect(init().stdout).toContain(`requirements of version ${version}\n`);
  expect(read(WORKFLOW).includes(`requirements: "${version}" #`)).toBe(isSet);
});

test("writes the appliance and the named files to the configuration, with paths from the root", () => {
  mkdirSync(join(repository, "infra/veeam"), { recursive: true });
  cpSync("examples/cloudformation/passing/worker-roles.yaml", join(repository, "infra/veeam/roles.yaml"));
  template("failing");
  const args = ["init", "veeam", "--appliance", "111122223333"];
  expect(runCli(args, { cwd: join(repository, "infra") }).status).toBe(0);
  expect(parse(read(CONFIG))).toMatchObject({ appliance: ["111122223333"], files: ["infra/veeam"] });
  expect(read(CONFIG)).toContain("# infra/veeam/roles.yaml:");
  const checked = runCli(["check"], { cwd: repository });
  expect({ status: checked.status, isNamed: checked.stdout.includes("veeam.yaml") }).toMatchObject({ isNamed: false });
});

test("does not write through a symbolic link that leaves the repository", () => {
  const outside = mkdtempSync(join(tmpdir(), "init-outside-"));
  try {
    symlinkSync(outside, join(repository, ".github"));
    const { status, stderr } = init();
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining("a symbolic link points outside"),
    });
    expect(readdirSync(outside)).toEqual([]);
  } finally {
    rmSync(outside, { recursive: true });
  }
});

test("overwrites nothing, regardless of the configuration file's name", () => {
  template("passing");
  mkdirSync(join(repository, ".github/workflows"), { recursive: true });
  writeFileSync(join(repository, WORKFLOW), "name: mine\n");
  writeFileSync(join(repository, ".worker-iam-check.json"), "{}");
  const { status, stdout } = init();
  expect(status).toBe(0);
  expect(stdout).toContain(
    `kept .worker-iam-check.json, which already exists\nkept ${WORKFLOW}, which already exists\n`,
  );
  expect(read(WORKFLOW)).toBe("name: mine\n");
});

test.each([
  ["nothing", null, "set `files` to the globs of your policies, templates, or plans"],
  ["CDK source code", "cdk.json", "cdk.json was found, but only the CDK's output is checked: run `cdk synth` before"],
  [
    "Terragrunt source code",
    "terragrunt.hcl",
    "terragrunt.hcl was found, but only Terragrunt's plans are checked: run ",
  ],
])("explains how to name a role in a repository with %s and no roles", (_what, path, reported) => {
  if (path !== null) writeFileSync(join(repository, path), "{}");
  const { status, stdout } = init();
  expect({ status, first: stdout.split("\n")[0] }).toEqual({
    status: 0,
    first: expect.stringContaining(`0 worker roles found; ${reported}`),
  });
  expect(read(CONFIG)).toContain("# roles:\n#   VeeamDeployRole: [backup, restore]\n");
});

test("writes to the repository's root from a subfolder", () => {
  mkdirSync(join(repository, "infra"));
  const { stdout } = runCli(["init"], { cwd: join(repository, "infra") });
  expect(stdout).toContain(`wrote ../${WORKFLOW}\n`);
  expect(read(CONFIG)).toContain("requirements:");
});

test("quotes a Terraform address as a key, and comments out a role that it only noticed", () => {
  const location = { path: "plan.json", line: 3, column: 1, endLine: 3, endColumn: 2 };
  const address = 'module.worker["a"].aws_iam_role.this';
  const roles = [{ id: address, location, kinds: { communication: {} } }];
  const notChecked = [{ id: "Other", location, reason: "names 45 of 89\nbackup actions" }];
  const text = configText({ roles, notChecked } as unknown as Report, {
    requirements: "13.1",
    appliance: [],
    files: [],
  });
  expect(parse(text)).toEqual({ requirements: "13.1", roles: { [address]: ["communication"] } });
  expect(text).toMatch(/^# Other: names 45 of 89.*backup actions$/m);
});

test("names the files of roles that have the same ID", () => {
  for (const name of ["prod", "dev"]) {
    mkdirSync(join(repository, name));
    cpSync("examples/cloudformation/passing/worker-roles.yaml", join(repository, `${name}/t.yaml`));
  }
  init();
  expect(Object.keys(parse(read(CONFIG)).roles).sort()).toEqual([
    "dev/t.yaml:VeeamDeployRole",
    "dev/t.yaml:VeeamWorkerRole",
    "prod/t.yaml:VeeamDeployRole",
    "prod/t.yaml:VeeamWorkerRole",
  ]);
  expect(runCli(["check"], { cwd: repository }).status).toBe(0);
});

test("writes no line twice, and lists roles that no line can distinguish", () => {
  const location = { file: "a.json", line: 3, column: 1, endLine: 3, endColumn: 2 };
  const one = (id: string, kind: string) => ({ id, location, kinds: { [kind]: {} } });
  const roles = [one("A", "backup"), one("A", "backup"), one("B", "backup"), one("B", "restore")];
  const text = configText({ roles, notChecked: [] } as unknown as Report, {
    requirements: "7",
    appliance: [],
    files: [],
  });
  expect(parse(text).roles).toEqual({ A: ["backup"], B: ["backup"] });
  expect(text).toContain("\n  # No line can distinguish another B: [restore] # a.json:3:1\n");
});
