import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeScenes, failing, passing, publishingWarnings, scene } from "./scene.js";

afterEach(closeScenes);

const CONFIG = ".github/worker-iam-check.yml";
const COULD_NOT = "### ❌ Worker IAM check could not check: ";

describe("a run that ends without a verdict", () => {
  test("updates an earlier run's comment and explains why in the summary", async () => {
    const { github, workspace, run } = await scene({ "veeam.yaml": passing, [CONFIG]: "comment-key: prod\n" });
    await run({ comment: "always" });
    writeFileSync(join(workspace, CONFIG), "comment-key: prod\nfail-on: bogus\nappliance: [a]\n");
    const { status, summary, outputs } = await run({}, { id: 6000 });
    expect({ status, conclusion: outputs.conclusion }).toEqual({ status: 1, conclusion: "failure" });
    const body = github.comments[0]?.body ?? "";
    expect(github.comments).toHaveLength(1);
    for (const text of [body, summary]) {
      expect(text).toContain(`${COULD_NOT}\`appliance\` line \`a\``);
      expect(text).toContain(`- \`${CONFIG}:2:10\`: `);
      expect(text).toContain("`appliance` line `a` is neither a role ARN nor an account");
      expect(text).not.toContain("passed");
    }
  });

  test.each([
    ["two configuration files", { "worker-iam-check.json": "{}", [CONFIG]: "{}" }, {}, "there are 2 configurations"],
    ["a missing config file", {}, { config: "none.yml" }, "the configuration none.yml can't be read"],
    ["missing requirements", {}, { requirements: "70" }, "unknown requirements version `70`"],
    ["a missing baseline", {}, { baseline: "b.json" }, "the baseline file b.json can't be read"],
  ])("comments on %s", async (_, files, inputs, reason) => {
    const { github, run } = await scene({ "veeam.yaml": passing, ...files });
    const { summary } = await run(inputs);
    expect(github.comments.map(({ body }) => body.includes(`${COULD_NOT}${reason}`))).toEqual([true]);
    expect(summary).toContain(reason);
  });

  test("writes neither comment nor summary if they are turned off", async () => {
    const { github, run } = await scene({ "veeam.yaml": passing });
    const { summary, log } = await run({ comment: "never", "job-summary": "false", "fail-on": "bogus" });
    expect({ comments: github.comments, summary }).toEqual({ comments: [], summary: "" });
    expect(log).toContain("fail-on");
  });

  test("is replaced by the next run's verdict", async () => {
    const { github, workspace, run } = await scene({ "veeam.yaml": passing, [CONFIG]: "- no\n" });
    await run({}, { id: 1 });
    expect(github.comments[0]?.body).toContain(COULD_NOT);
    rmSync(join(workspace, CONFIG));
    await run({}, { id: 2 });
    expect(github.comments[0]?.body).toContain("Worker IAM check passed");
  });

  test("reports in one warning that the comment could not be written", async () => {
    const { run } = await scene({ "veeam.yaml": passing }, { fault: () => ({ status: 403, message: "Forbidden" }) });
    const { log, status } = await run({ "fail-on": "bogus" });
    expect(status).toBe(1);
    expect(publishingWarnings(log)).toHaveLength(1);
  });

  test("neutralizes text from a file in the comment", async () => {
    const config = "'@everyone <img src=x> [a](https://example.com)': 1\n";
    const { github, run } = await scene({ "veeam.yaml": passing, [CONFIG]: config });
    await run();
    const body = github.comments[0]?.body ?? "";
    expect(body).toContain(COULD_NOT);
    expect(body.replace(/`[^`]*`/g, "")).not.toMatch(/@everyone|<img|\]\(/);
  });
});

test("notes in the summary that the comment may be older than the run", async () => {
  const { run } = await scene({ "veeam.yaml": failing }, { fault: () => ({ status: 500 }) });
  const { summary } = await run({ suggestions: "false" });
  expect(summary).toContain("it may be older than this run");
});
