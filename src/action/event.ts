import { readFileSync } from "node:fs";
import type { Base } from "../discover/base-commit.js";
import type { Head } from "../publish/github.js";
import { JsonField } from "../source/json-field.js";

/** The facts about the workflow run that the Action is part of. */
export interface RunContext {
  readonly owner: string;
  readonly repo: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly commit: string;
  /** The ID of the workflow run. Later runs have higher IDs. */
  readonly run: number;
  readonly pullRequest: PullRequest | null;
  /** The rules' pages of this version of the Action. Null if unknown. */
  readonly rulePages: string | null;
}

/**
 * The pull request that the run is for. On `workflow_run` only its branch is known, because the event lists no pull
 * requests for forks. Events such as push, merge_group, and schedule have none.
 */
export type PullRequest = { readonly number: number } | { readonly head: Head };

/** Reads the runner's variables and the event's payload. An unreadable payload counts as an event without a pull request. */
export function readRunContext(environment: NodeJS.ProcessEnv): RunContext {
  const [owner = "", repo = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  const event = readEvent(environment.GITHUB_EVENT_PATH);
  return {
    owner,
    repo,
    serverUrl: environment.GITHUB_SERVER_URL || "https://github.com",
    apiUrl: environment.GITHUB_API_URL || "https://api.github.com",
    // On pull_request, GITHUB_SHA is a merge commit that disappears later. Links to the branch's head keep working.
    commit: event?.commit ?? environment.GITHUB_SHA ?? "",
    run: Number(environment.GITHUB_RUN_ID ?? 0) || 0,
    pullRequest: event?.pullRequest ?? null,
    rulePages: rulePagesOf(environment),
  };
}

/** The base of the pull request, merge group, or push that the run is for. Null for other events. */
export function readBase(environment: NodeJS.ProcessEnv): Base | null {
  return readPayload(environment.GITHUB_EVENT_PATH, (payload) => {
    const text = (field: JsonField): string => field.text(MAX_TEXT_LENGTH);
    const ofPull = payload.field("pull_request").optional((pull) => {
      const base = pull.field("base");
      return {
        name: text(base.field("ref")),
        ref: text(base.field("sha")),
        head: text(pull.field("head").field("sha")),
      };
    });
    const ofGroup = payload.field("merge_group").optional((group) => {
      const name = text(group.field("base_ref")).replace(/^refs\/heads\//, "");
      return { name, ref: text(group.field("base_sha")), head: null };
    });
    return ofPull ?? ofGroup ?? beforePush(payload);
  });
}

/**
 * Whether the workflow is from another repository, for example one that an organization's ruleset requires.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function isSharedWorkflow({ GITHUB_WORKFLOW_REF: workflow, GITHUB_REPOSITORY: repository }: NodeJS.ProcessEnv) {
  if (!workflow || !repository) return false;
  return !workflow.toLowerCase().startsWith(`${repository.toLowerCase()}/`);
}

/** The commit that a branch pointed to before the push. Null for a new branch, whose `before` is all zeros. */
function beforePush(payload: JsonField): Base | null {
  const ref = payload.field("ref").optional((name) => name.text(MAX_TEXT_LENGTH));
  const before = payload.field("before").optional((sha) => sha.text(MAX_TEXT_LENGTH));
  if (ref === null || before === null || !/^(?!0+$)[0-9a-f]{40,64}$/.test(before)) return null;
  return { name: `${ref.replace(/^refs\/(heads|tags)\//, "")} before this push`, ref: before, head: null };
}

/**
 * The runner provides the Action's repository and ref but not its server. An Enterprise Server may take it from github.com, so only runs on
 * github.com are certain.
 */
function rulePagesOf(environment: NodeJS.ProcessEnv): string | null {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_ACTION_REPOSITORY: repository = "",
    GITHUB_ACTION_REF: ref = "",
  } = environment;
  if (server !== "https://github.com" || !/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^[\w./-]+$/.test(ref)) return null;
  return `${server}/${repository}/blob/${ref}/docs/rules`;
}

interface Event {
  readonly pullRequest: PullRequest;
  readonly commit: string | null;
}

const MAX_TEXT_LENGTH = 1000;

function readEvent(path: string | undefined): Event | null {
  return readPayload(
    path,
    (payload) =>
      payload.field("pull_request").optional(readPullRequest) ?? payload.field("workflow_run").optional(readRun),
  );
}

/** Reads the event's payload. Returns null if it can't be read or doesn't have GitHub's format. */
function readPayload<T>(path: string | undefined, read: (payload: JsonField) => T | null): T | null {
  if (path === undefined || path === "") return null;
  try {
    return read(new JsonField(JSON.parse(readFileSync(path, "utf8"))));
  } catch {
    return null;
  }
}

function readPullRequest(pullRequest: JsonField): Event {
  const sha = pullRequest
    .field("head")
    .optional((head) => head.field("sha").optional((text) => text.text(MAX_TEXT_LENGTH)));
  return { pullRequest: { number: pullRequest.field("number").count() }, commit: sha };
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#workflow_run */
function readRun(run: JsonField): Event {
  const text = (field: JsonField): string => field.text(MAX_TEXT_LENGTH);
  const sha = text(run.field("head_sha"));
  const owner = text(run.field("head_repository").field("owner").field("login"));
  return { pullRequest: { head: { owner, branch: text(run.field("head_branch")), sha } }, commit: sha };
}
