import * as core from "@actions/core";
import type { GitHub } from "../publish/github.js";
import type { RunContext } from "./event.js";

/** Milliseconds for one request, and for all that a client is asked: publishing must not hold a run up for long. */
const REQUEST_TIMEOUT = 15_000;
export const PUBLISHING_TIME = 120_000;

/** Null without a token. The client is a chunk of its own: most runs of events without a pull request need none. */
export async function openGitHub({ owner, repo, apiUrl }: RunContext): Promise<GitHub | null> {
  const token = core.getInput("token");
  if (token === "" || repo === "") return null;
  const patience = { timeout: REQUEST_TIMEOUT, deadline: Date.now() + PUBLISHING_TIME };
  const { octokitGitHub } = await import("./octokit-github.js");
  return octokitGitHub({ token, owner, repo, apiUrl, patience });
}

/** One client, opened when it is first asked for. */
export function clientOnDemand(run: RunContext): () => Promise<GitHub | null> {
  let client: Promise<GitHub | null> | null = null;
  return () => {
    client ??= openGitHub(run);
    return client;
  };
}

/** The number of the pull request that the run is for, if it is known. */
export async function pullRequestOf({ pullRequest }: RunContext, client: GitHub): Promise<number | null> {
  if (pullRequest === null) return null;
  return "number" in pullRequest ? pullRequest.number : client.findPullRequest(pullRequest.head);
}
