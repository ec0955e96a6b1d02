import { type CommitTree, commitTree } from "../../src/discover/commit-tree.js";
import type { TreeEntry } from "../../src/discover/git.js";

/** A pasted or dropped file. */
export interface PageFile {
  /** Relative to the top folder of all files, with `/` separators. */
  readonly path: string;
  /** For a file too large to read, only its size, so that the core can report it. */
  readonly content: string | Uint8Array | { readonly size: number };
  /**
   * Whether it was pasted or dropped individually. Every problem with such a file is reported, but a file of a dropped
   * folder may have nothing to do with IAM.
   */
  readonly isNamed: boolean;
}

/** The virtual folder of the files. Messages never show it. */
export const TOP = "/files";

/** Presents the files as a commit's tree, so that discovery and readers can process them like a commit. */
export function memoryTree(files: readonly PageFile[]): CommitTree {
  const contents = new Map(files.map(({ path, content }) => [path, bytesOf(content)]));
  const entries = files.map(({ path, content }): TreeEntry => {
    const { length = 0 } = contents.get(path) ?? {};
    return { path, object: path, kind: "file", size: isAbsent(content) ? content.size : length };
  });
  const read = (paths: readonly string[]): ReadonlyMap<string, Buffer> =>
    new Map(paths.map((path) => [path, contents.get(path) ?? absent(path)]));
  return commitTree({ list: () => entries, read }, "pasted", TOP);
}

/** Discovery doesn't request files of that size. */
function absent(path: string): never {
  throw new Error(`${path} is too large to be read in a page`);
}

function bytesOf(content: PageFile["content"]): Buffer | null {
  if (typeof content === "string") return Buffer.from(new TextEncoder().encode(content).buffer);
  return isAbsent(content) ? null : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

function isAbsent(content: PageFile["content"]): content is { readonly size: number } {
  return typeof content === "object" && "size" in content;
}
