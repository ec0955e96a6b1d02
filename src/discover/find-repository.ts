import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { isWithin, type Scope } from "./scope.js";

/** The nearest folder with a repository, from `from` upward. Never above the workspace in the Action. Returns null if there is none. */
export function findRepository({ root, confined }: Scope, from: string): string | null {
  let folder = from;
  while (!confined || isWithin(root, folder)) {
    // In linked worktrees and submodules, `.git` is a file that points to the repository.
    if (exists(join(folder, ".git"))) return folder;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return null;
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // The folder can't be entered.
    return false;
  }
}
