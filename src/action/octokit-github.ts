import { getOctokit } from "@actions/github";
import type { Comment, GitHub } from "../publish/github.js";
import { withRetries } from "./retry.js";

/** The login of the token that GitHub gives to workflows. */
const WORKFLOW_LOGIN = "github-actions[bot]";

/** How long one request may take, in milliseconds. */
const TIMEOUT = 20_000;

export function octokitGitHub(token: string, owner: string, repo: string, apiUrl: string): GitHub {
  const { rest, paginate, graphql } = getOctokit(token, { baseUrl: apiUrl });
  const request = () => ({ signal: AbortSignal.timeout(TIMEOUT) });
  return {
    /** `GET /user` is refused to App tokens; `viewer` answers all kinds of token. Where it fails, it is the workflow's. */
    async login() {
      try {
        const answer = await graphql<{ viewer: { login: string } }>("query { viewer { login } }", {
          request: request(),
        });
        return answer.viewer.login;
      } catch {
        return WORKFLOW_LOGIN;
      }
    },
    listComments: (pullRequest) =>
      withRetries(async () => {
        const parameters = { owner, repo, issue_number: pullRequest, per_page: 100, request: request() };
        return (await paginate(rest.issues.listComments, parameters)).map(toComment);
      }),
    createComment: (pullRequest, body) =>
      withRetries(async () => {
        const { data } = await rest.issues.createComment({
          owner,
          repo,
          issue_number: pullRequest,
          body,
          request: request(),
        });
        return toComment(data);
      }),
    updateComment: (id, body) =>
      withRetries(async () => {
        const { data } = await rest.issues.updateComment({ owner, repo, comment_id: id, body, request: request() });
        return toComment(data);
      }),
    changedFiles: (pullRequest) =>
      withRetries(async () => {
        const files = await paginate(rest.pulls.listFiles, {
          owner,
          repo,
          pull_number: pullRequest,
          per_page: 100,
          request: request(),
        });
        return files.flatMap((file) => [file.filename, ...(file.previous_filename ? [file.previous_filename] : [])]);
      }),
  };
}

function toComment(data: {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
}): Comment {
  return { id: data.id, body: data.body ?? "", author: data.user?.login ?? "", url: data.html_url };
}
