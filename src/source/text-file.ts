/** A file that was read and decoded. `path` is relative to the workspace, with `/` on every system. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}
