import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";

const bundle = join(process.cwd(), "dist/cli/index.js");
const failing = readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8");

/** A repository with the files; the report of a check that runs in one of its folders. */
function report(files: Readonly<Record<string, string>>, from: string, ...args: readonly string[]) {
  const root = makeWorkspace(files);
  mkdirSync(join(root, ".git"));
  const command = [bundle, "check", "--format", "json", ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: join(root, from), encoding: "utf8" });
  rmSync(root, { recursive: true });
  return stdout === "" ? { stderr } : JSON.parse(stdout);
}

const accepted = "suppressions:\n  - role: infra/veeam-backup.json\n    rule: missing-action\n    reason: accepted\n";

describe("a run in a folder of the repository goes by the repository's configuration", () => {
  test("suppressions and mappings by path mean the same files", () => {
    const files = {
      "infra/veeam-backup.json": failing,
      "worker-iam-check.yaml": `${accepted}roles:\n  infra/*: backup\n`,
    };
    const { conclusion, roles } = report(files, "infra");
    expect(conclusion).toBe("success");
    expect(roles).toMatchObject([{ id: "veeam-backup", selectedBy: "roles: infra/*: backup" }]);
  });

  test("paths in it are relative to its folder", () => {
    const config = "groups:\n  veeam-all:\n    policies: policies/*.json\nrequirements: lists/own.yml\n";
    const own = readFileSync("examples/requirements/acme-archive.yml", "utf8");
    const files = {
      "policies/a.json": failing,
      "lists/own.yml": own,
      ".github/worker-iam-check.yml": config,
      "infra/a.txt": "",
    };
    const args = ["--roles", "veeam-all: cleaner"];
    const fromRoot = report(files, ".", ...args);
    expect(fromRoot.roles).toMatchObject([{ id: "veeam-all", location: { file: "policies/a.json" } }]);
    expect(report(files, "infra", ...args)).toMatchObject({ roles: fromRoot.roles });
  });

  test("paths on the command line are relative to the working directory", () => {
    const own = readFileSync("examples/requirements/acme-archive.yml", "utf8");
    const files = { "infra/own.yml": own, "infra/veeam.json": failing, "worker-iam-check.yml": "fail-on: error\n" };
    const args = ["--requirements", "own.yml", "--roles", "veeam: cleaner"];
    expect(report(files, "infra", ...args).requirements.title).toBe("Roles of the archive");
  });
});
