import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { makeWorkspace, runAction } from "./run-action.js";

const template = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}';

test.each(["/nonexistent/output", ...(process.platform === "linux" ? ["/dev/full"] : [])])(
  "only warns if %s does not accept the outputs",
  async (GITHUB_OUTPUT) => {
    const root = makeWorkspace({ "veeam-backup.json": template });
    const run = await runAction(root, {}, { apiUrl: "http://127.0.0.1:9", event: {}, variables: { GITHUB_OUTPUT } });
    rmSync(root, { recursive: true });
    expect(run.log).toContain("::warning::the outputs can't be written");
    expect(run.log).toContain("::error title=missing-action");
    expect(run.summary).toContain("Worker IAM check failed");
    expect(run.log).not.toContain("a defect of it");
  },
);

// If the log and annotations can't be written, a green check would look as if there were no findings.
(process.platform === "linux" ? test : test.skip)(
  "reports an error if a full disk rejects the log, even for passing roles",
  () => {
    const full = openSync("/dev/full", "w");
    // Node's "ignore" opens it for reading as well, which looks like a closed output.
    const nothing = openSync("/dev/null", "w");
    const cwd = resolve("examples/policy-json/passing");
    const env = { PATH: process.env.PATH, GITHUB_WORKSPACE: cwd };
    const run = (stdout: number) =>
      spawnSync(process.execPath, [resolve("dist/action/index.js")], { cwd, env, stdio: ["ignore", stdout, "pipe"] });
    const [lost, taken] = [run(full), run(nothing)];
    for (const one of [full, nothing]) closeSync(one);
    expect([lost.status, String(lost.stderr)]).toEqual([1, expect.stringContaining("the log can't be written")]);
    expect(taken.status).toBe(0);
  },
);
