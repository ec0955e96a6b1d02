import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkOut, commit, git, type PullRequest, pullRequest, removeFolders } from "../discover/repository.js";
import { LoopbackGitHub } from "../github/loopback.js";
import { runAction } from "./run-action.js";
import { failing, passing } from "./scene.js";

let github: LoopbackGitHub;
beforeEach(async () => {
  github = await LoopbackGitHub.open({});
});
afterEach(async () => {
  removeFolders();
  expect(github.refused).toEqual([]);
  await github.close();
});

const worse = failing.replace(/^ *- sqs:ListQueues\n/gm, "");
const isNew = "in part already on main; new: sqs:ListQueues";

function eventOf({ base, head }: PullRequest, name = "main") {
  return { pull_request: { number: 7, head: { sha: head }, base: { ref: name, sha: base } } };
}

function run(folder: string, event: object, inputs: Readonly<Record<string, string>> = {}) {
  return runAction(folder, inputs, { apiUrl: github.url, event });
}

describe("a pull request", () => {
  test("with unchanged findings marks them and still fails", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "README.md": "x" });
    const { status, log, outputs, summary } = await run(checkOut(pull, 2), eventOf(pull, "release/1"), {
      "sarif-file": "out.sarif",
      "report-file": "out.json",
    });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ conclusion: "failure", errors: "4", warnings: "1", unchanged: "5" });
    expect(log.match(/^ {2}already on release\/1$/gm)).toHaveLength(5);
    expect(log).toContain("4 errors, 1 warning, 5 of them already on release/1");
    expect(log).toMatch(/^::error title=missing-action.*backup actions \(already on release\/1\)%0A/m);
    expect(summary).toContain("· missing-action · already on release/1");
    expect(github.comments[0]?.body).toContain("2 worker roles checked, nothing new, 5 already on release/1");
    expect(github.comments[0]?.body).toContain("<summary>Not new, and still counted: 5 findings</summary>");
  });

  test("with fail-on-new-only passes without new findings and lists the old ones", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "veeam.yaml": `# a comment\n\n${failing}` });
    const folder = checkOut(pull, 2);
    const inputs = {
      "fail-on-new-only": "true",
      "report-file": "out.json",
      "sarif-file": "out.sarif",
      comment: "always",
    };
    const { status, log, outputs } = await run(folder, eventOf(pull), inputs);
    expect(status).toBe(0);
    expect(outputs).toMatchObject({ conclusion: "success", errors: "0", warnings: "0", unchanged: "5" });
    expect(log).toContain("success: 2 worker roles checked, 0 errors, 0 warnings, 5 already on main; ");
    expect(log.match(/^ {2}already on main, not counted$/gm)).toHaveLength(5);
    expect(log).not.toContain("::error ");
    expect(log.match(/^::notice title=/gm)).toHaveLength(5);
    const report = JSON.parse(readFileSync(join(folder, "out.json"), "utf8"));
    expect(report.findings).toHaveLength(5);
    const source = { kind: "commit", name: "main" };
    expect(report.baseline).toEqual({ sources: [source], note: null, failOnNewOnly: true });
    expect(report.findings[0].baseline).toEqual({ state: "unchanged", source, newActions: [] });
    const sarif = JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8"));
    expect(sarif.runs[0].results.map((result: { baselineState: string }) => result.baselineState)).toEqual(
      Array(5).fill("unchanged"),
    );
    expect(github.comments[0]?.body).toContain("nothing new missing, 5 already on main");
    expect(github.comments[0]?.body).toContain("<summary>Old findings, which do not count: 5</summary>");
  });

  test("with fail-on-new-only fails on an action that an old finding lacked", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "veeam.yaml": worse });
    const { status, log, outputs } = await run(checkOut(pull, 2), eventOf(pull), { "fail-on-new-only": "true" });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ conclusion: "failure", errors: "3", warnings: "0", unchanged: "2" });
    expect(log).toContain(isNew);
  });

  test("is compared with the base that it was merged into, not the one in the event", async () => {
    const pull = pullRequest({ "veeam.yaml": passing }, { "README.md": "x" });
    // Meanwhile, main has lost an action.
    commit(pull.origin, { "veeam.yaml": failing });
    git(pull.origin, "checkout", "--quiet", "--detach", "main");
    git(pull.origin, "merge", "--quiet", "--no-ff", "--no-edit", "feature");
    git(pull.origin, "update-ref", "refs/pull/7/merge", "HEAD");
    const { outputs } = await run(checkOut(pull, 2), eventOf(pull));
    expect(outputs).toMatchObject({ errors: "4", unchanged: "5" });
  });

  test("with its head checked out is compared with the event's base", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "veeam.yaml": worse });
    git(pull.origin, "checkout", "--quiet", "feature");
    const { outputs, log } = await run(pull.origin, eventOf(pull));
    expect(outputs).toMatchObject({ unchanged: "2" });
    expect(log).toContain(isNew);
  });

  test("in a subfolder of the workspace is compared there", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "veeam.yaml": worse });
    const folder = checkOut(pull, 2);
    const workspace = join(folder, "..");
    const inputs = {
      files: `${folder.slice(workspace.length + 1)}/*.yaml`,
      "working-directory": folder.slice(workspace.length + 1),
    };
    const { outputs } = await run(workspace, eventOf(pull), { ...inputs, files: "*.yaml" });
    expect(outputs).toMatchObject({ unchanged: "2", "roles-checked": "2" });
  });

  test("in a merge group is compared with the group's base", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "README.md": "x" });
    const event = { merge_group: { base_ref: "refs/heads/main", base_sha: pull.base, head_sha: pull.head } };
    const { status, outputs } = await run(checkOut(pull, 2), event, { "fail-on-new-only": "true" });
    expect([status, outputs.unchanged]).toEqual([0, "5"]);
  });
});

describe("a push", () => {
  test("is compared with the previous commit if the checkout has it", async () => {
    const other = passing.replaceAll("Veeam", "VeeamOther");
    const gone = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
    const { origin, base, head } = pullRequest({ "a.yaml": passing, "b.yaml": other }, { "b.yaml": gone });
    git(origin, "checkout", "--quiet", "feature");
    const pushed = (before: string) => run(origin, { ref: "refs/heads/main", before, after: head });
    const { status, log } = await pushed(base);
    expect(status).toBe(1);
    expect(log).toMatch(/error\[coverage-lost\] role VeeamOtherDeployRole was checked for .*, but is gone,/);
    expect((await pushed("0".repeat(40))).status).toBe(0);
    const unknown = await pushed("1".repeat(40));
    expect(unknown.status).toBe(0);
    expect(unknown.summary).toContain(
      "> [!NOTE]\n> Not compared with main before this push: it is not in this checkout",
    );
    expect(unknown.summary).toContain("Coverage was not compared.");
  });
});

describe("a missing base", () => {
  const note = "Not compared with main: its commit is not in this checkout; set `fetch-depth: 2` at actions/checkout.";

  test("is reported once in the log and the summary, and every finding counts", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "README.md": "x" });
    const { status, log, summary, outputs } = await run(checkOut(pull, 1), eventOf(pull), {
      "fail-on-new-only": "true",
    });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ conclusion: "failure", errors: "4", unchanged: "0" });
    expect(log.replace(/\s+/g, " ").split(note)).toHaveLength(2);
    expect(summary.split(note)).toHaveLength(2);
    expect(github.comments[0]?.body).toContain(`> [!NOTE]\n> ${note} Coverage was not compared.`);
  });

  test("is replaced by a report of the base", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "veeam.yaml": worse });
    const before = checkOut(pull, 1, "refs/heads/main");
    await run(before, {}, { "report-file": "report.json", comment: "never" });
    const folder = checkOut(pull, 1);
    writeFileSync(join(folder, "main.json"), readFileSync(join(before, "report.json"), "utf8"));
    const { log, summary, outputs } = await run(folder, eventOf(pull), { baseline: "main.json" });
    expect(outputs).toMatchObject({ errors: "4", unchanged: "2" });
    expect(log).toContain("in part already in main.json; new: sqs:ListQueues");
    expect(summary).not.toContain("Not compared");
  });

  test("is not reported if there is nothing to compare", async () => {
    const pull = pullRequest({ "veeam.yaml": passing }, { "README.md": "x" });
    const folder = checkOut(pull, 1);
    // Even without findings, a run without a base can't tell whether coverage has shrunk.
    const { log } = await run(folder, eventOf(pull));
    expect(log.replace(/\s+/g, " ")).toContain(`${note} Coverage was not compared.`);
    writeFileSync(join(folder, "veeam.yaml"), failing);
    const { log: off } = await run(folder, eventOf(pull), { base: "off" });
    expect(off).not.toContain("Not compared");
    expect((await run(folder, {})).log).not.toContain("Not compared");
    rmSync(join(folder, ".git"), { recursive: true });
    expect((await run(folder, eventOf(pull))).log).toContain("Not compared with main: this is not a git repository");
  });

  test("is reported for a plan that the run itself created", async () => {
    const folder = "examples/terraform/failing";
    const sources = { "main.tf": readFileSync(`${folder}/main.tf`, "utf8") };
    const pull = pullRequest(sources, { "README.md": "x" });
    const checkout = checkOut(pull, 2);
    writeFileSync(join(checkout, "plan.json"), readFileSync(`${folder}/plan.json`, "utf8"));
    const { log, outputs } = await run(checkout, eventOf(pull));
    // The base has only the plan's source, which is checked there.
    expect(outputs.unchanged).toBe("2");
    expect(log).toContain("Not compared with main: plan.json is not in any commit; give `baseline` a report of main.");
  });
});

describe("a baseline file", () => {
  test.each<[string, string | null, string]>([
    ["missing", null, "the baseline file base.json can't be read"],
    ["not JSON", "{", "the baseline base.json is not valid JSON: "],
    ["deeply nested", "[".repeat(100_000), "the baseline base.json can't be read: it is nested too deeply"],
    ["another document", '{"Statement": []}', "the baseline base.json is neither a baseline nor a report: "],
    ["of a later version", '{"baselineVersion": 2}', "baselineVersion is not 1"],
    ["without findings", '{"baselineVersion": 1, "findings": {"length": 5}}', "findings is not a list"],
    [
      "with numbers",
      '{"baselineVersion": 1, "findings": [{"fingerprint": 1}]}',
      "findings[0].fingerprint is not a string",
    ],
  ])("that is %s is rejected, and nothing passes", async (_name, text, message) => {
    const pull = pullRequest({ "veeam.yaml": failing }, text === null ? {} : { "base.json": text });
    const inputs = { baseline: "base.json", "fail-on-new-only": "true" };
    const { status, log, outputs } = await run(checkOut(pull, 2), eventOf(pull), inputs);
    expect([status, outputs.conclusion]).toEqual([1, "failure"]);
    expect(log).toContain(message);
    expect(log).not.toMatch(/^\s+at /m);
  });

  test("is checked even without findings", async () => {
    const pull = pullRequest({ "veeam.yaml": passing }, {});
    const { status, outputs } = await run(checkOut(pull, 2), eventOf(pull), { baseline: "base.json" });
    expect([status, outputs.conclusion]).toEqual([1, "failure"]);
  });

  test("outside the workspace is not read", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, {});
    const { status, log } = await run(checkOut(pull, 2), eventOf(pull), { baseline: "../base.json" });
    expect(status).toBe(1);
    expect(log).toContain("the baseline file ../base.json can't be read");
  });

  test("never excuses an unreadable file or an empty check", async () => {
    const pull = pullRequest({ "veeam.json": '{"Statement": [' }, { "README.md": "x" });
    const { status, log, outputs } = await run(checkOut(pull, 2), eventOf(pull), { "fail-on-new-only": "true" });
    expect([status, outputs.conclusion, outputs.unchanged]).toEqual([1, "failure", "2"]);
    expect(log).toContain("unreadable-file");
  });

  test("excuses findings in reports of earlier jobs", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "README.md": "x" });
    const folder = checkOut(pull, 2);
    await run(folder, {}, { "report-file": "main.json", comment: "never" });
    await run(folder, {}, { "report-file": "part.json", comment: "never" });
    const inputs = { reports: "part.json", baseline: "main.json", comment: "never" };
    const { status, outputs } = await run(folder, eventOf(pull), inputs);
    expect([status, outputs.errors, outputs.unchanged]).toEqual([1, "4", "5"]);
    const excused = await run(folder, eventOf(pull), { ...inputs, "fail-on-new-only": "true" });
    expect([excused.status, excused.outputs.conclusion, excused.outputs.unchanged]).toEqual([0, "success", "5"]);
  });

  test("that a job lacked is requested only once when the reports are merged", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "README.md": "x" });
    const folder = checkOut(pull, 1);
    for (const name of ["a", "b"])
      await run(folder, eventOf(pull), { "report-file": `parts/${name}.json`, comment: "never" });
    const { log } = await run(folder, {}, { reports: "parts/*.json" });
    expect(log.replace(/\s+/g, " ").split("Not compared with main: its commit is not in this checkout")).toHaveLength(
      2,
    );
  });

  test("is not needed if the jobs compared their findings", async () => {
    const pull = pullRequest({ "veeam.yaml": failing }, { "README.md": "x" });
    const folder = checkOut(pull, 2);
    await run(folder, eventOf(pull), { "report-file": "part.json", comment: "never" });
    const { status, log } = await run(folder, {}, { reports: "part.json", "fail-on-new-only": "true" });
    expect(status).toBe(0);
    expect(log).toContain("success: 2 worker roles checked, 0 errors, 0 warnings, 5 already on main;");
  });
});
