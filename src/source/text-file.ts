/** A file that was read and decoded. `path` is relative to the workspace, with `/` on every system. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** How its bytes are more than the text, or others: absent for UTF-8. */
  readonly encoding?: "UTF-8 with a byte order mark" | "other";
}

/** The path that reports use for standard input. */
export const STANDARD_INPUT = "<stdin>";
