import * as core from "@actions/core";
import type { GitHub } from "../publish/github.js";
import type { RunContext } from "./event.js";

/** Milliseconds for one request. */
export const REQUEST_TIMEOUT = 15_000;

/** Milliseconds for all that a run publishes: it must not hold the run up for long. The last of them are for the comment alone. */
const PUBLISHING_TIME = 120_000;
const COMMENT_TIME = 30_000;

/** Milliseconds since the epoch. */
export interface Deadlines {
  readonly comment: number;
  readonly other: number;
}

/** When a run that publishes from now on gives up, whatever answers slowly. */
export function publishingDeadlines(now: number): Deadlines {
  const comment = now + PUBLISHING_TIME;
  return { comment, other: comment - COMMENT_TIME };
}

/** Null without a token. The client is a chunk of its own: most runs of events without a pull request need none. */
export async function openGitHub({ owner, repo, apiUrl }: RunContext, deadline: number): Promise<GitHub | null> {
  const token = core.getInput("token");
  if (token === "" || repo === "") return null;
  const patience = { timeout: REQUEST_TIMEOUT, deadline };
  const { octokitGitHub } = await import("./octokit-github.js");
  return octokitGitHub({ token, owner, repo, apiUrl, patience });
}

/** One client, opened when it is first asked for. */
export function clientOnDemand(run: RunContext, deadline: number): () => Promise<GitHub | null> {
  let client: Promise<GitHub | null> | null = null;
  return () => {
    client ??= openGitHub(run, deadline);
    return client;
  };
}

/** The number of the pull request that the run is for, if it is known. */
export async function pullRequestOf({ pullRequest }: RunContext, client: GitHub): Promise<number | null> {
  if (pullRequest === null) return null;
  return "number" in pullRequest ? pullRequest.number : client.findPullRequest(pullRequest.head);
}
