import type { Behavior, Fault } from "../github/loopback.js";
import { type ActionRun, runAction } from "./run-action.js";
import { closeScenes, failing, MARKER, publishingWarnings, type Scene, scene } from "./scene.js";

interface Outcome extends ActionRun {
  readonly github: Scene["github"];
  readonly warnings: readonly string[];
}

async function runWith(behavior: Behavior, inputs: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const { github, run } = await scene({ "veeam.yaml": failing }, behavior);
  const outcome = await run(inputs);
  return { ...outcome, github, warnings: publishingWarnings(outcome.log) };
}

/** Expects the verdict, which no fault of GitHub may change. */
function expectVerdict({ status, log, summary, outputs }: ActionRun): void {
  expect(status).toBe(1);
  expect(outputs).toMatchObject({ conclusion: "failure", errors: "4" });
  expect(summary).toContain("### ❌ Worker IAM check");
  expect(log).toMatch(/^::error title=missing-action,file=veeam\.yaml/m);
  expect(log).not.toMatch(/^\s+at /m);
  expect(log).not.toContain("secret-token");
}

/** These runs spend most of their time waiting, so all runs of a table run at once. */
function runAll(behaviors: Readonly<Record<string, Behavior>>): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  beforeAll(async () => {
    const runs = Object.entries(behaviors).map(async ([name, behavior]) => {
      outcomes.set(name, await runWith(behavior));
    });
    await Promise.all(runs);
  }, 60_000);
  afterAll(closeScenes);
  return outcomes;
}

const LASTING: Readonly<Record<string, { readonly fault: Fault; readonly reason: string; readonly requests: number }>> =
  {
    "401": {
      fault: { status: 401, message: "Bad credentials" },
      reason: "GitHub answered 401: Bad credentials",
      requests: 1,
    },
    "403": { fault: { status: 403, message: "Forbidden" }, reason: "GitHub answered 403: Forbidden", requests: 3 },
    "404": { fault: { status: 404, message: "Not Found" }, reason: "GitHub answered 404: Not Found", requests: 3 },
    "409": { fault: { status: 409, message: "Conflict" }, reason: "GitHub answered 409: Conflict", requests: 9 },
    "422": { fault: { status: 422, message: "Invalid" }, reason: "GitHub answered 422: Invalid", requests: 3 },
    "429 that ends too late": {
      fault: { status: 429, headers: { "retry-after": "3600" } },
      reason: "GitHub answered 429",
      requests: 1,
    },
    "a rate limit without an end": {
      fault: { status: 403, message: "You have exceeded a secondary rate limit" },
      reason: "GitHub answered 403: You have exceeded a secondary rate limit",
      requests: 1,
    },
    "500": { fault: { status: 500 }, reason: "GitHub answered 500", requests: 5 },
    "503": { fault: { status: 503 }, reason: "GitHub answered 503", requests: 5 },
    "a reset connection": { fault: "reset", reason: "the connection to GitHub failed", requests: 5 },
    "a broken answer": { fault: "broken-answer", reason: "GitHub's answer can't be read", requests: 5 },
    "half a JSON text": { fault: "half-json", reason: "can't be read: the document is not a list", requests: 5 },
    "a proxy's page": { fault: "html", reason: "GitHub's answer can't be read", requests: 5 },
  };

// A fault of one request doesn't affect others, unless GitHub refuses all of them. The diff for annotations, the
// suggestions, and the comment are all tried, but only the first is retried.
describe("spends one warning and no extra requests on a permanent error", () => {
  const behaviors = Object.entries(LASTING).map(([name, { fault }]) => [name, { fault: () => fault }]);
  const outcomes = runAll(Object.fromEntries(behaviors));

  test.each(Object.entries(LASTING))("such as %s", (name, { reason, requests }) => {
    const outcome = outcomes.get(name)!;
    expectVerdict(outcome);
    expect(outcome.warnings).toHaveLength(1);
    expect(outcome.warnings[0]).toContain("::warning::not published: ");
    expect(outcome.warnings[0]).toContain(reason);
    expect(outcome.github.requests).toHaveLength(requests);
  });
});

const PASSING: Readonly<Record<string, Fault>> = {
  "502": { status: 502 },
  "409": { status: 409 },
  "429 with retry-after": { status: 429, headers: { "retry-after": "1" } },
  "403 with retry-after": { status: 403, headers: { "retry-after": "0" }, message: "secondary rate limit" },
  "403 with the limit's end": { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } },
  "503 with retry-after": { status: 503, headers: { "retry-after": "1" } },
  "a reset connection": "reset",
  "a broken answer": "broken-answer",
  "half a JSON text": "half-json",
};

describe("waits for a temporary error to pass", () => {
  const behaviors = Object.entries(PASSING).map(([name, fault]) => {
    return [name, { fault: (_request: unknown, count: number) => (count === 1 ? fault : null) }];
  });
  const outcomes = runAll(Object.fromEntries(behaviors));

  test.each(Object.keys(PASSING))("such as %s", (name) => {
    const outcome = outcomes.get(name)!;
    expectVerdict(outcome);
    expect(outcome.warnings).toEqual([]);
    expect(outcome.github.comments).toHaveLength(1);
  });
});

describe("handles other errors", () => {
  afterEach(closeScenes);

  test("such as no server", async () => {
    const { github, workspace } = await scene({ "veeam.yaml": failing });
    const apiUrl = github.url;
    await github.close();
    const outcome = await runAction(workspace, {}, { apiUrl });
    expectVerdict(outcome);
    expect(publishingWarnings(outcome.log)).toHaveLength(1);
    expect(outcome.log).toContain(
      "not published: the review suggestions and the comment: the connection to GitHub failed: ",
    );
  });

  test("such as a fork's read-only token", async () => {
    const behavior = { permissions: { pullRequests: false, checks: false } };
    const outcome = await runWith(behavior, { "check-run-id": "77" });
    expectVerdict(outcome);
    expect(outcome.warnings).toHaveLength(1);
    expect(outcome.warnings[0]).toContain(
      "not published: the comment: GitHub answered 403: Resource not accessible by integration (the job needs `permissions: pull-requests: write`; a fork's token can never write)",
    );
    expect(outcome.github.comments).toEqual([]);
  });

  test.each<Fault>([{ status: 500 }, "reset", "html"])("updates a comment if the diff answers %j", async (fault) => {
    const outcome = await runWith({
      comments: [
        {
          id: 1,
          body: `${MARKER}\npassed`,
          user: { login: "github-actions[bot]" },
          html_url: "https://github.com/o/r/pull/7#issuecomment-1",
        },
      ],
      fault: ({ path }) => (path.endsWith("/files") ? fault : null),
    });
    expectVerdict(outcome);
    expect(outcome.github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("### ❌ Worker IAM check"),
    ]);
    expect(outcome.summary).not.toContain("could not be brought up to date");
  });

  test("does not create a comment twice if the answer was lost", async () => {
    let lost = false;
    const outcome = await runWith({
      fault: ({ method }) => {
        if (method !== "POST" || lost) return null;
        lost = true;
        return { status: 502, applied: true };
      },
    });
    expectVerdict(outcome);
    expect(outcome.warnings).toEqual([]);
    expect(outcome.github.comments).toHaveLength(1);
    expect(outcome.github.writes.filter((write) => write.startsWith("DELETE"))).toHaveLength(1);
  });

  test("loses only the comment, not the earlier annotations, to a server error", async () => {
    const outcome = await runWith(
      { fault: ({ path }) => (path.includes("/issues/") ? { status: 500 } : null) },
      { "check-run-id": "77" },
    );
    expect(outcome.status).toBe(1);
    expect(outcome.warnings).toHaveLength(1);
    expect(outcome.github.checkRun.annotations).toHaveLength(5);
  });
});
