import type { Behaviour, Fault } from "../github/loopback.js";
import { runAction } from "./run-action.js";
import { closeScenes, failing, publishingWarnings, scene } from "./scene.js";

afterEach(closeScenes);

/** What must hold whatever becomes of GitHub. */
async function runWith(behaviour: Behaviour, inputs: Readonly<Record<string, string>> = {}) {
  const { github, run } = await scene({ "veeam.yaml": failing }, behaviour);
  const { status, log, summary, outputs } = await run(inputs);
  expect(status).toBe(1);
  expect(outputs).toMatchObject({ conclusion: "failure", errors: "4" });
  expect(summary).toContain("### ❌ Worker IAM check");
  expect(log).toMatch(/^::error title=missing-action,file=veeam\.yaml/m);
  expect(log).not.toMatch(/^\s+at /m);
  expect(log).not.toContain("secret-token");
  return { github, warnings: publishingWarnings(log), log };
}

const always = (fault: Fault): Behaviour => ({ fault: () => fault });
const once = (fault: Fault): Behaviour => ({ fault: (_request, count) => (count === 1 ? fault : null) });

describe("faults that last cost one warning, and no more requests than needed", () => {
  test.each<[string, Fault, string, number]>([
    ["401", { status: 401, message: "Bad credentials" }, "GitHub answered 401: Bad credentials", 1],
    ["403", { status: 403, message: "Forbidden" }, "GitHub answered 403: Forbidden", 1],
    ["404", { status: 404, message: "Not Found" }, "GitHub answered 404: Not Found", 1],
    ["409", { status: 409, message: "Conflict" }, "GitHub answered 409: Conflict", 3],
    ["422", { status: 422, message: "Validation Failed" }, "GitHub answered 422: Validation Failed", 1],
    ["429 that ends too late", { status: 429, headers: { "retry-after": "3600" } }, "GitHub answered 429", 1],
    ["500", { status: 500 }, "GitHub answered 500", 3],
    ["503", { status: 503 }, "GitHub answered 503", 3],
    ["a reset connection", "reset", "the connection to GitHub failed", 3],
    ["a broken answer", "broken-answer", "GitHub's answer can't be read", 3],
    ["half a JSON text", "half-json", "GitHub's answer can't be read: the document is not a list", 3],
    ["a proxy's page", "html", "GitHub's answer can't be read", 3],
  ])("%s", async (_name, fault, reason, requests) => {
    const { github, warnings } = await runWith(always(fault));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("::warning::not published: ");
    expect(warnings[0]).toContain(reason);
    expect(github.requests).toHaveLength(requests);
  });

  test("no server at all", async () => {
    const { github, workspace } = await scene({ "veeam.yaml": failing });
    const apiUrl = github.url;
    await github.close();
    const { status, log, summary } = await runAction(workspace, {}, { apiUrl });
    expect(status).toBe(1);
    expect(publishingWarnings(log)).toHaveLength(1);
    expect(log).toContain("not published: the comment: the connection to GitHub failed: ");
    expect(summary).toContain("### ❌");
  });

  test("a fork's token, which may only read", async () => {
    const { github, warnings } = await runWith(
      { permissions: { pullRequests: false, checks: false } },
      { "check-run-id": "77" },
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      "not published: the comment: GitHub answered 403: Resource not accessible by integration (the job needs `permissions: pull-requests: write`; the token of a fork's or Dependabot's run may never write)",
    );
    expect(github.comments).toEqual([]);
  });
});

describe("faults that pass are waited for", () => {
  test.each<[string, Fault]>([
    ["502", { status: 502 }],
    ["429 with retry-after", { status: 429, headers: { "retry-after": "1" } }],
    ["403 with retry-after", { status: 403, headers: { "retry-after": "0" }, message: "secondary rate limit" }],
    ["403 with the limit's end", { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } }],
    ["409", { status: 409 }],
    ["a reset connection", "reset"],
    ["a broken answer", "broken-answer"],
    ["half a JSON text", "half-json"],
  ])("%s", async (_name, fault) => {
    const { github, warnings } = await runWith(once(fault));
    expect(warnings).toEqual([]);
    expect(github.comments).toHaveLength(1);
  });

  test("a comment whose answer was lost is not made twice", async () => {
    let lost = false;
    const { github, warnings } = await runWith({
      fault: ({ method }) => {
        if (method !== "POST" || lost) return null;
        lost = true;
        return { status: 502, applied: true };
      },
    });
    expect(warnings).toEqual([]);
    expect(github.comments).toHaveLength(1);
    expect(github.writes.filter((write) => write.startsWith("DELETE"))).toHaveLength(1);
  });
});
