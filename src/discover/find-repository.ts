import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { isWithin, type Scope } from "./scope.js";

/** The nearest folder with a repository, from `from` upwards; in the Action none above the workspace. */
export function findRepository({ root, confined }: Scope, from: string): string | null {
  let folder = from;
  while (!confined || isWithin(root, folder)) {
    // A file in linked worktrees and submodules, which git follows.
    if (stands(join(folder, ".git"))) return folder;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return null;
}

function stands(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A folder that may not be entered.
    return false;
  }
}
