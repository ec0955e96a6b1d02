import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Behavior } from "../github/loopback.js";
import type { StoredComment } from "../github/state.js";
import { closeScenes, failing, MARKER, passing, publishingWarnings, scene } from "./scene.js";

afterEach(closeScenes);

const BOT = "github-actions[bot]";

function stored(id: number, body: string, login = BOT): StoredComment {
  return { id, body, user: { login }, html_url: `https://github.com/o/r/pull/7#issuecomment-${id}` };
}

function changed(...names: readonly string[]): Behavior {
  return { changedFiles: names.map((filename) => ({ filename, status: "modified" })) };
}

describe("the comment", () => {
  test("is updated by a later run and left alone if nothing changed", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    await run({}, { id: 1 });
    await run({}, { id: 2 });
    expect(github.writes).toEqual(["POST /repos/o/r/issues/7/comments"]);
    await run({ roles: "VeeamWorkerRole: communication" }, { id: 3 });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("1 worker role checked");
  });

  test("about a failure is updated after the fix, even in on-failure mode", async () => {
    const { github, workspace, run } = await scene({ "veeam.yaml": failing });
    await run({ comment: "on-failure" });
    writeFileSync(join(workspace, "veeam.yaml"), passing);
    expect((await run({ comment: "on-failure" })).status).toBe(0);
    expect(github.comments[0]?.body).toContain(
      "### ⚠️ Worker IAM check passed: 2 worker roles checked, nothing missing, appliance not verified",
    );
  });

  test("is updated even if `never` would not have created it", async () => {
    const { github, run } = await scene({ "veeam.yaml": passing }, { comments: [stored(1, `${MARKER}\n❌`)] });
    await run({ comment: "never" });
    expect(github.comments[0]?.body).toContain("### ⚠️ Worker IAM check passed");
  });

  test.each<[string, string, string, Behavior, number]>([
    ["auto", "a failure", failing, {}, 1],
    ["auto", "a pass and a file that was read", passing, changed("veeam.yaml"), 1],
    ["auto", "a pass without IAM changes", passing, changed("README.md", "src/main.c"), 0],
    ["always", "a pass", passing, {}, 1],
    ["on-failure", "a pass", passing, changed("veeam.yaml"), 0],
    ["on-failure", "a failure", failing, {}, 1],
    ["never", "a failure", failing, {}, 0],
  ])("follows mode %s for %s", async (comment, _name, template, behavior, comments) => {
    const { github, run } = await scene({ "veeam.yaml": template }, behavior);
    await run({ comment });
    expect(github.comments).toHaveLength(comments);
  });

  test("in mode auto, is not written for warnings in an unrelated pull request", async () => {
    const { github, run } = await scene({ "veeam.yaml": passing }, changed("README.md"));
    const { outputs, status } = await run({ "if-no-roles": "warning", roles: "*: ignore" });
    expect([status, outputs.warnings]).toEqual([0, "1"]);
    expect(github.comments).toEqual([]);
  });

  test("in mode auto, is written for a renamed file on the last page of many", async () => {
    const others = Array.from({ length: 250 }, (_, at) => ({ filename: `src/${at}.c`, status: "modified" }));
    const moved = { filename: "archive/old.yaml", previous_filename: "veeam.yaml", status: "renamed" };
    const { github, run } = await scene({ "veeam.yaml": passing }, { changedFiles: [...others, moved] });
    await run();
    expect(github.comments).toHaveLength(1);
    expect(github.requests.filter(({ path }) => path.includes("/files?"))).toHaveLength(3);
  });

  test("of another author is left alone, with or without the marker", async () => {
    const theirs = stored(1, `${MARKER}\nmine`, "mallory");
    const { github, run } = await scene({ "veeam.yaml": failing }, { comments: [theirs] });
    await run();
    expect(github.comments).toHaveLength(2);
    expect(github.comments[0]?.body).toBe(`${MARKER}\nmine`);
  });

  test.each(["octocat", "our-checks[bot]"])("of %s's token is found by that account", async (login) => {
    const others = stored(1, `${MARKER}\nmade by the workflow's token`);
    const { github, run } = await scene({ "veeam.yaml": failing }, { login, comments: [others] });
    await run({}, { id: 1 });
    await run({ roles: "VeeamWorkerRole: communication" }, { id: 2 });
    expect(github.comments.map(({ user }) => user.login)).toEqual([BOT, login]);
    expect(github.comments[1]?.body).toContain("1 worker role checked");
  });

  test("is found after 250 others", async () => {
    const others = Array.from({ length: 250 }, (_, at) => stored(at + 1, "LGTM", "octocat"));
    const { github, run } = await scene({ "veeam.yaml": failing }, { comments: [...others, stored(900, MARKER)] });
    await run();
    expect(github.writes).toEqual(["PATCH /repos/o/r/issues/comments/900"]);
  });

  test("is separate for each key, and no key can end the marker", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    await run({ "comment-key": "prod" });
    await run({ "comment-key": "--> @octocat" });
    await run({ "comment-key": "prod" });
    expect(github.comments.map(({ body }) => body.split("\n")[0])).toEqual([
      "<!-- worker-iam-check:prod -->",
      "<!-- worker-iam-check:%2D%2D%3E%20%40octocat -->",
    ]);
  });

  test("is created again if it is deleted during an update", async () => {
    const { github, run } = await scene(
      { "veeam.yaml": failing },
      {
        comments: [stored(1, MARKER)],
        meanwhile: ({ method, path }, state) => {
          if (method === "GET" && path.includes("/issues/7/comments")) state.comments.splice(0, 1);
        },
      },
    );
    const { outputs, log } = await run();
    expect(publishingWarnings(log)).toEqual([]);
    expect(outputs["comment-url"]).not.toBe("");
    expect(github.writes.slice(0, 2)).toEqual([
      "PATCH /repos/o/r/issues/comments/1",
      "POST /repos/o/r/issues/7/comments",
    ]);
  });

  test("becomes one again after two concurrent runs, with the later run's content", async () => {
    let raced = false;
    const { github, run } = await scene(
      { "veeam.yaml": failing },
      {
        meanwhile: ({ method, path }, state) => {
          if (method !== "GET" || !path.includes("/issues/7/comments") || raced) return;
          raced = true;
          state.comment(`${MARKER}\nof the earlier run\n<!-- run 4999 -->`);
        },
      },
    );
    const { outputs } = await run({}, { id: 5000 });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("2 worker roles checked");
    expect(outputs["comment-url"]).toBe(github.comments[0]?.html_url);
  });

  test("of a later run is not overwritten by an earlier one that ends after it", async () => {
    const later = stored(1, `${MARKER}\nof the later run\n<!-- run 5001 -->`);
    const { github, run } = await scene({ "veeam.yaml": failing }, { comments: [later] });
    const { outputs } = await run({}, { id: 5000 });
    expect(github.writes).toEqual([]);
    expect(outputs["comment-url"]).toBe(later.html_url);
  });

  test("goes to an Enterprise Server through GITHUB_API_URL", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing }, { prefix: "/api/v3", login: "ghes-bot" });
    await run({}, { id: 1 });
    await run({}, { id: 2 });
    expect(github.comments).toHaveLength(1);
    expect(github.requests.map(({ path }) => path)).toContain("/graphql");
  });
});
