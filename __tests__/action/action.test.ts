import { readFileSync } from "node:fs";
import { join } from "node:path";
import { closeScenes, failing, MARKER, passing, scene } from "./scene.js";

afterEach(closeScenes);

describe("the bundled Action, run like the runner runs it", () => {
  test("comments, annotates, writes the summary, report, and outputs, and fails", async () => {
    const { github, workspace, run } = await scene({ "infra/veeam.yaml": failing });
    const { status, log, summary, outputs } = await run({ "report-file": "out/report.json" });
    expect(status).toBe(1);
    expect(github.comments).toHaveLength(1);
    const body = github.comments[0]?.body ?? "";
    expect(body.split("\n").slice(0, 2)).toEqual([
      MARKER,
      "### ❌ Worker IAM check failed: 4 errors in 2 roles, 1 warning, 2 worker roles checked",
    ]);
    expect(body).toMatch(/^\| \[`VeeamDeployRole`\]\(\S+yaml#L10\) \| ❌ 86\/89 \| ❌ 94\/96 \|/m);
    expect(body).toContain("```sh\nworker-iam-check fix infra/veeam.yaml\n```\n");
    expect(body).toContain("https://github.com/o/r/blob/89abcdef0123456789abcdef0123456789abcdef/infra/veeam.yaml#L32");
    expect(body).toBe(`${MARKER}\n${summary.trimEnd()}\n<!-- run 5000 -->`);
    expect(log).toMatch(
      /^::error title=missing-action,file=infra\/veeam\.yaml,line=32,endLine=32::role VeeamDeployRole lacks 3 of 89 backup actions%0Aec2:CreateSnapshots, /m,
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

  test("sends GitHub no requests on an event without a pull request", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { status, summary } = await run({}, { event: { ref: "refs/heads/main" } });
    expect(status).toBe(1);
    expect(github.requests).toEqual([]);
    expect(summary).toContain("### ❌ Worker IAM check");
  });

  test("fails without a worker role unless if-no-roles is ignore", async () => {
    const { run } = await scene({ "other.json": "{}" });
    const missing = await run();
    expect(missing.status).toBe(1);
    expect(missing.log).toContain(
      "::error title=no-worker-role::nothing was checked: 1 file matched, 0 read, 0 roles found",
    );
    expect(missing.log).not.toContain("file=.,");
    expect((await run({ "if-no-roles": "ignore" })).status).toBe(0);
  });

  test("suggests the correct name of a misspelled input and checks nothing", async () => {
    const { run } = await scene({ "veeam.yaml": passing });
    const { status, log } = await run({ "fail-on": "eror" });
    expect(status).toBe(1);
    expect(log).toContain(
      "`fail-on` is `eror`, but must be one of error, warning, never%0Ahelp: did you mean `error`?",
    );
  });

  test("treats text from a file as neither Markdown nor a workflow command", async () => {
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
    expect(body).toContain("| [``x` <img src=a>");
    const stopped = /::stop-commands::(\S+)\n[\s\S]*?\n::\1::/.exec(log)?.[0] ?? "";
    expect(log.replace(stopped, "")).not.toMatch(/^::set-output/m);
  });

  test("resolves globs in the working directory and keeps paths relative to the repository", async () => {
    const { run } = await scene({ "infra/veeam.yaml": failing });
    const { log, outputs } = await run({ "working-directory": "infra", files: "*.yaml", "report-file": "r.json" });
    expect(log).toContain("file=infra/veeam.yaml,line=32");
    expect(outputs["report-file"]).toBe("infra/r.json");
  });
});
