import { readFileSync } from "node:fs";

/** What is known of the run that the Action is part of. */
export interface RunContext {
  readonly owner: string;
  readonly repo: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly commit: string;
  /** Null for events without a pull request: push, merge_group, schedule and the like. */
  readonly pullRequest: number | null;
}

/** Reads the runner's variables and the event's payload; a payload that can't be read is an event without pull request. */
export function readRunContext(environment: NodeJS.ProcessEnv): RunContext {
  const [owner = "", repo = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  const pullRequest = readPullRequest(environment.GITHUB_EVENT_PATH);
  return {
    owner,
    repo,
    serverUrl: environment.GITHUB_SERVER_URL ?? "https://github.com",
    apiUrl: environment.GITHUB_API_URL ?? "https://api.github.com",
    // On pull_request GITHUB_SHA is a merge commit that vanishes; links to the head of the branch stay.
    commit: pullRequest?.head ?? environment.GITHUB_SHA ?? "",
    pullRequest: pullRequest?.number ?? null,
  };
}

function readPullRequest(path: string | undefined): { readonly number: number; readonly head: string | null } | null {
  if (path === undefined || path === "") return null;
  try {
    const payload = JSON.parse(readFileSync(path, "utf8")) as {
      pull_request?: { number?: unknown; head?: { sha?: unknown } };
    };
    const { number, head } = payload.pull_request ?? {};
    return typeof number === "number" ? { number, head: typeof head?.sha === "string" ? head.sha : null } : null;
  } catch {
    return null;
  }
}
