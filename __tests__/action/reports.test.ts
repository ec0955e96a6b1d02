import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/report/report.js";
import { closeScenes, failing, passing, scene } from "./scene.js";

afterEach(closeScenes);

const SHA = "89abcdef0123456789abcdef0123456789abcdef";

/** The `workflow_run` event for a fork's pull request: it has the branch but no pull request. */
const workflowRun = {
  action: "completed",
  workflow_run: {
    id: 1,
    head_sha: SHA,
    head_branch: "feature/x",
    head_repository: { name: "r", owner: { login: "contributor" } },
    pull_requests: [],
  },
};

const open = [
  { number: 6, head: { sha: "0".repeat(40), label: "contributor:feature/x" } },
  { number: 7, head: { sha: SHA, label: "contributor:feature/x" } },
];

async function reportOf(template: string, inputs: Readonly<Record<string, string>> = {}): Promise<string> {
  const { workspace, run } = await scene({ "veeam.yaml": template });
  await run({ "report-file": "report.json", comment: "never", ...inputs });
  const { readFileSync } = await import("node:fs");
  return readFileSync(join(workspace, "report.json"), "utf8");
}

let failed = "";
let passed = "";
beforeAll(async () => {
  [failed, passed] = [await reportOf(failing), await reportOf(passing)];
  await closeScenes();
});

describe("reports", () => {
  test("of a matrix become one verdict, comment, and summary", async () => {
    const { github, run } = await scene({ "reports/prod/report.json": failed, "reports/dev/report.json": passed });
    const { status, summary, outputs } = await run({ reports: "reports/**/*.json", "report-file": "all.json" });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ conclusion: "failure", errors: "4", "roles-checked": "4", "files-read": "2" });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/^\| \[`VeeamDeployRole \(prod\)`\]\(\S+\) \| ❌ 86\/89 \| ❌ 94\/96 \|/m);
    expect(github.comments[0]?.body).toMatch(/^\| \[`VeeamDeployRole \(dev\)`\]\(\S+\) \| ✅ 89\/89 \| ✅ 96\/96 \|/m);
    expect(summary).toContain("4 errors in 2 roles, 1 warning, 4 worker roles checked");
  });

  test("that are expected but missing each cause an error that names the job", async () => {
    const { run } = await scene({ "reports/dev/report.json": passed });
    const expected = ["dev: reports/dev/*.json", "prod: reports/prod/*.json", "qa: reports/qa.json"];
    const { status, log, outputs } = await run({ reports: expected.join("\n") });
    expect([status, outputs.conclusion, outputs.errors, outputs["roles-checked"]]).toEqual([1, "failure", "2", "2"]);
    expect(log).toContain("reports/prod/*.json matches no file: `prod` did not deliver a report");
    expect(log).toContain("reports/qa.json");
    expect((await run({ reports: "dev: reports/dev/*.json\nreports/prod/*.json" })).status).toBe(0);
    expect((await run({ reports: "dev: reports/**/*.json\n!reports/dev/**" })).status).toBe(1);
  });

  test("of a fork are published without its code on the pull request of the checked commit", async () => {
    const { github, run } = await scene({ "report.json": failed }, { pullRequests: open });
    const { status, outputs } = await run({ reports: "report.json" }, { event: workflowRun });
    expect(status).toBe(1);
    expect(outputs["comment-url"]).toBe(github.comments[0]?.html_url);
    expect(github.writes).toEqual(["POST /repos/o/r/issues/7/comments"]);
    expect(github.comments[0]?.body).toContain(`https://github.com/o/r/blob/${SHA}/veeam.yaml#L32`);
  });

  test("of a branch that moved on are not commented on", async () => {
    const { github, run } = await scene({ "report.json": failed }, { pullRequests: open.slice(0, 1) });
    expect((await run({ reports: "report.json" }, { event: workflowRun })).status).toBe(1);
    expect(github.writes).toEqual([]);
  });

  test.each<[string, string, string]>([
    ["non-JSON", "{", "report.json is not valid JSON: "],
    ["schema", '{"schemaVersion": 9}', "report.json is not a worker-iam-check report: schemaVersion is not 1"],
    ["list", "[[[[]]]]", "report.json is not a worker-iam-check report: the document is not an object"],
    ["depth", "[".repeat(200_000), "report.json can't be read: it is nested too deeply"],
    ["binary content", "\u0000\u0001\ud800", "report.json is not valid JSON"],
    ["size", `"${"x".repeat(34_000_000)}"`, "report.json is too large"],
  ])("with hostile %s fail clearly", async (_name, text, message) => {
    const { run } = await scene({ "report.json": text, "good.json": passed });
    const { status, log, outputs } = await run({ reports: "*.json" });
    expect(status).toBe(1);
    expect(log).toContain(`::error title=unreadable-file,file=report.json`);
    expect(log).toContain(message);
    expect(log).not.toMatch(/^\s+at /m);
    expect(outputs).toMatchObject({ conclusion: "failure", errors: "1", "roles-checked": "2" });
  });

  test("with hostile text are neutralized", async () => {
    const evil =
      "</summary></details> <img src=x> @octocat [l](http://evil.example) ``` | # **b** ${{ x }}\n::error::x\n%0A";
    const report = JSON.parse(failed) as Report & {
      findings: Record<string, unknown>[];
      roles: Record<string, unknown>[];
    };
    Object.assign(report.roles[0] ?? {}, {
      id: evil,
      selectedBy: evil,
      kinds: { constructor: report.roles[0]?.kinds.backup },
    });
    Object.assign(report.findings[0] ?? {}, {
      role: evil,
      message: evil,
      help: evil,
      kind: evil,
      actions: [evil],
      location: { file: evil },
    });
    Object.assign(report.requirements, { source: evil, version: evil, date: evil, title: evil });
    const { github, run } = await scene({ "report.json": JSON.stringify(report) });
    const { log, summary, outputs } = await run({ reports: "report.json", "sarif-file": "out.sarif" });
    const stopped = /::stop-commands::(\S+)\n[\s\S]*?\n::\1::/.exec(log)?.[0] ?? "";
    expect(log.replace(stopped, "")).not.toMatch(/^::error::x/m);
    for (const text of [summary, github.comments[0]?.body ?? ""]) {
      const fencesAway = text.replace(/^(`{3,})json\n[\s\S]*?\n\1$/gm, "");
      const outsideOfCode = fencesAway.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, "");
      expect(outsideOfCode).not.toMatch(/<img|@octocat|\]\(http:|\*\*b\*\*|^# /m);
      expect(outsideOfCode.match(/<details>/g)?.length).toBe(outsideOfCode.match(/<\/details>/g)?.length);
      expect(text).not.toContain("undefined");
    }
    expect(outputs.conclusion).toBe("failure");
  });

  test("with hostile lengths stay below the limits of comment, summary, and outputs", async () => {
    const report = JSON.parse(failed) as Report & { roles: Record<string, unknown>[] };
    const long = (at: number): string => `ec2:${"\u0001日".repeat(990)}${at}`;
    const missing = Array.from({ length: 500 }, (_, at) => long(at));
    const kind = { ...report.roles[0]?.kinds.backup, missing };
    const role = { ...report.roles[0], id: long(0), selectedBy: long(1), kinds: { backup: kind, restore: kind } };
    const text = JSON.stringify({ ...report, roles: [role, { ...role, id: long(1) }] });
    const { github, run } = await scene({ "report.json": text });
    const { status, summary, outputs } = await run({ reports: "report.json" });
    expect(status).toBe(1);
    expect(github.comments[0]?.body.length).toBeLessThan(65_536);
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    // GitHub measures outputs in UTF-16, and all outputs of a job share a limit of 1 MB.
    expect(JSON.stringify(outputs).length * 2).toBeLessThan(512 * 1024);
    expect(JSON.parse(outputs["missing-actions"] ?? "")[0].actions.length).toBeGreaterThan(5);
  });

  test("outside the workspace are not read", async () => {
    const { workspace, run } = await scene({ "good.json": passed });
    mkdirSync(join(workspace, "in"));
    symlinkSync("/etc/hostname", join(workspace, "in/report.json"));
    const { status, log } = await run({ reports: "in/report.json\n../x.json\ngood.json" });
    expect(status).toBe(1);
    expect(log).toContain("in/report.json is a symbolic link that points outside the workspace");
    expect(log).toContain("../x.json is outside the workspace");
  });

  test("that are missing are a failure unless none is allowed", async () => {
    const { run } = await scene({});
    const { status, log } = await run({ reports: "reports/**/*.json" });
    expect(status).toBe(1);
    expect(log).toContain("nothing was checked: no file matched `reports`");
    expect((await run({ reports: "reports/**/*.json", "if-no-roles": "ignore" })).status).toBe(0);
  });

  test("can be merged in steps, because a merged report is a report", async () => {
    const { workspace, run } = await scene({ "a.json": passed });
    await run({ reports: "a.json", "report-file": "b.json" });
    writeFileSync(join(workspace, "c.json"), failed);
    const { outputs } = await run({ reports: "b.json\nc.json" });
    expect(outputs).toMatchObject({ "roles-checked": "4", conclusion: "failure" });
  });
});
