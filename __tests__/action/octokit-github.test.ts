import { octokitGitHub } from "../../src/action/octokit-github.js";
import { type Behaviour, type Fault, LoopbackGitHub } from "../github/loopback.js";

const open: LoopbackGitHub[] = [];
afterEach(async () => {
  for (const github of open.splice(0)) await github.close();
});

async function connect(behaviour: Behaviour, timeout: number, time: number) {
  const server = await LoopbackGitHub.open(behaviour);
  open.push(server);
  const patience = { timeout, deadline: Date.now() + time };
  const client = octokitGitHub({ token: "secret-token", owner: "o", repo: "r", apiUrl: server.url, patience });
  return { server, client };
}

const once = (fault: Fault): Behaviour => ({ fault: (_request, count) => (count === 1 ? fault : null) });

test("a request that hangs is ended and made again", async () => {
  const { server, client } = await connect(once("hang"), 200, 10_000);
  expect(await client.listComments(7)).toEqual([]);
  expect(server.requests).toHaveLength(2);
});

test("a GitHub that hangs for ever costs no more than the deadline, and is not asked for anything else", async () => {
  const { server, client } = await connect({ fault: () => "hang" }, 200, 500);
  const fault = { kind: "unavailable", message: "GitHub did not answer in time" };
  await expect(client.listComments(7)).rejects.toMatchObject(fault);
  const { length } = server.requests;
  await expect(client.changedFiles(7)).rejects.toMatchObject(fault);
  expect(server.requests).toHaveLength(length);
});

test("a list without end, each of whose pages is answered in time, ends at the deadline", async () => {
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

test("what adds something is not repeated when its answer is lost, and is when it was refused", async () => {
  const lost = await connect(once({ status: 502, applied: true }), 1000, 10_000);
  const output = { title: "t", summary: "s", annotations: [] };
  await expect(lost.client.annotateCheckRun(77, output)).rejects.toMatchObject({ kind: "unavailable" });
  expect(lost.server.requests).toHaveLength(1);
  const limited = await connect(once({ status: 429, headers: { "retry-after": "0" } }), 1000, 10_000);
  await limited.client.annotateCheckRun(77, output);
  expect(limited.server.requests).toHaveLength(2);
});

test("a refusal of one thing does not keep from asking another", async () => {
  const { client } = await connect({ permissions: { pullRequests: false } }, 1000, 10_000);
  await expect(client.createComment(7, "x")).rejects.toMatchObject({ kind: "forbidden" });
  expect(await client.listComments(7)).toEqual([]);
});

test("whose token it is, is asked again when the answer is lost: another's comment would be made beside ours", async () => {
  const { client } = await connect({ login: "octocat", ...once({ status: 502 }) }, 1000, 10_000);
  expect(await client.login()).toBe("octocat");
});

test("a token that may not ask who it is counts as the workflow's", async () => {
  const { client } = await connect({ login: "octocat", fault: () => ({ status: 403 }) }, 1000, 10_000);
  expect(await client.login()).toBe("github-actions[bot]");
});

test("what creates too much in a minute is told to wait longer than a run may", async () => {
  const { client, server } = await connect({}, 1000, 10_000);
  for (let at = 0; at < 80; at += 1) await client.createComment(7, "x");
  await expect(client.createComment(7, "x")).rejects.toMatchObject({ kind: "rate-limited" });
  await expect(client.listComments(7)).rejects.toMatchObject({ kind: "rate-limited" });
  expect(server.comments).toHaveLength(80);
});
