import { getOctokit } from "@actions/github";
import {
  type ChangedFile,
  type Comment,
  type GitHub,
  GitHubFault,
  type LineComment,
  type ReviewComment,
} from "../publish/github.js";
import { JsonField } from "../source/json-field.js";
import { NO_ANSWER, type RetryPolicy, withRetries } from "./retry.js";

/** The login of the token that workflows get from GitHub. */
const WORKFLOW_LOGIN = "github-actions[bot]";

/** Pages of 100. GitHub lists at most 3,000 files of a pull request, and 3,000 comments are enough for any pull request. */
const MAX_PAGES = 30;

const MAX_TEXT_LENGTH = 10_000_000;

/** Where to reach GitHub, and with which token. */
export interface Connection {
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  readonly apiUrl: string;
  readonly patience: RetryPolicy;
}

type Parameters = Readonly<Record<string, unknown>>;
type Repeat = "repeatable" | "once";

export function octokitGitHub(connection: Connection): GitHub {
  const { token, owner, repo, apiUrl: baseUrl, patience } = connection;
  const { request, graphql } = getOctokit(token, { baseUrl });
  /** The faults of routes, or of all routes, that count as unusable. Later requests to them fail at once instead of waiting. */
  const troubles = new Map<string, GitHubFault>();

  async function ask<T>(
    repeat: Repeat,
    route: string,
    parameters: Parameters,
    read: (data: JsonField) => T,
  ): Promise<T> {
    return (await send(repeat, route, parameters, read)).result;
  }

  async function send<T>(repeat: Repeat, route: string, parameters: Parameters, read: (data: JsonField) => T) {
    const trouble = troubles.get(ANY_ROUTE) ?? troubles.get(route);
    if (trouble !== undefined) throw trouble;
    // If one route hasn't answered, the other routes may still work, but each request to them gets only one try.
    const isRepeated = repeat === "repeatable" && troubles.size === 0;
    try {
      return await withRetries(patience, isRepeated, async (signal) => {
        const { data, headers } = await request(route, { owner, repo, ...parameters, request: { signal } });
        return { result: read(new JsonField(data)), hasNext: /\brel="next"/.test(headers.link ?? "") };
      });
    } catch (error) {
      if (error instanceof GitHubFault) {
        if (error.kind === "unavailable" && error.message !== NO_ANSWER) troubles.set(route, error);
        else if (ENDING.has(error.kind)) troubles.set(ANY_ROUTE, error);
      }
      throw error;
    }
  }

  async function list<T>(route: string, parameters: Parameters, read: (item: JsonField) => T): Promise<readonly T[]> {
    const items: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const paged = { ...parameters, per_page: 100, page };
      const answer = await send("repeatable", route, paged, (data) => data.list(1000).map(read));
      items.push(...answer.result);
      if (!answer.hasNext) break;
    }
    return items;
  }

  const comments = "/repos/{owner}/{repo}/issues/comments/{comment_id}";
  const reviewComment = "/repos/{owner}/{repo}/pulls/comments/{comment_id}";
  return {
    /** App tokens can't call `GET /user`, but `viewer` works with every kind of token. If it fails, assume the workflow's token. */
    async login() {
      try {
        return await withRetries(patience, true, async (signal) => {
          const answer = await graphql("query { viewer { login } }", { request: { signal } });
          return new JsonField(answer).field("viewer").field("login").text(MAX_TEXT_LENGTH);
        });
      } catch {
        return WORKFLOW_LOGIN;
      }
    },
    listComments: (issue_number) =>
      list("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number }, readComment),
    createComment: (issue_number, body) =>
      ask(
        "repeatable",
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        { issue_number, body },
        readComment,
      ),
    updateComment: (comment_id, body) => ask("repeatable", `PATCH ${comments}`, { comment_id, body }, readComment),
    deleteComment: (comment_id) => ask("repeatable", `DELETE ${comments}`, { comment_id }, nothing),
    changedFiles: (pull_number) =>
      list("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", { pull_number }, readChangedFile),
    listReviewComments: (pull_number) =>
      list("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", { pull_number }, readReviewComment),
    createReview: (pull_number, commit_id, lines) => {
      const drafts = lines.map(lineParameters);
      const parameters = { pull_number, commit_id, event: "COMMENT", body: "", comments: drafts };
      return ask("once", "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", parameters, nothing);
    },
    updateReviewComment: (comment_id, body) =>
      ask("repeatable", `PATCH ${reviewComment}`, { comment_id, body }, nothing),
    deleteReviewComment: (comment_id) => ask("repeatable", `DELETE ${reviewComment}`, { comment_id }, nothing),
    headOf: (pull_number) =>
      ask("repeatable", "GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number }, (data) =>
        data.field("head").field("sha").text(MAX_TEXT_LENGTH),
      ),
    findPullRequest: ({ owner: headOwner, branch, sha }) =>
      ask(
        "repeatable",
        "GET /repos/{owner}/{repo}/pulls",
        { state: "open", head: `${headOwner}:${branch}`, per_page: 100 },
        (data) =>
          data
            .list(1000)
            .find((pull) => pull.field("head").field("sha").text(100) === sha)
            ?.field("number")
            .count() ?? null,
      ),
    annotateCheckRun: (check_run_id, output) =>
      ask("once", "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", { check_run_id, output }, nothing),
  };
}

/** Errors that requests to all other routes would get, too. */
const ENDING: ReadonlySet<string> = new Set(["unauthorized", "rate-limited", "unavailable"]);
const ANY_ROUTE = "";

function nothing(): void {}

function readComment(data: JsonField): Comment {
  return {
    id: data.field("id").count(),
    body: data.field("body").optional((body) => body.text(MAX_TEXT_LENGTH)) ?? "",
    // The comment's account may have been deleted.
    author: data.field("user").optional((user) => user.field("login").text(MAX_TEXT_LENGTH)) ?? "",
    url: data.field("html_url").text(MAX_TEXT_LENGTH),
  };
}

function readReviewComment(data: JsonField): ReviewComment {
  const number = (name: string): number | null => data.field(name).optional((field) => field.count());
  return {
    ...readComment(data),
    path: data.field("path").text(MAX_TEXT_LENGTH),
    outdated: number("line") === null,
    answersTo: number("in_reply_to_id"),
  };
}

function readChangedFile(data: JsonField): ChangedFile {
  const text = (name: string): string | null => data.field(name).optional((field) => field.text(MAX_TEXT_LENGTH));
  return {
    path: data.field("filename").text(MAX_TEXT_LENGTH),
    previousPath: text("previous_filename"),
    patch: text("patch"),
    blob: text("sha") ?? "",
  };
}

/** GitHub accepts `start_line` only for several lines. */
function lineParameters({ path, line, endLine, body }: LineComment): Parameters {
  const range = line === endLine ? {} : { start_line: line, start_side: "RIGHT" };
  return { path, body, line: endLine, side: "RIGHT", ...range };
}
