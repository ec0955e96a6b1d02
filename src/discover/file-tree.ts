import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";

/** What discovery asks of a file system, which the disk answers, or a commit. Paths are absolute. */
export interface FileTree {
  /** Undefined when nothing stands there; throws what the system says. A link is looked at, not followed. */
  lstat(path: string): Stats | undefined;
  /** The same behind links. */
  stat(path: string): Stats | undefined;
  /** Throws what the system says. */
  list(path: string): FolderEntry[];
  /** Throws when nothing stands there. */
  realPath(path: string): string;
}

/** As `node:fs` lists them. */
export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/** A path that the system refuses (too long, behind a folder that may not be entered) is none that exists. */
export function lookAt(tree: FileTree, path: string): Stats | undefined {
  try {
    return tree.lstat(path);
  } catch {
    return undefined;
  }
}

export const disk: FileTree = {
  lstat: (path) => lstatSync(path, { throwIfNoEntry: false }),
  stat: (path) => statSync(path, { throwIfNoEntry: false }),
  list: (path) => readdirSync(path, { withFileTypes: true }),
  realPath: (path) => realpathSync(path),
};
