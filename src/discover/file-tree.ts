import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";

/** The file system calls of discovery, answered by the disk or a commit. Paths are absolute. */
export interface FileTree {
  /** Returns undefined if nothing is there. Throws the system's error. Does not follow a link. */
  lstat(path: string): Stats | undefined;
  /** Like `lstat`, but follows links. */
  stat(path: string): Stats | undefined;
  /** Throws the system's error. */
  list(path: string): FolderEntry[];
  /** Throws if nothing is there. */
  realPath(path: string): string;
}

/** An entry as `node:fs` lists it. */
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

/** Treats a path that the system rejects (too long, or in a folder that can't be entered) as missing. */
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
