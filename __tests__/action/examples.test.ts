import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { closeScenes, failing, passing, publishingWarnings, type Scene, scene } from "./scene.js";

/** Runs the inputs of the example workflows on the events that GitHub would send. */

afterEach(closeScenes);

const HEAD = "89abcdef0123456789abcdef0123456789abcdef";

/** The inputs that a job of an example passes to the Action. */
function inputsOf(workflow: string, job: string): Readonly<Record<string, string>> {
  const { jobs } = parse(readFileSync(`examples/workflows/${workflow}.yml`, "utf8"));
  const step = jobs[job].steps.find(({ uses = "" }) => uses.startsWith("OWNER/worker-iam-check@"));
  return Object.fromEntries(Object.entries(step.with ?? {}).map(([name, value]) => [name, String(value)]));
}

const workflowRun = {
  action: "completed",
  workflow_run: {
    id: 1,
    event: "pull_request",
    head_sha: HEAD,
    head_branch: "topic",
    head_repository: { name: "r", owner: { login: "contributor" } },
    pull_requests: [],
  },
};

/** Simulates `upload-artifact` in one job and `download-artifact` in another. */
function pass(from: Scene, file: string, to: Scene, path: string): void {
  mkdirSync(dirname(join(to.workspace, path)), { recursive: true });
  writeFileSync(join(to.workspace, path), readFileSync(join(from.workspace, file)));
}

describe("handles a fork's pull request that", () => {
  test.each([
    [
      "fails, with a comment from the second workflow",
      failing,
      1,
      "### ❌ Worker IAM check failed: 4 errors in 2 roles",
    ],
    [
      "passes, with a comment from the second workflow on the changed template",
      passing,
      0,
      "### ⚠️ Worker IAM check passed",
    ],
  ])("%s", async (_name, template, status, heading) => {
    const fork = await scene({ "veeam.yaml": template }, { permissions: { pullRequests: false, checks: false } });
    const checked = await fork.run(inputsOf("fork-check", "check"));
    expect(checked.status).toBe(status);
    expect(publishingWarnings(checked.log)).toEqual([]);
    expect(fork.github.writes).toEqual([]);

    const base = await scene(
      {},
      {
        pullRequests: [{ number: 7, head: { sha: HEAD, label: "contributor:topic" } }],
        changedFiles: [{ filename: "veeam.yaml", status: "added" }],
      },
    );
    pass(fork, "worker-iam-report.json", base, "reports/worker-iam-report.json");
    const inputs = inputsOf("fork-comment", "comment");
    const run = { event: workflowRun, variables: { GITHUB_EVENT_NAME: "workflow_run" } };
    const { log } = await base.run(inputs, run);
    expect(publishingWarnings(log)).toEqual([]);
    expect(base.github.comments).toHaveLength(1);
    expect(base.github.comments[0]?.body.split("\n")[1]).toContain(heading);
    expect(base.github.writes).toEqual(["POST /repos/o/r/issues/7/comments"]);
  });
});

describe("handles a matrix of Terraform plans", () => {
  test.each([
    ["one plan fails", ["passing", "failing"], 1, "2 errors in 2 roles, 4 worker roles checked"],
    ["all plans pass", ["passing", "passing"], 0, "4 worker roles checked, nothing missing"],
  ])("with one verdict and one comment: %s", async (_name, outcomes, status, reported) => {
    const merging = await scene({}, { changedFiles: [{ filename: "infra/main.tf", status: "modified" }] });
    for (const [at, outcome] of outcomes.entries()) {
      const folder = `examples/terraform/${outcome}`;
      const files = ["plan.json", "main.tf"].map((name) => [
        `infra/${name}`,
        readFileSync(`${folder}/${name}`, "utf8"),
      ]);
      const planning = await scene(Object.fromEntries(files));
      const planned = await planning.run(inputsOf("terraform-matrix", "plan"));
      expect([planned.status, planned.summary, planning.github.writes]).toEqual([0, "", []]);
      pass(planning, "report.json", merging, `reports/worker-iam-${["dev", "prod"][at]}/report.json`);
    }
    const { summary, outputs, ...run } = await merging.run(inputsOf("terraform-matrix", "veeam-roles"));
    expect(run.status).toBe(status);
    expect(merging.github.comments).toHaveLength(1);
    expect(summary).toContain(reported);
    expect(outputs["roles-checked"]).toBe("4");
    expect(summary).toMatch(/aws_iam_role\.worker \(worker-iam-prod\)/);
  });
});

test("gives code scanning its SARIF file from a failing run", async () => {
  const { github, workspace, run } = await scene({ "veeam.yaml": failing });
  const { status, outputs } = await run(inputsOf("code-scanning", "code-scanning"));
  expect(status).toBe(1);
  const file = join(workspace, outputs["sarif-file"] ?? "");
  expect(JSON.parse(readFileSync(file, "utf8")).runs[0].results).toHaveLength(5);
  expect(github.comments).toEqual([]);
});

test("outputs no SARIF file that it can't write, so nothing is uploaded", async () => {
  const { workspace, run } = await scene({ "veeam.yaml": failing, "out.sarif/in-the-way": "" });
  const { outputs, log } = await run({ "sarif-file": "out.sarif", "report-file": "../report.json", comment: "never" });
  expect([outputs["sarif-file"], outputs["report-file"]]).toEqual(["", ""]);
  expect(existsSync(join(workspace, "../report.json"))).toBe(false);
  expect(publishingWarnings(log)).toHaveLength(2);
});

test("checks a StackSet's template on the pull request and again before the rollout", async () => {
  const { run } = await scene({ "stacksets/veeam-worker-roles.yaml": failing, "stacksets/other.yaml": failing });
  const inputs = inputsOf("stack-sets", "check");
  const { status, outputs } = await run(inputs);
  expect([status, outputs["files-read"], outputs["roles-checked"]]).toEqual([1, "1", "2"]);
  const pushed = await run(inputs, { event: { ref: "refs/heads/main" }, variables: { GITHUB_EVENT_NAME: "push" } });
  expect(pushed.status).toBe(1);
});

test.each(["pull-request", "merge-queue"])("fails, annotates, and comments with %s.yml", async (name) => {
  const job = { "pull-request": "worker-iam-check", "merge-queue": "veeam-roles" }[name] ?? "";
  const { github, run } = await scene({ "veeam.yaml": failing });
  const { status } = await run({ ...inputsOf(name, job), "check-run-id": "77" });
  expect(status).toBe(1);
  expect(github.comments).toHaveLength(1);
  expect(github.checkRun.annotations.length).toBeGreaterThan(3);
});
