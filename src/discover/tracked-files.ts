import { dirname, join, relative, sep } from "node:path";
import { findRepository } from "./find-repository.js";
import { GitFault, GitObjects, GitRefs } from "./git.js";
import { absolutePath, filesOf, type Scope } from "./scope.js";

/** Answers whether git tracks a file: whoever sees the pull request sees what it holds. Git is asked once for each repository. */
export class TrackedFiles {
  private readonly known = new Map<string, ReadonlySet<string> | null>();
  private readonly folders = new Map<ReadonlySet<string>, ReadonlySet<string>>();

  constructor(private readonly scope: Scope) {}

  /** Null where the file lies in no repository. `path` is real and absolute. Nothing is known to be tracked where git can't be asked. */
  has(path: string): boolean | null {
    const found = this.around(path);
    return found === null ? null : found.tracked?.has(found.name) === true;
  }

  /** Whether git tracks neither the path nor anything below it; null where nobody can tell. */
  lacks(path: string): boolean | null {
    const found = this.around(path);
    if (!found?.tracked) return null;
    const { tracked, name } = found;
    const folders = this.folders.get(tracked) ?? foldersOf(tracked);
    this.folders.set(tracked, folders);
    return !tracked.has(name) && !folders.has(name);
  }

  private around(path: string): { readonly tracked: ReadonlySet<string> | null; readonly name: string } | null {
    const top = findRepository(this.scope, dirname(path));
    if (top === null) return null;
    const tracked = this.known.get(top) ?? trackedIn(top);
    this.known.set(top, tracked);
    return { tracked, name: relative(top, path).split(sep).join("/") };
  }
}

/** Whether a file, which may stand behind a link, lies in a repository that does not track it: nothing says that its text may be shown. */
export function isUntracked(scope: Scope, path: string): boolean {
  if (scope.commit !== undefined) return false;
  return new TrackedFiles(scope).has(filesOf(scope).realPath(absolutePath(scope, path))) === false;
}

/** Whether git tracks a file in the folder that is checked out. */
export function isTracked(scope: Scope, path: string): boolean {
  return scope.commit === undefined && new TrackedFiles(scope).has(absolutePath(scope, path)) === true;
}

/** Null where git can't be asked. */
function trackedIn(top: string): ReadonlySet<string> | null {
  try {
    const refs = new GitRefs(join(top, ".git"));
    const git = GitObjects.open(refs.objectsFolder(), refs.nameLength());
    try {
      return new Set(git.indexed(refs.indexFile()));
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
