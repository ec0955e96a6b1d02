import { basename, dirname, join, relative, sep } from "node:path";
import { disk } from "./file-tree.js";
import { findRepository } from "./find-repository.js";
import { GitFault, GitObjects, GitRefs } from "./git.js";
import { absolutePath, filesOf, type Scope } from "./scope.js";

/**
 * Determines whether git tracks a file. Everyone who can see the pull request can see the content of tracked files. Calls git once per
 * repository.
 */
export class TrackedFiles {
  private readonly known = new Map<string, ReadonlySet<string> | null>();
  private readonly folders = new Map<ReadonlySet<string>, ReadonlySet<string>>();

  private readonly scope: Scope;
  private readonly tops = new Map<string, string | null>();

  constructor(scope: Scope) {
    // The requested paths have their links resolved, so a root behind a link would contain none of them.
    this.scope = { ...scope, root: realFolder(scope.root) };
  }

  /**
   * Returns null if the file is in no repository, and false if git can't answer.
   *
   * @param path absolute
   */
  has(path: string): boolean | null {
    const found = this.within(path);
    return found === null ? null : found.tracked?.has(found.name) === true;
  }

  /** Whether git tracks neither the path nor anything below it. Returns null if that is unknown. */
  lacks(path: string): boolean | null {
    const found = this.within(path);
    if (!found?.tracked) return null;
    const { tracked, name } = found;
    const folders = this.folders.get(tracked) ?? foldersOf(tracked);
    this.folders.set(tracked, folders);
    return !tracked.has(name) && !folders.has(name);
  }

  /** The top folder of the innermost repository that contains a path. Returns null if there is none. */
  around(path: string): string | null {
    const from = realFolder(dirname(path));
    const known = this.tops.get(from);
    const top = known === undefined ? findRepository(this.scope, from) : known;
    this.tops.set(from, top);
    return top;
  }

  /** Whether a path doesn't belong to the repository of the file that names it: it is outside, or in a nested repository. */
  isForeign(path: string, from: string): boolean {
    const own = this.around(from);
    return own !== null && this.around(path) !== own;
  }

  private within(path: string): { readonly tracked: ReadonlySet<string> | null; readonly name: string } | null {
    const folder = realFolder(dirname(path));
    const top = this.around(path);
    if (top === null) return null;
    const tracked = this.known.get(top) ?? trackedIn(top);
    this.known.set(top, tracked);
    return {
      tracked,
      name: relative(top, join(folder, basename(path)))
        .split(sep)
        .join("/"),
    };
  }
}

/**
 * Whether a file, possibly behind a link, is in a repository that does not track it, or in a different one from `from`, which names it:
 * nothing shows that its text may be displayed.
 */
export function isUntracked(scope: Scope, path: string, from: string): boolean {
  if (scope.commit !== undefined) return false;
  const tracked = new TrackedFiles(scope);
  const real = filesOf(scope).realPath(absolutePath(scope, path));
  return tracked.has(real) === false || tracked.isForeign(real, absolutePath(scope, from));
}

/** Whether git tracks a file in the folder that is checked out. */
export function isTracked(scope: Scope, path: string): boolean {
  return scope.commit === undefined && new TrackedFiles(scope).has(absolutePath(scope, path)) === true;
}

function realFolder(path: string): string {
  try {
    return disk.realPath(path);
  } catch {
    return path;
  }
}

/** The tracked paths of a repository. Returns null if git can't answer. */
function trackedIn(top: string): ReadonlySet<string> | null {
  try {
    const { objects, index, nameLength } = new GitRefs(join(top, ".git")).layout();
    const git = GitObjects.open(objects, nameLength);
    try {
      return new Set(git.indexed(index));
    } finally {
      git.close();
    }
  } catch (error) {
    if (error instanceof GitFault) return null;
    throw error;
  }
}

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = path.lastIndexOf("/"); at > 0 && !folders.has(path.slice(0, at)); at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  return folders;
}
