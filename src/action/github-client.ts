import * as core from "@actions/core";
import type { GitHub } from "../publish/github.js";
import type { RunContext } from "./event.js";

/** In milliseconds, per request. */
export const REQUEST_TIMEOUT = 15_000;

/**
 * The time for everything that a run publishes, in milliseconds, so that it doesn't delay the run for long. The last
 * part is reserved for the comment.
 */
const PUBLISHING_TIME = 120_000;
const COMMENT_TIME = 30_000;

/** When publishing stops, in milliseconds since the epoch: `comment` for the comment, `other` for everything else. */
export interface Deadlines {
  readonly comment: number;
  readonly other: number;
}

/** The times at which a run that starts publishing now gives up, regardless of how slowly GitHub answers. */
export function publishingDeadlines(now: number): Deadlines {
  const comment = now + PUBLISHING_TIME;
  return { comment, other: comment - COMMENT_TIME };
}

/** Returns null without a token. The client is a separate chunk, because most runs without a pull request don't need it. */
export async function openGitHub({ owner, repo, apiUrl }: RunContext, deadline: number): Promise<GitHub | null> {
  const token = core.getInput("token");
  if (token === "" || repo === "") return null;
  const patience = { timeout: REQUEST_TIMEOUT, deadline };
  const { octokitGitHub } = await import("./octokit-github.js");
  return octokitGitHub({ token, owner, repo, apiUrl, patience });
}

/** One client, opened on first use. */
export function clientOnDemand(run: RunContext, deadline: number): () => Promise<GitHub | null> {
  let client: Promise<GitHub | null> | null = null;
  return () => {
    client ??= openGitHub(run, deadline);
    return client;
  };
}

/** The number of the run's pull request, if known. */
export async function pullRequestOf({ pullRequest }: RunContext, client: GitHub): Promise<number | null> {
  if (pullRequest === null) return null;
  return "number" in pullRequest ? pullRequest.number : client.findPullRequest(pullRequest.head);
}
