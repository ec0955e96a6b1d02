import { readFileSync } from "node:fs";
import { join } from "node:path";
import { closeScenes, passing, scene } from "./scene.js";

afterEach(closeScenes);

const ROLES = "VeeamDeployRole: backup, restore\nVeeamWorkerRole: communication";

test.each([
  ["in this repository", "o/r/.github/workflows/check.yml@refs/heads/main", {}, "failure"],
  ["in an organization", "o/workflows/.github/workflows/check.yml@refs/heads/main", {}, "success"],
  ["for some of the files", "o/r/.github/workflows/check.yml@refs/heads/main", { files: "*.yaml" }, "success"],
])("checks a line that matches no role in a workflow %s", async (_, workflow, inputs, conclusion) => {
  const { run } = await scene({ "roles.yaml": passing });
  const roles = `${ROLES}\nVeeamDeplyRole: backup`;
  const { outputs, log, summary } = await run({ roles, ...inputs }, { variables: { GITHUB_WORKFLOW_REF: workflow } });
  expect(outputs).toMatchObject({ conclusion, "roles-checked": "2" });
  const isForOtherRepository = workflow.startsWith("o/workflows");
  expect(log).toContain(
    isForOtherRepository ? "VeeamDeplyRole: backup` matches no role in this" : "matches no role, so",
  );
  expect(/^::\w+ title=unmatched-role/m.test(log)).toBe(!isForOtherRepository);
  expect(summary.includes("VeeamDeplyRole")).toBe(!isForOtherRepository);
});

test("checks lines that no job matched in the job that merges the reports", async () => {
  const { run, workspace } = await scene({ "roles.yaml": passing, "other.json": "{}" });
  const roles = `${ROLES}\nVeeamDeplyRole: backup`;
  const job = await run({ roles, files: "roles.yaml", "report-file": "out/1.json" });
  await run({ roles, files: "other.json", "if-no-roles": "ignore", "report-file": "out/2.json" });
  const merged = await run({ reports: "out/*.json", "report-file": "merged.json" });
  expect([job.outputs.conclusion, merged.outputs.conclusion]).toEqual(["success", "failure"]);
  const { findings } = JSON.parse(readFileSync(join(workspace, "merged.json"), "utf8"));
  expect(findings).toMatchObject([
    { rule: "unmatched-role", severity: "error", help: "did you mean `VeeamDeployRole`?" },
  ]);
});
