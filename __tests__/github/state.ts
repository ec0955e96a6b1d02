import type { Call } from "./operations.js";

export interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly html_url: string;
}

export interface StoredReviewComment extends StoredComment {
  readonly path: string;
  /** Null if the lines have left the diff. GitHub then calls the comment outdated. */
  readonly line: number | null;
  readonly start_line: number | null;
  readonly commit_id: string;
  readonly in_reply_to_id?: number;
}

export interface ChangedFile {
  readonly filename: string;
  readonly sha?: string;
  readonly status: string;
  readonly previous_filename?: string;
  readonly patch?: string;
}

export interface PullRequest {
  readonly number: number;
  readonly head: { readonly sha: string; readonly label: string };
}

interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string;
}

export interface CheckRun {
  readonly id: number;
  title: string;
  summary: string;
  readonly annotations: Annotation[];
}

/** The write permissions of a token. It may read everything. */
export interface Permissions {
  readonly pullRequests: boolean;
  readonly checks: boolean;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** GitHub's secondary limit for creating content, 80 per minute. None of our runs comes near it. */
const MAX_CREATED = 80;

/** The parts of GitHub's state that the Action sees. Calls change it as GitHub would. */
export class GitHubState {
  readonly comments: StoredComment[] = [];
  readonly reviewComments: StoredReviewComment[] = [];
  reviews = 0;
  readonly checkRun: CheckRun = { id: 77, title: "", summary: "", annotations: [] };
  changedFiles: readonly ChangedFile[] = [];
  pullRequests: readonly PullRequest[] = [];
  permissions: Permissions = { pullRequests: true, checks: true };
  login = "github-actions[bot]";
  /** The head commit of pull request 7. */
  headSha = "89abcdef0123456789abcdef0123456789abcdef";
  /** Lines, as `path:line`, that GitHub refuses although the diff shows them. */
  readonly unresolvable = new Set<string>();
  private nextId = 1000;
  private created = 0;

  /** Returns the response's body or the refusal. */
  apply(call: Call): { readonly data: unknown } | Refusal {
    const writesChecks = call.id.startsWith("checks/");
    const writesPullRequest = /\/(create|update|delete)-/.test(call.id);
    if ((writesChecks && !this.permissions.checks) || (writesPullRequest && !this.permissions.pullRequests)) {
      return { status: 403, message: "Resource not accessible by integration" };
    }
    if (call.id.includes("/create-")) this.created += 1;
    if (this.created > MAX_CREATED) {
      return { status: 403, message: "You have exceeded a secondary rate limit", headers: { "retry-after": "60" } };
    }
    return this.handlers[call.id]?.(call) ?? { status: 404, message: "Not Found" };
  }

  comment(body: string, login = this.login): StoredComment {
    this.nextId += 1;
    const html_url = `https://github.com/o/r/pull/7#issuecomment-${this.nextId}`;
    const comment = { id: this.nextId, body, user: { login }, html_url };
    this.comments.push(comment);
    return comment;
  }

  private readonly handlers: Readonly<Record<string, (call: Call) => { readonly data: unknown } | Refusal>> = {
    "issues/list-comments": ({ query }) => ({ data: pageOf(this.comments, query) }),
    "issues/create-comment": ({ body }) => {
      const { body: text } = body as { body: string };
      return tooLong(text) ?? { data: this.comment(text) };
    },
    "issues/update-comment": ({ path, body }) => {
      const comment = this.comments.find(({ id }) => id === Number(path.comment_id));
      const { body: text } = body as { body: string };
      if (comment === undefined) return { status: 404, message: "Not Found" };
      const refusal = tooLong(text);
      if (refusal !== null) return refusal;
      comment.body = text;
      return { data: comment };
    },
    "issues/delete-comment": ({ path }) => remove(this.comments, Number(path.comment_id)),
    "pulls/list": ({ query }) => ({
      data: this.pullRequests.filter(({ head }) => !query.has("head") || head.label === query.get("head")),
    }),
    "pulls/list-files": ({ query }) => ({ data: pageOf(this.changedFiles, query) }),
    "pulls/list-review-comments": ({ query }) => ({ data: pageOf(this.reviewComments, query) }),
    "pulls/get": () => ({ data: { number: 7, head: { sha: this.headSha } } }),
    "pulls/create-review": ({ body }) => this.addReview(body as ReviewDraft),
    "pulls/update-review-comment": ({ path, body }) => {
      const comment = this.reviewComments.find(({ id }) => id === Number(path.comment_id));
      if (comment === undefined) return { status: 404, message: "Not Found" };
      comment.body = (body as { body: string }).body;
      return { data: comment };
    },
    "pulls/delete-review-comment": ({ path }) => remove(this.reviewComments, Number(path.comment_id)),
    "checks/update": ({ path, body }) => {
      if (Number(path.check_run_id) !== this.checkRun.id) return { status: 404, message: "Not Found" };
      const { status, conclusion, output } = body as Record<string, unknown> & { output?: Partial<CheckRun> };
      // Since 2025-03-31, the workflow's token can't change the status of check runs created by Actions.
      if (status !== undefined || conclusion !== undefined) return { status: 403, message: "Resource not accessible" };
      const refusal = refuseOutput(output);
      if (refusal !== null) return refusal;
      this.checkRun.title = output?.title ?? "";
      this.checkRun.summary = output?.summary ?? "";
      this.checkRun.annotations.push(...(output?.annotations ?? []));
      return { data: { id: this.checkRun.id } };
    },
  };

  /** Creates all comments or none. Like GitHub, refuses the whole review because of one line outside the diff, without naming the line. */
  private addReview({
    event,
    body = "",
    comments = [],
    commit_id = "",
  }: ReviewDraft): { readonly data: unknown } | Refusal {
    if (event === "COMMENT" && body === "" && comments.length === 0) {
      return { status: 422, message: "Unprocessable Entity: the review has neither a body nor comments" };
    }
    const refusal = comments.map((draft) => this.refusalOf(draft, commit_id)).find((found) => found !== null);
    if (refusal !== undefined && refusal !== null) return refusal;
    this.reviews += 1;
    for (const { path, line, start_line = null, body: text } of comments) {
      this.reviewComment({ path, line, start_line, body: text, commit_id });
    }
    return { data: { id: this.nextId } };
  }

  reviewComment(
    comment: Omit<StoredReviewComment, "id" | "user" | "html_url">,
    login = this.login,
  ): StoredReviewComment {
    this.nextId += 1;
    const html_url = `https://github.com/o/r/pull/7#discussion_r${this.nextId}`;
    const stored = { id: this.nextId, user: { login }, html_url, ...comment };
    this.reviewComments.push(stored);
    return stored;
  }

  private refusalOf(draft: ReviewCommentDraft, commit: string): Refusal | null {
    const { path, line, start_line = line, side, start_side } = draft;
    const refuse = (what: string): Refusal => ({ status: 422, message: `Unprocessable Entity: ${what}` });
    const hunks = linesByHunk(this.changedFiles.find(({ filename }) => filename === path)?.patch ?? "");
    if (commit !== this.headSha) return refuse("commit_id is not part of the pull request");
    if (side !== "RIGHT" || (start_side ?? side) !== side) return refuse("Side could not be resolved");
    if (draft.start_line !== undefined && draft.start_line >= line) return refuse("start_line must precede line");
    if (!hunks.some((lines) => lines.has(line)))
      return refuse("Pull request review thread line must be part of the diff");
    if (!hunks.some((lines) => lines.has(line) && lines.has(start_line))) {
      return refuse("Pull request review thread start line must be part of the same hunk as the line.");
    }
    return this.unresolvable.has(`${path}:${line}`) ? refuse("Line could not be resolved") : tooLong(draft.body);
  }
}

interface ReviewDraft {
  readonly event?: string;
  readonly body?: string;
  readonly commit_id?: string;
  readonly comments?: readonly ReviewCommentDraft[];
}

interface ReviewCommentDraft {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
}

function pageOf<T>(items: readonly T[], query: URLSearchParams): readonly T[] {
  const size = Math.min(100, Number(query.get("per_page") ?? 30));
  const page = Number(query.get("page") ?? 1);
  return items.slice((page - 1) * size, page * size);
}

function remove(comments: { readonly id: number }[], id: number): { readonly data: unknown } | Refusal {
  const at = comments.findIndex((comment) => comment.id === id);
  if (at < 0) return { status: 404, message: "Not Found" };
  comments.splice(at, 1);
  return { data: null };
}

function tooLong(body: string): Refusal | null {
  return body.length > 65_536
    ? { status: 422, message: "Validation Failed: body is too long (maximum is 65536 characters)" }
    : null;
}

/** Refuses output of a check run as GitHub does, beyond its API description. */
function refuseOutput(output: Partial<CheckRun> | undefined): Refusal | null {
  const fault = (message: string): Refusal => ({ status: 422, message: `Invalid request: ${message}` });
  if (Buffer.byteLength(output?.summary ?? "") > 65_535) return fault("summary exceeds 65535 characters");
  for (const { path, message, title = "", ...range } of output?.annotations ?? []) {
    if (path.startsWith("/")) return fault(`path ${path} is not relative`);
    if (Buffer.byteLength(message) > 65_536) return fault("message exceeds 64 KB");
    if (title.length > 255) return fault("title exceeds 255 characters");
    if (range.start_line < 1 || range.end_line < range.start_line) return fault("the lines are no range");
    const { start_column = 1, end_column = start_column } = range;
    if (end_column < start_column) return fault("the columns are no range");
    if (range.start_column !== undefined && range.start_line !== range.end_line)
      return fault("columns are for annotations of one line");
  }
  return null;
}

/** The new file's lines in each hunk of a patch, which a comment on the right side may name. */
function linesByHunk(patch: string): readonly ReadonlySet<number>[] {
  const hunks: Set<number>[] = [];
  let line = 0;
  for (const text of patch.split("\n")) {
    const header = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text);
    if (header !== null) {
      line = Number(header[1]);
      hunks.push(new Set());
    } else if (/^[ +]/.test(text)) {
      hunks.at(-1)?.add(line);
      line += 1;
    }
  }
  return hunks;
}
