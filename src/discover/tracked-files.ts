import { dirname, join, relative, sep } from "node:path";
import { findRepository } from "./find-repository.js";
import { GitFault, GitObjects, GitRefs } from "./git.js";
import { absolutePath, filesOf, type Scope } from "./scope.js";

/** Answers whether git tracks a file: whoever sees the pull request sees what it holds. Git is asked once for each repository. */
export class TrackedFiles {
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(private readonly scope: Scope) {}

  /** Null where the file lies in no repository. `path` is real and absolute. */
  has(path: string): boolean | null {
    const top = findRepository(this.scope, dirname(path));
    if (top === null) return null;
    const tracked = this.known.get(top) ?? trackedIn(top);
    this.known.set(top, tracked);
    return tracked.has(relative(top, path).split(sep).join("/"));
  }
}

/** Whether a file, which may stand behind a link, lies in a repository that does not track it: nothing says that its text may be shown. */
export function isUntracked(scope: Scope, path: string): boolean {
  if (scope.commit !== undefined) return false;
  return new TrackedFiles(scope).has(filesOf(scope).realPath(absolutePath(scope, path))) === false;
}

/** Nothing where git can't be asked: then nothing is known to be tracked. */
function trackedIn(top: string): ReadonlySet<string> {
  try {
    const refs = new GitRefs(join(top, ".git"));
    const git = GitObjects.open(refs.objectsFolder(), refs.nameLength());
    try {
      return new Set(git.indexed(refs.indexFile()));
    } finally {
      git.close();
    }
  } catch (error) {
    if (error instanceof GitFault) return new Set();
    throw error;
  }
}
