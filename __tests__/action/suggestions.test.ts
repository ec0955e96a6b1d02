import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectGolden } from "../expect-golden.js";
import type { Behavior } from "../github/loopback.js";
import { commitSuggestion, readPullRequest } from "../github/pull-request.js";
import type { StoredReviewComment } from "../github/state.js";
import { closeScenes, publishingWarnings, type Scene, scene } from "./scene.js";

afterEach(closeScenes);

const BOT = "github-actions[bot]";

async function pullRequest(name: string, behavior: Behavior = {}): Promise<Scene> {
  const { head, changedFiles } = readPullRequest(name);
  return scene(head, { changedFiles, ...behavior });
}

function suggestionsOf({ github }: Scene): readonly StoredReviewComment[] {
  return github.state.reviewComments;
}

/** Commits all suggestions from the last line to the first, so that earlier lines keep their numbers. */
function commitAll(opened: Scene): void {
  const suggested = suggestionsOf(opened).filter(({ body }) => body.includes("suggestion\n"));
  const comments = suggested.sort((a, b) => (b.line ?? 0) - (a.line ?? 0));
  for (const comment of comments) {
    const path = join(opened.workspace, comment.path);
    writeFileSync(path, commitSuggestion(readFileSync(path), comment));
  }
}

describe("fixes the file with committed suggestions", () => {
  test.each<[string, string, readonly [string, number, number][]]>([
    ["yaml-block", "lines of block YAML", [["infra/worker-roles.yaml", 42, 42]]],
    ["yaml-flow", "a multi-line flow list", [["infra/worker-roles.yaml", 35, 35]]],
    ["json", "the end of a JSON list, with the comma before", [["policies/veeam-communication.json", 38, 38]]],
    ["json-crlf", "Windows line endings", [["policies/veeam-communication.json", 38, 38]]],
    ["json-one-line", "a one-line file without a final newline", [["policies/veeam-communication.json", 1, 1]]],
    ["byte-order-mark", "a file with a byte order mark", [["policies/veeam-communication.json", 38, 38]]],
    ["renamed", "a renamed file", [["policies/veeam-communication.json", 14, 14]]],
    ["backticks", "text with backticks", [["infra/worker-roles.yaml", 42, 42]]],
    ["missing-comma", "a missing comma", [["policies/veeam-communication.json", 19, 19]]],
    [
      "new-file",
      "a new file without an action, a trust statement, and an instance profile",
      [
        ["infra/worker-roles.yaml", 18, 18],
        ["infra/worker-roles.yaml", 43, 43],
        ["infra/worker-roles.yaml", 59, 59],
      ],
    ],
  ])("%s: %s", async (name, _what, places) => {
    const opened = await pullRequest(name);
    const first = await opened.run();
    expect(publishingWarnings(first.log)).toEqual([]);
    const created = suggestionsOf(opened).map(({ path, start_line, line }) => [path, start_line ?? line, line]);
    expect(created).toEqual(places);
    const bodies = suggestionsOf(opened).map(({ body }) => body.replaceAll("\r\n", "<CRLF>\n"));
    expectGolden(`suggestions/${name}.md`, `${bodies.join("\n\n")}\n`);
    expect(opened.github.state.reviews).toBe(1);
    commitAll(opened);
    expect((await opened.run({ suggestions: "false" })).outputs).toMatchObject({ errors: "0", warnings: "0" });
  });
});

describe("suggests nothing", () => {
  test.each([
    ["two-hunks", "for a fix across hunks"],
    ["elsewhere", "outside the diff's lines"],
    ["utf-16", "for a file without a patch"],
    ["no-break-spaces", "for the repair of a whole file"],
  ])("%s: %s", async (name) => {
    const opened = await pullRequest(name);
    const { log, status } = await opened.run();
    expect([status, publishingWarnings(log)]).toEqual([1, []]);
    expect(suggestionsOf(opened)).toEqual([]);
    expect(opened.github.comments[0]?.body).not.toContain("to commit");
    expect(opened.github.state.reviews).toBe(0);
  });

  test.each<[string, object]>([
    ["push", { ref: "refs/heads/main" }],
    ["merge_group", { action: "checks_requested", merge_group: { head_sha: "89abcdef" } }],
  ])("for %s, without a request", async (_name, event) => {
    const { github, run } = await pullRequest("json");
    expect((await run({}, { event })).status).toBe(1);
    expect(github.requests).toEqual([]);
  });

  test("if they are turned off, and withdraws none", async () => {
    const opened = await pullRequest("json");
    await opened.run();
    opened.github.requests.splice(0);
    await opened.run({ suggestions: "false" });
    const requested = opened.github.requests.filter(({ path }) => path.includes("/pulls/"));
    // The only exception is the diff for the annotations.
    expect(requested.filter(({ path }) => !path.includes("/pulls/7/files"))).toEqual([]);
  });

  test("in a run whose commit is no longer the head", async () => {
    const opened = await pullRequest("json");
    opened.github.state.headSha = "fedcba9876543210fedcba9876543210fedcba98";
    const { log } = await opened.run();
    expect([suggestionsOf(opened), publishingWarnings(log)]).toEqual([[], []]);
  });

  test("if a merge duplicated the lines of the change in the file", async () => {
    const opened = await pullRequest("twins");
    await opened.run();
    expect(suggestionsOf(opened).map(({ line }) => line)).toEqual([104]);
    shiftDown(opened, "infra/worker-roles.yaml");
    await opened.run();
    expect(suggestionsOf(opened)).toEqual([]);
  });

  test("for merged reports, which withdraw none", async () => {
    const opened = await pullRequest("json");
    await opened.run({ "report-file": "report.json" });
    await opened.run({ reports: "report.json" });
    expect(suggestionsOf(opened)).toHaveLength(1);
  });
});

describe("suggestions", () => {
  test("appear on the head's lines when a merge with the base has moved them", async () => {
    const opened = await pullRequest("yaml-block");
    shiftDown(opened, "infra/worker-roles.yaml");
    await opened.run();
    expect(suggestionsOf(opened).map(({ line }) => line)).toEqual([42]);
  });

  test("are mentioned in the comment and the job summary", async () => {
    const opened = await pullRequest("new-file");
    const { summary } = await opened.run();
    const note = "💡 3 suggestions to commit appear on [the changed lines](https://github.com/o/r/pull/7/files).";
    expect(summary).toContain(`\n${note}\n`);
    expect(opened.github.comments[0]?.body.split("\n").slice(1, 4)).toEqual([
      expect.stringMatching(/^### ❌/),
      "",
      note,
    ]);
  });

  test("are created once: a later run finds them and writes nothing", async () => {
    const opened = await pullRequest("new-file");
    await opened.run({}, { id: 1 });
    opened.github.requests.splice(0);
    const { summary } = await opened.run({}, { id: 2 });
    expect(opened.github.writes).toEqual([]);
    expect(summary).toContain("💡 3 suggestions to commit");
  });

  test("are found after 250 other review comments", async () => {
    const opened = await pullRequest("json");
    for (let at = 0; at < 250; at += 1) remark(opened, { body: "LGTM" });
    await opened.run();
    await opened.run();
    expect(suggestionsOf(opened)).toHaveLength(251);
  });

  test("stop at 20 in one review, and the report has the number of others", async () => {
    const opened = await pullRequest("many");
    await opened.run();
    expect(suggestionsOf(opened)).toHaveLength(20);
    expect(opened.github.state.reviews).toBe(1);
    expect(opened.github.comments[0]?.body).toContain("20 suggestions to commit appear on");
    expect(opened.github.comments[0]?.body).toContain("; 5 more follow when these are committed.");
    commitAll(opened);
    opened.github.state.changedFiles = changedLike(opened, "infra/roles.yaml");
    await opened.run();
    expect(suggestionsOf(opened)).toHaveLength(5);
    commitAll(opened);
    expect((await opened.run()).outputs.errors).toBe("0");
  });

  test("for settled findings are withdrawn", async () => {
    const opened = await pullRequest("new-file");
    await opened.run();
    commitAll(opened);
    opened.github.state.changedFiles = changedLike(opened, "infra/worker-roles.yaml");
    const { summary } = await opened.run();
    expect(suggestionsOf(opened)).toEqual([]);
    expect(summary).not.toContain("to commit");
  });

  test("with replies stay and say that they are settled", async () => {
    const opened = await pullRequest("json");
    await opened.run();
    const [suggestion] = suggestionsOf(opened);
    const answer = remark(opened, { body: "why?", in_reply_to_id: suggestion!.id });
    commitAll(opened);
    await opened.run();
    expect(suggestionsOf(opened)).toEqual([suggestion, answer]);
    expect(suggestion?.body).toBe(
      "<!-- worker-iam-check settled -->\n✅ Settled: the finding is gone, or is on other lines.\n\n" +
        "**role veeam-communication lacks 2 of 33 communication actions** · missing-action  \nAdd the 2 actions to policy veeam-communication:",
    );
    opened.github.requests.splice(0);
    await opened.run();
    expect(opened.github.writes).toEqual([]);
  });

  test("with changed text are replaced", async () => {
    const opened = await pullRequest("yaml-block");
    await opened.run();
    const [before] = suggestionsOf(opened);
    const path = join(opened.workspace, "infra/worker-roles.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("  - sqs:ListQueues\n", "  - sqs:ListQueues # all\n"));
    opened.github.state.changedFiles = changedLike(opened, "infra/worker-roles.yaml");
    await opened.run();
    expect(suggestionsOf(opened)).toHaveLength(1);
    expect(suggestionsOf(opened)[0]?.id).not.toBe(before?.id);
    expect(suggestionsOf(opened)[0]?.body).toContain("- sqs:ListQueues # all\n");
  });

  test("whose lines leave the diff and return are created again", async () => {
    const opened = await pullRequest("json");
    await opened.run();
    const [outdated] = suggestionsOf(opened);
    opened.github.state.reviewComments.splice(0, 1, { ...outdated!, line: null, start_line: null });
    await opened.run();
    expect(suggestionsOf(opened).map(({ id, line }) => [id === outdated?.id, line])).toEqual([[false, 38]]);
  });

  test("of other authors are never touched, even with a marker", async () => {
    const opened = await pullRequest("json");
    const hash = "<!-- worker-iam-check suggestion: 7eae60921a09c3eacd4d c0972fd78d275a33 -->\n";
    const theirs = [
      remark(opened, { body: `${hash}mine` }),
      remark(opened, { body: "<!-- worker-iam-check suggestion: 1234 5678 -->\nmine" }),
    ];
    await opened.run();
    expect(suggestionsOf(opened).map(({ user }) => user.login)).toEqual(["mallory", "mallory", BOT]);
    expect(suggestionsOf(opened).slice(0, 2)).toEqual(theirs);
  });

  test("of another key are left alone and not repeated", async () => {
    const opened = await pullRequest("json");
    await opened.run({ "comment-key": "prod" });
    await opened.run({ "comment-key": "--> dev" });
    expect(suggestionsOf(opened)).toHaveLength(1);
    commitAll(opened);
    await opened.run({ "comment-key": "--> dev" });
    expect(suggestionsOf(opened)).toHaveLength(1);
    await opened.run({ "comment-key": "prod" });
    expect(suggestionsOf(opened)).toEqual([]);
  });

  test("of an App's or a person's token are found by that account", async () => {
    const opened = await pullRequest("json", { login: "octocat", prefix: "/api/v3" });
    await opened.run();
    await opened.run();
    expect(suggestionsOf(opened).map(({ user }) => user.login)).toEqual(["octocat"]);
  });
});

describe("handles errors", () => {
  test("keeping other suggestions if GitHub rejects one line", async () => {
    const opened = await pullRequest("many");
    opened.github.state.unresolvable.add("infra/roles.yaml:60");
    const { log, summary, status } = await opened.run();
    expect(suggestionsOf(opened)).toHaveLength(19);
    expect(suggestionsOf(opened).map(({ line }) => line)).not.toContain(60);
    expect([status, publishingWarnings(log)]).toEqual([1, []]);
    expect(log).toContain("GitHub rejected 1 suggestion because of their lines");
    // The comment already had the reduced number.
    expect(opened.github.comments[0]?.body).toContain("💡 19 suggestions to commit");
    expect(summary).toContain("💡 19 suggestions to commit");
  });

  test("trying nothing more after a token's 403", async () => {
    const opened = await pullRequest("json", { permissions: { pullRequests: false, checks: false } });
    const { log, status, summary } = await opened.run();
    expect(opened.github.writes).toEqual(["POST /repos/o/r/issues/7/comments"]);
    expect(status).toBe(1);
    expect(publishingWarnings(log)).toEqual([
      "::warning::not published: the comment and the review suggestions: GitHub answered 403: Resource not accessible by integration (the job needs `permissions: pull-requests: write`; a fork's token can never write). The verdict, the job summary, and the log are complete",
    ]);
    expect(summary).not.toContain("to commit");
  });

  test("stopping at the first 403 without a comment", async () => {
    const opened = await pullRequest("many", { permissions: { pullRequests: false, checks: false } });
    const { log, status } = await opened.run({ comment: "never" });
    expect(opened.github.writes).toEqual(["POST /repos/o/r/pulls/7/reviews"]);
    expect([status, publishingWarnings(log).length]).toEqual([1, 1]);
  });

  test("waiting for a temporary rate limit, in one review", async () => {
    let refused = 0;
    const opened = await pullRequest("many", {
      fault: ({ path }) => {
        if (!path.endsWith("/reviews") || refused > 0) return null;
        refused += 1;
        return { status: 403, headers: { "retry-after": "1" }, message: "You have exceeded a secondary rate limit" };
      },
    });
    const { log } = await opened.run();
    expect([suggestionsOf(opened).length, publishingWarnings(log)]).toEqual([20, []]);
  });

  test("not creating a review twice if the answer was lost", async () => {
    let lost = 0;
    const opened = await pullRequest("new-file", {
      fault: ({ path }) => {
        if (!path.endsWith("/reviews") || lost > 0) return null;
        lost += 1;
        return { status: 502, applied: true };
      },
    });
    const { log, status } = await opened.run();
    expect([status, publishingWarnings(log).length]).toEqual([1, 1]);
    await opened.run();
    expect(suggestionsOf(opened)).toHaveLength(3);
    expect(opened.github.state.reviews).toBe(1);
  });

  test("leaving each suggestion once after two concurrent runs", async () => {
    const opened = await pullRequest("new-file");
    await Promise.all([opened.run({}, { id: 1 }), opened.run({}, { id: 2 })]);
    expect(suggestionsOf(opened)).toHaveLength(3);
  });

  test("removing duplicates in a run that another has overtaken", async () => {
    let raced = false;
    const opened = await pullRequest("new-file", {
      meanwhile: ({ path }, state) => {
        if (!path.endsWith("/reviews") || raced) return;
        raced = true;
        const body = readFileSync("__tests__/golden/suggestions/yaml-block.md", "utf8");
        state.reviewComment({ body, path: "infra/worker-roles.yaml", line: 43, start_line: null, commit_id: "" });
        state.reviewComment({ body, path: "infra/worker-roles.yaml", line: 43, start_line: null, commit_id: "" });
      },
    });
    await opened.run();
    const marks = suggestionsOf(opened).map(({ body }) => body.split("\n")[0]);
    expect(marks).toHaveLength(4);
    expect(new Set(marks).size).toBe(4);
  });
});

/** Simulates lines that the base branch adds at the top. */
function shiftDown(opened: Scene, file: string): void {
  const path = join(opened.workspace, file);
  writeFileSync(path, `# Owner: backup team\n# Reviewed: 2026-11\n${readFileSync(path, "utf8")}`);
}

/** The current file, presented as a file that the pull request adds. */
function changedLike(opened: Scene, filename: string): Behavior["changedFiles"] & object {
  const bytes = readFileSync(join(opened.workspace, filename));
  const lines = bytes.toString().trimEnd().split("\n");
  const sha = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  const patch = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n");
  return [{ filename, status: "added", sha, patch }];
}

/** Adds a review comment from another user. */
function remark({ github }: Scene, comment: { readonly body: string; readonly in_reply_to_id?: number }) {
  const place = { path: "policies/veeam-communication.json", line: 38, start_line: null, commit_id: "" };
  return github.state.reviewComment({ ...place, ...comment }, "mallory");
}
