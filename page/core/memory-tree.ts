import { type CommitTree, commitTree } from "../../src/discover/commit-tree.js";
import type { TreeEntry } from "../../src/discover/git.js";

/** A file as it was pasted or dropped. */
export interface PageFile {
  /** Relative to the folder that all of them lie in, with `/`. */
  readonly path: string;
  /** Its size alone where it is too large to be read: the core says so. */
  readonly content: string | Uint8Array | { readonly size: number };
  /** Pasted or dropped by itself: whatever is wrong with it is told. One of a dropped folder may have nothing to do with IAM. */
  readonly isNamed: boolean;
}

/** Where the files lie: a folder that messages never show. */
export const TOP = "/files";

/** The files as a commit has them, so that discovery and readers look at them as they look at one. */
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

/** What is that large, discovery does not ask for. */
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
