import { octokitGitHub } from "../../src/action/octokit-github.js";
import { type Behavior, type Fault, LoopbackGitHub } from "../github/loopback.js";

const open: LoopbackGitHub[] = [];
afterEach(async () => {
  for (const github of open.splice(0)) await github.close();
});

async function connect(behavior: Behavior, timeout: number, time: number) {
  const server = await LoopbackGitHub.open(behavior);
  open.push(server);
  const patience = { timeout, deadline: Date.now() + time };
  const client = octokitGitHub({ token: "secret-token", owner: "o", repo: "r", apiUrl: server.url, patience });
  return { server, client };
}

const once = (fault: Fault): Behavior => ({ fault: (_request, count) => (count === 1 ? fault : null) });

test("ends a request that hangs and retries it", async () => {
  const { server, client } = await connect(once("hang"), 200, 10_000);
  expect(await client.listComments(7)).toEqual([]);
  expect(server.requests).toHaveLength(2);
});

test("spends at most the deadline on a hanging GitHub and sends nothing else", async () => {
  const { server, client } = await connect({ fault: () => "hang" }, 200, 500);
  const fault = { kind: "unavailable", message: "GitHub did not answer in time" };
  await expect(client.listComments(7)).rejects.toMatchObject(fault);
  const { length } = server.requests;
  await expect(client.changedFiles(7)).rejects.toMatchObject(fault);
  expect(server.requests).toHaveLength(length);
});

test("ends an endless list of prompt pages at the deadline", async () => {
  const comments = Array.from({ length: 5000 }, (_, id) => ({
    id,
    body: "x",
    user: { login: "octocat" },
    html_url: "x",
  }));
  const meanwhile = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
  const { server, client } = await connect({ comments, meanwhile }, 1000, 1000);
  await expect(client.listComments(7)).rejects.toMatchObject({ kind: "unavailable" });
  expect(server.requests.length).toBeGreaterThan(1);
  expect(server.requests.length).toBeLessThan(15);
});

test("repeats an adding request if it was rejected, but not if the answer was lost", async () => {
  const lost = await connect(once({ status: 502, applied: true }), 1000, 10_000);
  const output = { title: "t", summary: "s", annotations: [] };
  await expect(lost.client.annotateCheckRun(77, output)).rejects.toMatchObject({ kind: "unavailable" });
  expect(lost.server.requests).toHaveLength(1);
  const limited = await connect(once({ status: 429, headers: { "retry-after": "0" } }), 1000, 10_000);
  await limited.client.annotateCheckRun(77, output);
  expect(limited.server.requests).toHaveLength(2);
});

test("continues with other requests after one is rejected", async () => {
  const { client } = await connect({ permissions: { pullRequests: false } }, 1000, 10_000);
  await expect(client.createComment(7, "x")).rejects.toMatchObject({ kind: "forbidden" });
  expect(await client.listComments(7)).toEqual([]);
});

test("requests the token's owner again if the answer is lost, so that no second comment is created", async () => {
  const { client } = await connect({ login: "octocat", ...once({ status: 502 }) }, 1000, 10_000);
  expect(await client.login()).toBe("octocat");
});

test("treats a token that can't request its owner as the workflow's", async () => {
  const { client } = await connect({ login: "octocat", fault: () => ({ status: 403 }) }, 1000, 10_000);
  expect(await client.login()).toBe("github-actions[bot]");
});

test("fails instead of waiting if it would create more per minute than GitHub allows", async () => {
  const { client, server } = await connect({}, 1000, 10_000);
  for (let at = 0; at < 80; at += 1) await client.createComment(7, "x");
  await expect(client.createComment(7, "x")).rejects.toMatchObject({ kind: "rate-limited" });
  await expect(client.listComments(7)).rejects.toMatchObject({ kind: "rate-limited" });
  expect(server.comments).toHaveLength(80);
});
