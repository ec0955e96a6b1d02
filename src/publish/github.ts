/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly url: string;
}

/** A file that a pull request changes. */
export interface ChangedFile {
  readonly path: string;
  /** The path before a rename. */
  readonly previousPath: string | null;
  /** The file's hunks. GitHub omits them for binary and very large changes. */
  readonly patch: string | null;
  /** The file's git object name. */
  readonly blob: string;
}

/** A comment on lines of a pull request's diff. */
export interface ReviewComment extends Comment {
  readonly path: string;
  /** Whether the comment's lines have left the diff, so that its suggestion can no longer be committed. */
  readonly outdated: boolean;
  /** The comment that it replies to. */
  readonly answersTo: number | null;
}

/** A comment to create on lines of the new files. */
export interface LineComment {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly body: string;
}

/** The branch that a pull request comes from. */
export interface Head {
  readonly owner: string;
  readonly branch: string;
  readonly sha: string;
}

export interface CheckRunAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title: string;
}

export interface CheckRunOutput {
  readonly title: string;
  readonly summary: string;
  /** The annotations to add to the existing ones. */
  readonly annotations: readonly CheckRunAnnotation[];
}

/**
 * Why GitHub didn't do what was requested. `forbidden`: the token lacks permission. `rejected`: the request doesn't fit
 * the current state (for example, a line outside the diff). `unavailable`: no answer, or an unreadable one.
 */
export type FaultKind = "unauthorized" | "forbidden" | "not-found" | "rejected" | "rate-limited" | "unavailable";

export class GitHubFault extends Error {
  constructor(
    readonly kind: FaultKind,
    message: string,
  ) {
    super(message);
  }
}

/** The GitHub operations that publishing needs. Implementations throw a `GitHubFault`, after retrying if that can help. */
export interface GitHub {
  /** The login of the token's account. */
  login(): Promise<string>;
  listComments(pullRequest: number): Promise<readonly Comment[]>;
  createComment(pullRequest: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  deleteComment(id: number): Promise<void>;
  changedFiles(pullRequest: number): Promise<readonly ChangedFile[]>;
  listReviewComments(pullRequest: number): Promise<readonly ReviewComment[]>;
  /** Creates all comments or none. Doesn't retry, because the review may exist even if the answer is lost. */
  createReview(pullRequest: number, commit: string, comments: readonly LineComment[]): Promise<void>;
  updateReviewComment(id: number, body: string): Promise<void>;
  deleteReviewComment(id: number): Promise<void>;
  /** The head commit of a pull request's branch. */
  headOf(pullRequest: number): Promise<string>;
  /** The open pull request with this branch and head commit. */
  findPullRequest(head: Head): Promise<number | null>;
  /** Adds annotations to a check run. Doesn't retry, because the annotations may exist even if the answer is lost. */
  annotateCheckRun(id: number, output: CheckRunOutput): Promise<void>;
}
