import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";

const bundle = join(process.cwd(), "dist/cli/index.js");
const passing = readFileSync("examples/policy-json/passing/veeam-communication.json", "utf8");
const CONFIG = ".github/worker-iam-check.yml";

interface Run {
  readonly files?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly args?: readonly string[];
}

/** The findings of a check in a repository with a passing worker role. */
function findings({ files = {}, from = ".", args = [] }: Run) {
  const root = makeWorkspace({ "infra/veeam-worker.json": passing, ...files });
  mkdirSync(join(root, ".git"));
  const command = [bundle, "check", "--format", "json", ...args];
  const { stdout } = spawnSync(process.execPath, command, { cwd: join(root, from), encoding: "utf8" });
  rmSync(root, { recursive: true });
  return JSON.parse(stdout).findings;
}

const config = (more = "") => ({
  [CONFIG]: `roles:\n  veeam-worker: communication\n  veeam-deply: backup\n${more}`,
});

test.each<[string, Run, string]>([
  ["an error from an input", { args: ["--roles", "veeam-wroker: communication"] }, "error"],
  ["an error from a glob", { args: ["--roles", "*-wroker: communication"] }, "error"],
  ["an error from the configuration", { files: config() }, "error"],
  ["a notice if files are named", { files: config(), args: ["infra"] }, "notice"],
  ["a notice if the configuration narrows the files", { files: config("files: infra\n") }, "notice"],
  [
    "an error if the files are set to the default",
    { args: ["--roles", "a: backup", "**/*.{json,yaml,yml,template,cform,tf,tofu}"] },
    "error",
  ],
  ["a notice in a subfolder", { files: config(), from: "infra" }, "notice"],
  [
    "the severity that the configuration sets",
    { files: config("severities: { unmatched-role: warning }\n") },
    "warning",
  ],
])("reports a line that matches no role: %s", (_, run, severity) => {
  expect(findings(run)).toMatchObject([{ rule: "unmatched-role", severity }]);
});

test("points at the line and suggests a similar name", () => {
  const files = {
    ...config(),
    "infra/veeam-deploy.json": readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8"),
  };
  expect(findings({ files })).toMatchObject([
    { help: "did you mean `veeam-deploy`?", location: { file: CONFIG, line: 3, column: 3 } },
  ]);
});

test.each([
  ["a list of lines", "roles:\n  - a: backup\n  - veeam-worker: communication\n  - 'b: restore'\n", [2, 4]],
  ["a block", "roles: |\n  a: backup\n  veeam-worker: communication\n", [2]],
])("gives positions to lines in %s", (_, text, lines) => {
  const places = findings({ files: { [CONFIG]: text } }).map(
    ({ location }: { location: { line: number } }) => location.line,
  );
  expect(places).toEqual(lines);
});

test("accepts an ignore that matches nothing", () => {
  expect(findings({ args: ["--roles", "a: ignore\nveeam-worker: communication"] })).toEqual([]);
});

test("accepts unmatched lines from another repository's configuration", () => {
  const shared = { "shared/.git/HEAD": "", "shared/check.yml": "roles:\n  veeam-worker: communication\n  a: backup\n" };
  expect(findings({ files: shared, args: ["--config", "shared/check.yml"] })).toMatchObject([{ severity: "notice" }]);
});

test("reports an unknown kind even if the line matches no role", () => {
  const files = { [CONFIG]: "roles:\n  a: bakcup\n  veeam-worker: communication\n" };
  expect(findings({ files, args: ["infra"] })).toMatchObject([
    { rule: "no-worker-role", severity: "error", help: expect.stringContaining("did you mean `backup`?") },
    { rule: "unmatched-role", severity: "notice" },
  ]);
  const args = ["check", "--roles", "a: bakcup\nveeam-worker: communication"];
  const { status, stderr } = spawnSync(process.execPath, [bundle, ...args], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("did you mean `backup`?") });
});
