import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { STANDARD_INPUT } from "../source/text-file.js";
import type { CommitTree } from "./commit-tree.js";
import { disk, type FileTree } from "./file-tree.js";

/** The part of the file system that a run may read, and how its report writes paths. Both paths are absolute. */
export interface Scope {
  /** The folder that globs and literal paths are relative to. */
  readonly workingDirectory: string;
  /**
   * The folder that reported paths are relative to. Nothing outside it is read, except a file or folder that was named literally while
   * `confined` is false.
   */
  readonly root: string;
  /** True for the Action: a path that a pull request can write must not lead out of the workspace. */
  readonly confined: boolean;
  /** Texts, keyed by reported path, that replace the content of files: edits that are examined before they are written. */
  readonly edited?: ReadonlyMap<string, string>;
  /** The commit from which the checked files are read instead of from the disk. The run's own configuration always comes from the disk. */
  readonly commit?: CommitTree;
  /** The input that `-` in `files` stands for. Absent if it is an ordinary name. */
  readonly standardInput?: Buffer;
}

export function standardInputPath(scope: Scope): string {
  return join(scope.root, STANDARD_INPUT);
}

export function filesOf(scope: Scope): FileTree {
  return scope.commit ?? disk;
}

/** The path in reports and messages: relative to the root, with `/` on every system. */
export function reportedPath(scope: Scope, absolute: string): string {
  const path = relative(scope.root, absolute);
  return (path === "" ? "." : path).split(sep).join("/");
}

export function absolutePath(scope: Scope, reported: string): string {
  return isAbsolute(reported) ? reported : join(scope.root, reported);
}

export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, resolve(path));
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/**
 * The real path of a file, with every symbolic link resolved, if it is in one of the folders. Returns null if the file does not
 * exist or a link leads out.
 */
export function realPathWithin(absolute: string, folders: readonly string[], files = disk): string | null {
  try {
    const real = files.realPath(absolute);
    return folders.some((folder) => isWithin(files.realPath(folder), real)) ? real : null;
  } catch {
    return null;
  }
}

/** Why an existing path has no real path, in words that complete "PATH ...". */
export const UNUSABLE_LINK = "is a symbolic link that points outside the repository, to nothing, or to itself";
