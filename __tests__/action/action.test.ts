import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Behaviour, LoopbackGitHub } from "../github/loopback.js";
import { makeWorkspace, runAction } from "./run-action.js";

const failing = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
const passing = readFileSync("examples/cloudformation/passing/worker-roles.yaml", "utf8");
const MARKER = "<!-- worker-iam-check -->";

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function scene(files: Readonly<Record<string, string>>, behaviour: Behaviour = {}) {
  const github = await LoopbackGitHub.open(behaviour);
  const workspace = makeWorkspace(files);
  open.push(
    () => expect(github.refused).toEqual([]),
    () => github.close(),
    () => rmSync(workspace, { recursive: true }),
  );
  const run = (inputs: Readonly<Record<string, string>> = {}, event?: object) =>
    runAction(workspace, inputs, { apiUrl: github.url, ...(event ? { event } : {}) });
  return { github, workspace, run };
}

describe("the built Action, spawned as the runner does", () => {
  test("comments, annotates, writes summary, report and outputs, and fails", async () => {
    const { github, workspace, run } = await scene({ "infra/veeam.yaml": failing });
    const { status, log, summary, outputs } = await run({ "report-file": "out/report.json" });
    expect(status).toBe(1);
    expect(github.refused).toEqual([]);
    expect(github.comments).toHaveLength(1);
    const body = github.comments[0]?.body ?? "";
    expect(body.split("\n").slice(0, 2)).toEqual([
      MARKER,
      "### ❌ Worker IAM check: 2 worker roles checked, 4 errors, 1 warning",
    ]);
    expect(body).toContain("| `VeeamDeployRole` | ❌ 86/89 | ❌ 94/96 |");
    expect(body).toContain("https://github.com/o/r/blob/89abcdef0123456789abcdef0123456789abcdef/infra/veeam.yaml#L32");
    expect(summary).toBe(body.slice(MARKER.length + 1));
    expect(log).toMatch(
      /^::error title=missing-action,file=infra\/veeam\.yaml,line=32,endLine=142::role VeeamDeployRole lacks 3 of 89 backup actions%0Aec2:CreateSnapshots, /m,
    );
    expect(outputs).toMatchObject({
      conclusion: "failure",
      errors: "4",
      warnings: "1",
      "roles-checked": "2",
      "files-read": "1",
      "requirements-version": "7",
      "report-file": "out/report.json",
      "comment-url": github.comments[0]?.html_url,
    });
    expect(JSON.parse(outputs["missing-actions"] ?? "")).toContainEqual({
      role: "VeeamWorkerRole",
      kind: "communication",
      actions: ["sqs:ReceiveMessage"],
    });
    const report = JSON.parse(readFileSync(join(workspace, "out/report.json"), "utf8"));
    expect(report).toMatchObject({ schemaVersion: 1, conclusion: "failure" });
  });

  test("updates its comment on a second run, and leaves it alone when nothing changed", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    await run();
    await run();
    expect(github.requests.filter(({ method }) => method === "PATCH")).toEqual([]);
    await run({ roles: "VeeamWorkerRole: communication" });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("1 worker role checked");
  });

  test("brings a comment of a failure up to date after the fix, in on-failure mode too", async () => {
    const { github, workspace, run } = await scene({ "veeam.yaml": failing });
    await run({ comment: "on-failure" });
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(workspace, "veeam.yaml"), passing);
    const { status } = await run({ comment: "on-failure" });
    expect(status).toBe(0);
    expect(github.comments[0]?.body).toContain("### ✅ Worker IAM check: 2 worker roles checked, nothing missing");
  });

  test("leaves a comment of somebody else alone that has the marker", async () => {
    const theirs = {
      id: 1,
      body: `${MARKER}\nmine`,
      user: { login: "mallory" },
      html_url: "https://github.com/o/r/pull/7#1",
    };
    const { github, run } = await scene({ "veeam.yaml": failing }, { comments: [theirs] });
    await run();
    expect(github.comments).toHaveLength(2);
    expect(github.comments[0]?.body).toBe(`${MARKER}\nmine`);
  });

  test.each<[string, Behaviour, number]>([
    [
      "a pull request that touches what was read",
      { changedFiles: [{ filename: "veeam.yaml", status: "modified" }] },
      1,
    ],
    [
      "a pull request that has nothing to do with it",
      { changedFiles: [{ filename: "README.md", status: "modified" }] },
      0,
    ],
  ])("with all well, %s", async (_name, behaviour, comments) => {
    const { github, run } = await scene({ "veeam.yaml": passing }, behaviour);
    expect((await run()).status).toBe(0);
    expect(github.comments).toHaveLength(comments);
  });

  test("a read-only token costs a warning, and nothing else", async () => {
    const { run } = await scene(
      { "veeam.yaml": failing },
      { fault: ({ method }) => (method === "GET" ? null : { status: 403 }) },
    );
    const { status, log, summary, outputs } = await run();
    expect(status).toBe(1);
    expect(log).toContain("::warning::the pull request gets no comment: status 403 (the token may not write");
    expect(log).toMatch(/^::error title=missing-action/m);
    expect(summary).toContain("### ❌ Worker IAM check");
    expect(outputs.conclusion).toBe("failure");
  });

  test("tries again after a server error", async () => {
    const { github, run } = await scene(
      { "veeam.yaml": failing },
      { fault: (_request, count) => (count === 1 ? { status: 502 } : null) },
    );
    await run();
    expect(github.comments).toHaveLength(1);
  });

  test("an event without a pull request asks GitHub nothing", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { status, summary } = await run({}, { ref: "refs/heads/main" });
    expect(status).toBe(1);
    expect(github.requests).toEqual([]);
    expect(summary).toContain("### ❌ Worker IAM check");
  });

  test("no worker role is a failure, and is none with if-no-roles: ignore", async () => {
    const { run } = await scene({ "other.json": "{}" });
    const missing = await run();
    expect(missing.status).toBe(1);
    expect(missing.log).toContain(
      "::error title=no-worker-role::nothing was checked: 1 file matched, 0 read, 0 roles seen",
    );
    expect(missing.log).not.toContain("file=.,");
    expect((await run({ "if-no-roles": "ignore" })).status).toBe(0);
  });

  test("a misspelt input is told with its near word, and nothing is checked", async () => {
    const { run } = await scene({ "veeam.yaml": passing });
    const { status, log } = await run({ "fail-on": "eror" });
    expect(status).toBe(1);
    expect(log).toContain(
      "`fail-on` is `eror`, which is not one of error, warning, never%0Ahelp: did you mean `error`?",
    );
  });

  test("text from a file is neither Markdown nor a workflow command", async () => {
    const name = "x` <img src=a> @octocat [l](http://evil) |\n::set-output name=a::b";
    const statement = { Effect: "Allow", Action: "iam:GetRole", Resource: "*" };
    const role = {
      RoleName: name,
      AssumeRolePolicyDocument: { Statement: [] },
      RolePolicyList: [{ PolicyName: name, PolicyDocument: { Statement: statement } }],
    };
    const { github, run } = await scene({ "veeam.json": JSON.stringify({ RoleDetailList: [role] }) });
    const { log } = await run({ roles: "*: communication" });
    const body = github.comments[0]?.body ?? "";
    const outsideOfCode = body.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, "");
    expect(outsideOfCode).not.toMatch(/<img|@octocat|\]\(http:/);
    expect(body).toContain("| ``x` <img src=a>");
    const stopped = /::stop-commands::(\S+)\n[\s\S]*?\n::\1::/.exec(log)?.[0] ?? "";
    expect(log.replace(stopped, "")).not.toMatch(/^::set-output/m);
  });

  test("a working directory shifts globs, and paths stay those of the repository", async () => {
    const { run } = await scene({ "infra/veeam.yaml": failing });
    const { log } = await run({ "working-directory": "infra", files: "*.yaml" });
    expect(log).toContain("file=infra/veeam.yaml,line=32");
  });
});
