import { join } from "node:path";
import { type CommitTree, commitTree } from "./commit-tree.js";
import { findRepository } from "./find-repository.js";
import { GitFault, GitObjects, GitRefs } from "./git.js";
import type { Scope } from "./scope.js";

/** The commit that findings are compared with. */
export interface Base {
  /** The name that people know it by: `main`. */
  readonly name: string;
  /** A commit, branch, or tag. */
  readonly ref: string;
  /** The last commit of the pull request itself: a checkout that merges it into the base has the base as its first parent. */
  readonly head: string | null;
  /** Set if the base is a branch that may have moved on: commits that were added to it after the head branched off do not count. */
  readonly fromFork?: true;
}

const MAX_COMMIT_SIZE = 16 * 1024 * 1024;

/**
 * Calls `use` with the files of the base and of the commit that is checked out. `isFork` is false if the commit where the two diverged is
 * not available, so that the base itself is used instead. The files are available only during the call.
 *
 * @throws GitFault if the base is not available
 */
export async function withBaseCommit<T>(
  scope: Scope,
  base: Base,
  use: (base: CommitTree, checkedOut: () => CommitTree, isFork: boolean) => Promise<T>,
): Promise<T> {
  const top = findRepository(scope, scope.workingDirectory);
  if (top === null) throw new GitFault("this is not a git repository", "check it out with actions/checkout");
  const refs = new GitRefs(join(top, ".git"));
  const { objects, nameLength, tip } = refs.checkedOut();
  const git = GitObjects.open(objects, nameLength);
  try {
    const merged = mergedInto(git, tip, base);
    const { commit, isFork } = merged === null ? forked(refs, tip, base) : { commit: merged, isFork: true };
    return await use(commitTree(git, commit, top), () => commitTree(git, tip, top), isFork);
  } finally {
    git.close();
  }
}

/**
 * For a pull request, GitHub checks out a merge of its head into the base. The first parent is the base of that merge, which
 * the event may no longer name. In a shallow clone, the commit itself still names its parents.
 */
function mergedInto(git: GitObjects, tip: string, { head }: Base): string | null {
  if (head === null) return null;
  const content = git.read([tip], MAX_COMMIT_SIZE).get(tip)?.toString("latin1") ?? "";
  const header = content.slice(0, content.indexOf("\n\n"));
  const [first, second] = [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, parent]) => parent);
  if (first === undefined || second !== head) return null;
  if (git.read([first], MAX_COMMIT_SIZE).size > 0) return first;
  throw new GitFault("its commit is not in this checkout", "set `fetch-depth: 2` at actions/checkout");
}

/**
 * Returns the commit where the branch diverged from the base, which GitHub also uses for a pull request. A shallow clone may lack that
 * commit, so the base itself is used instead.
 */
function forked(refs: GitRefs, tip: string, base: Base): { readonly commit: string; readonly isFork: boolean } {
  const commit = named(refs, base);
  if (base.fromFork !== true && base.head !== tip) return { commit, isFork: true };
  try {
    return { commit: refs.fork(commit, tip), isFork: true };
  } catch (error) {
    if (!(error instanceof GitFault)) throw error;
    return { commit, isFork: false };
  }
}

function named(refs: GitRefs, { ref }: Base): string {
  // Rejects anything that git could interpret as an option or a range.
  if (!/^[A-Za-z0-9_][\w./@{}^~+#-]*$/.test(ref) || ref.includes(".."))
    throw new GitFault("that names no commit", "name a branch, a tag, or a commit");
  try {
    return refs.commit(ref);
  } catch (error) {
    if (!(error instanceof GitFault)) throw error;
    throw new GitFault("it is not in this checkout", "fetch it (`fetch-depth: 0` at actions/checkout)");
  }
}
