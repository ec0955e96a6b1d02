import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ACTION } from "../bundle/run-bundle.js";

const folder = mkdtempSync(join(tmpdir(), "no-workspace-"));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync("examples/policy-json/passing", join(folder, "passing"), { recursive: true });
writeFileSync(join(folder, "file"), "");

/** Runs the Action in a working directory that is deleted before it starts. */
function runWithout(variables: Readonly<Record<string, string>>) {
  const line = `mkdir "${folder}/gone" && cd "${folder}/gone" && rmdir "${folder}/gone" && exec "$0" "$1"`;
  const env = { PATH: process.env.PATH ?? "", ...variables };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", line, process.execPath, ACTION], { env, encoding: "utf8" });
  return { status, log: stdout + stderr };
}

// Windows doesn't delete a folder while a process is in it.
const onPosix = process.platform === "win32" ? test.skip : test;

onPosix.each<[string, Readonly<Record<string, string>>, string]>([
  ["without a workspace", {}, "the working directory no longer exists"],
  ["with an empty workspace", { GITHUB_WORKSPACE: "" }, "the working directory no longer exists"],
  [
    "with a missing workspace",
    { GITHUB_WORKSPACE: join(folder, "gone") },
    `the workspace does not exist: ${folder}/gone`,
  ],
  ["with a file as the workspace", { GITHUB_WORKSPACE: join(folder, "file") }, `${folder}/file, is not a folder`],
])("explains in one sentence that it runs in a deleted working directory, %s", (_name, variables, fault) => {
  const { status, log } = runWithout(variables);
  expect(status).toBe(1);
  expect(log).toContain(fault);
  expect(log).toContain("check out the repository");
  expect(log).not.toMatch(/defect|uv_cwd|\n\s+at /);
});

onPosix("checks an existing workspace wherever the run was started", () => {
  const { status, log } = runWithout({ GITHUB_WORKSPACE: resolve(folder, "passing") });
  expect(log).toContain("success: ");
  expect(status).toBe(0);
});
