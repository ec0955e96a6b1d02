/** A file that was read and decoded. `path` is relative to the workspace and uses `/` on every system. */
export interface TextFile {
  readonly path: string;
  /** The path of the actual file, if `path` goes through a symbolic link. */
  readonly real?: string;
  readonly text: string;
  /** How the file's bytes differ from the text's UTF-8 encoding. Absent if they are the same. */
  readonly encoding?: "UTF-8 with a byte order mark" | "other";
}

/** The path that reports use for standard input. */
export const STANDARD_INPUT = "<stdin>";
