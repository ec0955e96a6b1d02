import { closeScenes, failing, publishingWarnings, scene } from "./scene.js";

afterEach(closeScenes);

const HEAD = "89abcdef0123456789abcdef0123456789abcdef";
const RUN = "0123456789abcdef0123456789abcdef01234567";

const pullRequest = { number: 7, head: { sha: HEAD, ref: "topic", repo: null }, base: { ref: "main" } };

/** The parts of GitHub's payloads that could be mistaken for a pull request. */
const EVENTS: readonly [name: string, payload: object, comments: number, linked: string][] = [
  ["pull_request", { action: "synchronize", number: 7, pull_request: pullRequest }, 1, HEAD],
  ["pull_request_target", { action: "opened", number: 7, pull_request: pullRequest }, 1, HEAD],
  ["pull_request_review", { action: "submitted", review: { id: 1 }, pull_request: pullRequest }, 1, HEAD],
  [
    "merge_group",
    {
      action: "checks_requested",
      merge_group: { head_sha: RUN, head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${RUN}`, base_ref: "main" },
    },
    0,
    RUN,
  ],
  ["push", { ref: "refs/heads/main", before: "0".repeat(40), after: RUN, commits: [], pull_request: null }, 0, RUN],
  ["workflow_dispatch", { ref: "refs/heads/main", inputs: null, workflow: ".github/workflows/a.yml" }, 0, RUN],
  ["schedule", { schedule: "17 5 * * 1" }, 0, RUN],
  ["issue_comment", { action: "created", issue: { number: 7, pull_request: { url: "https://x" } } }, 0, RUN],
  ["a payload of another form", { pull_request: { number: "7", head: [] } }, 0, RUN],
];

describe("reaches the same verdict on every event, with a comment on a pull request", () => {
  test.each(EVENTS)("on %s", async (name, event, comments, linked) => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { status, log, summary, outputs } = await run({}, { event, variables: { GITHUB_EVENT_NAME: name } });
    expect([status, outputs.conclusion, outputs.errors]).toEqual([1, "failure", "4"]);
    expect(log).toMatch(/^::error title=missing-action,file=veeam\.yaml/m);
    expect(summary).toContain(`https://github.com/o/r/blob/${linked}/veeam.yaml#L32`);
    expect(publishingWarnings(log)).toEqual([]);
    expect(github.comments).toHaveLength(comments);
    if (comments === 0) expect(github.requests).toEqual([]);
  });

  test.each([
    ["is missing", "/nowhere/event.json"],
    ["is not JSON", "README.md"],
  ])("treats an event whose payload %s as one without a pull request", async (_name, path) => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { status, log } = await run({}, { variables: { GITHUB_EVENT_PATH: path } });
    expect(status).toBe(1);
    expect(publishingWarnings(log)).toEqual([]);
    expect(github.requests).toEqual([]);
  });

  test("completes the verdict and the log outside GitHub with only a workspace", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const none = ["REPOSITORY", "SHA", "RUN_ID", "SERVER_URL", "API_URL", "EVENT_PATH", "STEP_SUMMARY"];
    const variables = Object.fromEntries(none.map((name) => [`GITHUB_${name}`, ""]));
    const { status, log } = await run({}, { variables });
    expect(status).toBe(1);
    expect(log).toMatch(/^::error title=missing-action,file=veeam\.yaml/m);
    expect(publishingWarnings(log)).toEqual([]);
    expect(github.requests).toEqual([]);
  });
});

describe("servers and pages", () => {
  test("uses an Enterprise Server's links and API under /api/v3, and links no rule pages", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing }, { prefix: "/api/v3", login: "ghes-bot" });
    const action = { GITHUB_ACTION_REPOSITORY: "acme/worker-iam-check", GITHUB_ACTION_REF: "v1" };
    const variables = { GITHUB_SERVER_URL: "https://github.acme.example", ...action };
    const { summary } = await run({}, { variables });
    await run({ roles: "VeeamWorkerRole: communication" }, { variables, id: 5001 });
    expect(github.comments).toHaveLength(1);
    expect(summary).toContain(`](https://github.acme.example/o/r/blob/${HEAD}/veeam.yaml#L32)`);
    expect(summary).not.toContain("https://github.com");
  });

  test.each<[string, Readonly<Record<string, string>>, boolean]>([
    ["a release", { GITHUB_ACTION_REPOSITORY: "acme/worker-iam-check", GITHUB_ACTION_REF: "v1" }, true],
    ["a local Action", { GITHUB_ACTION_REPOSITORY: "", GITHUB_ACTION_REF: "" }, false],
    ["an invalid name", { GITHUB_ACTION_REPOSITORY: "a)/b", GITHUB_ACTION_REF: "v1" }, false],
  ])("links rules to their pages for %s", async (_name, variables, linked) => {
    const { run } = await scene({ "veeam.yaml": failing });
    const { summary } = await run({}, { variables, event: {} });
    const link = "[missing-action](https://github.com/acme/worker-iam-check/blob/v1/docs/rules/missing-action.md)";
    expect(summary.includes(link)).toBe(linked);
    expect(summary).toContain("missing-action");
  });
});

/** `ACTION_NODE` runs all of these tests on another Node. This test compares both in every run, if both are available. */
const node24 = process.env.NODE24 ?? (process.versions.node.startsWith("24.") ? process.execPath : undefined);

(node24 === undefined ? test.skip : test)(
  "produces the same with Node 24 as with this Node (NODE24 names it)",
  async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const here = await run({}, { id: 1 });
    const there = await run({}, { id: 2, node: node24 ?? "" });
    const [a, b] = [here, there].map(({ log, ...rest }) => ({
      ...rest,
      log: log.replace(/worker-iam-check-[\w-]+/g, ""),
    }));
    expect(b).toEqual(a);
    expect(github.comments).toHaveLength(1);
  },
);
