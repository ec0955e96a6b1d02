/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly url: string;
}

/** What is asked of GitHub. The implementation retries what may pass; what it throws is an `Error` with a message to show. */
export interface GitHub {
  /** The account that the token acts as. */
  login(): Promise<string>;
  listComments(pullRequest: number): Promise<readonly Comment[]>;
  createComment(pullRequest: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  /** Paths that the pull request changes, old names of renamed files included. */
  changedFiles(pullRequest: number): Promise<readonly string[]>;
}
