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
  /** What a renamed file was called. */
  readonly previousPath: string | null;
  /** Its hunks; GitHub leaves them out of binary and very large changes. */
  readonly patch: string | null;
  /** The name that git gives to its bytes. */
  readonly blob: string;
}

/** A comment on lines of a pull request's diff. */
export interface ReviewComment extends Comment {
  readonly path: string;
  /** Whether its lines have left the diff, so that its suggestion can't be committed. */
  readonly outdated: boolean;
  /** The comment that it answers to. */
  readonly answersTo: number | null;
}

/** A comment to be made on lines of the new files. */
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
  /** Added to those that are there already. */
  readonly annotations: readonly CheckRunAnnotation[];
}

/**
 * Why GitHub did not do what it was asked. `forbidden`: the token may not; `rejected`: the request does not suit the state
 * (a line outside of the diff); `unavailable`: no answer, or none that can be read.
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

/** What is asked of GitHub. What the implementation throws is a `GitHubFault`; it has tried again where that helps. */
export interface GitHub {
  /** The account that the token acts as. */
  login(): Promise<string>;
  listComments(pullRequest: number): Promise<readonly Comment[]>;
  createComment(pullRequest: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  deleteComment(id: number): Promise<void>;
  changedFiles(pullRequest: number): Promise<readonly ChangedFile[]>;
  listReviewComments(pullRequest: number): Promise<readonly ReviewComment[]>;
  /** All comments or none, and tried once: a review whose answer is lost may have been made. */
  createReview(pullRequest: number, commit: string, comments: readonly LineComment[]): Promise<void>;
  updateReviewComment(id: number, body: string): Promise<void>;
  deleteReviewComment(id: number): Promise<void>;
  /** The commit at the end of a pull request's branch. */
  headOf(pullRequest: number): Promise<string>;
  /** The open pull request whose branch stands at this commit. */
  findPullRequest(head: Head): Promise<number | null>;
  /** Tried once: annotations whose answer is lost may be there. */
  annotateCheckRun(id: number, output: CheckRunOutput): Promise<void>;
}
