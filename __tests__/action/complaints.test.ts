import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeScenes, failing, MARKER, passing, publishingWarnings, type Scene, scene } from "./scene.js";

/**
 * The most frequent complaints of users of comparable Actions, each with this Action's behavior. Number 3 (reports
 * above the size limit) is in `limits.test.ts`, and number 8 (floods of review comments) is with the review
 * suggestions.
 */

afterEach(closeScenes);

interface Plan {
  readonly variables: Record<string, unknown>;
  readonly resource_changes: {
    readonly address: string;
    readonly change: {
      readonly after: Record<string, unknown>;
      readonly after_unknown: Record<string, unknown>;
      readonly after_sensitive: Record<string, unknown>;
    };
  }[];
}

function plan(change: (plan: Plan) => void = () => {}): Readonly<Record<string, string>> {
  const folder = "examples/terraform/failing";
  const parsed = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8")) as Plan;
  change(parsed);
  return { "plan.json": JSON.stringify(parsed), "main.tf": readFileSync(`${folder}/main.tf`, "utf8") };
}

function changeOf(parsed: Plan, address: string): Plan["resource_changes"][number]["change"] {
  const found = parsed.resource_changes.find((resource) => resource.address === address);
  if (found === undefined) throw new Error(`the plan has no ${address}`);
  return found.change;
}

/** Everything that a run shows to anyone. */
async function everythingShown({ github, workspace, run }: Scene): Promise<string> {
  const files = { "report-file": "report.json", "sarif-file": "out.sarif" };
  const onCheckRun = await run({ ...files, "check-run-id": "77", comment: "always" });
  const asCommands = await run({ annotations: "commands" }, { event: {} });
  const written = Object.values(files).map((name) => readFileSync(join(workspace, name), "utf8"));
  return [
    JSON.stringify([onCheckRun, asCommands, github.comments, github.checkRun, github.requests]),
    ...written,
  ].join();
}

test("1: in a fork's pull request, whose token is read-only, only the comment is missing", async () => {
  const { run } = await scene({ "veeam.yaml": failing }, { permissions: { pullRequests: false, checks: false } });
  const { status, log, summary } = await run({ "check-run-id": "77" });
  expect(status).toBe(1);
  expect(summary).toContain("### ❌ Worker IAM check failed");
  expect(log.match(/^::error title=(?:missing|trust)/gm)).toHaveLength(4);
  expect(publishingWarnings(log)).toHaveLength(1);
  const passed = await scene({ "veeam.yaml": passing }, { permissions: { pullRequests: false, checks: false } });
  expect((await passed.run({ "check-run-id": "77", comment: "always" })).status).toBe(0);
});

test("2: a failure's comment does not outlive the failure in any mode", async () => {
  for (const comment of ["auto", "always", "on-failure", "never"]) {
    const { github, workspace, run } = await scene({ "veeam.yaml": failing });
    await run({}, { id: 1 });
    expect(github.comments[0]?.body).toContain("### ❌");
    writeFileSync(join(workspace, "veeam.yaml"), passing);
    expect((await run({ comment }, { id: 2 })).status).toBe(0);
    expect(github.comments.map(({ body }) => body.split("\n")[1])).toEqual([
      "### ⚠️ Worker IAM check passed: 2 worker roles checked, nothing missing, appliance not verified",
    ]);
  }
});

test("4: annotations are never cut silently: the most severe come first, and the log has the count", async () => {
  const { run } = await scene({ "veeam.yaml": failing, "a.json": "{}", ...plan() });
  const { log } = await run({ annotations: "commands", roles: "*: worker", comment: "never" });
  const levels = [...log.matchAll(/^::(error|warning|notice) title=/gm)].map((command) => command[1]);
  expect(levels).toEqual([...levels].sort());
  expect(levels.filter((level) => level === "error")).toHaveLength(10);
  expect(log).toMatch(
    /^\d+ of \d+ findings shown as annotations, most severe first; the log above lists all of them$/m,
  );
});

test("5: no check run is created that could appear under any workflow: the job is the status", async () => {
  const { github, run } = await scene({ "veeam.yaml": failing });
  await run({ "check-run-id": "77", annotations: "check-run", comment: "always" });
  expect(github.writes).toEqual(["PATCH /repos/o/r/check-runs/77", "POST /repos/o/r/issues/7/comments"]);
  const [update] = github.requests.filter(({ path }) => path.includes("/check-runs/"));
  expect(Object.keys(update?.body as object)).toEqual(["output"]);
});

test("6: a merge queue event is handled like others", async () => {
  const { github, run } = await scene({ "veeam.yaml": failing });
  const event = { action: "checks_requested", merge_group: { head_sha: "0".repeat(40), base_ref: "refs/heads/main" } };
  expect((await run({}, { event, variables: { GITHUB_EVENT_NAME: "merge_group" } })).status).toBe(1);
  expect(github.requests).toEqual([]);
});

test("7: findings outside the diff count like others and are in the comment", async () => {
  const changedFiles = [{ filename: "README.md", status: "modified", patch: "@@ -1 +1 @@\n-a\n+b" }];
  const { github, run } = await scene({ "veeam.yaml": failing }, { changedFiles });
  const { status, outputs } = await run();
  expect([status, outputs.errors]).toEqual([1, "4"]);
  expect(github.comments[0]?.body).toContain("veeam.yaml:32:15");
});

test("9: suppressions work on a plan by address and rule, need a reason, and expire", async () => {
  const suppression = (role: string, expires: string) =>
    `- {role: '${role}', rule: missing-action, reason: agreed in ABC-1, expires: ${expires}}`;
  const config = (expires: string): string =>
    ["suppressions:", ...["backup", "worker"].map((name) => suppression(`aws_iam_role.${name}`, expires))].join("\n");
  const files = { ...plan(), ".github/worker-iam-check.yml": config("2999-12-31") };
  const { github, workspace, run } = await scene(files);
  const { status, outputs } = await run({ comment: "always" });
  expect([status, outputs.errors, outputs.suppressed]).toEqual([0, "0", "2"]);
  expect(github.comments[0]?.body).toContain("agreed in ABC-1");
  writeFileSync(join(workspace, ".github/worker-iam-check.yml"), config("2020-01-01"));
  expect((await run()).status).toBe(1);
});

test.each([
  ["a glob without files", "policies/**/*.json", "no-worker-role"],
  ["a missing file", "policies/veeam.json", "unreadable-file"],
  ["files without a worker role", "README.md", "no-worker-role"],
])("10: %s does not pass", async (_name, files, rule) => {
  const { run } = await scene({ "README.md": "nothing" });
  const { status, log, outputs } = await run({ files });
  expect([status, outputs.conclusion, outputs["roles-checked"]]).toEqual([1, "failure", "0"]);
  expect(log).toContain(`::error title=${rule}`);
});

test("11: no secret in a plan is shown anywhere", async () => {
  const secret = "hunter2";
  const files = plan((parsed) => {
    parsed.variables.db_password = { value: `${secret}-variable` };
    const queue = changeOf(parsed, "aws_sqs_queue.audit");
    Object.assign(queue.after, { name: `${secret}-other-resource` });
    const role = changeOf(parsed, "aws_iam_role.backup");
    Object.assign(role.after, { description: `${secret}-description`, tags: { token: `${secret}-tag` } });
    const policy = changeOf(parsed, "aws_iam_role_policy.worker");
    const document = JSON.parse(String(policy.after.policy)) as { Statement: object[] };
    document.Statement.push({
      Sid: `${secret}Sid`,
      Effect: "Deny",
      Action: "sqs:*",
      Resource: `arn:aws:sqs:::${secret}`,
    });
    policy.after.policy = JSON.stringify(document);
    policy.after_sensitive.policy = true;
  });
  const shown = await everythingShown(await scene(files));
  expect(shown).toContain("aws_iam_role.worker");
  expect(shown).not.toContain(secret);
  expect(shown).not.toContain("secret-token");
});

test("12: a value known only after apply, without source, is undetermined, not missing", async () => {
  const { "plan.json": withUnknown = "" } = plan((parsed) => {
    const policy = changeOf(parsed, "aws_iam_role_policy.worker");
    delete policy.after.policy;
    policy.after_unknown.policy = true;
  });
  const { run } = await scene({ "plan.json": withUnknown });
  const { summary, log, outputs } = await run({ roles: "aws_iam_role.worker: communication" });
  expect(outputs["missing-actions"]).toBe("[]");
  expect(outputs.undetermined).toBe("33");
  expect(summary).toContain("| ⚠️ 0/33, 33 undetermined |");
  expect(log).toMatch(/title=undetermined-action/);
});

test("13: the jobs of a matrix neither lose nor repeat a comment", async () => {
  const { github, run } = await scene({ "veeam.yaml": failing });
  const keys = ["dev", "prod", "test"];
  for (const id of [1, 2]) await Promise.all(keys.map((key) => run({ "comment-key": key }, { id })));
  const markers = github.comments.map(({ body }) => body.split("\n")[0]);
  expect(markers.sort()).toEqual(keys.map((key) => MARKER.replace(" -->", `:${key} -->`)));
});

test("13: two concurrent runs end with one comment, from the later run", async () => {
  const { github, run } = await scene({ "veeam.yaml": failing });
  const outcomes = await Promise.all([
    run({ roles: "VeeamWorkerRole: communication" }, { id: 1 }),
    run({ roles: "VeeamDeployRole: backup" }, { id: 2 }),
  ]);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain("<!-- run 2 -->");
  expect(outcomes.map(({ log }) => publishingWarnings(log))).toEqual([[], []]);
});
