import { existsSync, lstatSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isWithin } from "../discover/scope.js";
import { systemFault } from "../discover/system-fault.js";

/** The result: the path relative to the root and whether it was written, or why it can't be. */
export type WrittenFile = { readonly path: string; readonly isNew: boolean } | { readonly fault: string };

/** Writes the first of `paths`, unless one of them already exists. Symbolic links can't lead the write out of the root. */
export function writeNewFile(root: string, paths: readonly string[], text: string): WrittenFile {
  const [first = ""] = paths;
  try {
    const there = paths.find((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);
    if (there !== undefined) return { path: there, isNew: false };
    if (!isWithin(realpathSync(root), realFolder(dirname(join(root, first)))))
      return { fault: `${first} can't be written: a symbolic link points outside the repository` };
    mkdirSync(dirname(join(root, first)), { recursive: true });
    writeFileSync(join(root, first), text, { flag: "wx" });
    return { path: first, isNew: true };
  } catch (error) {
    return { fault: `${first} can't be written: ${systemFault(error).reason}` };
  }
}

/** The real path of a folder, or of its nearest existing ancestor. */
function realFolder(path: string): string {
  return existsSync(path) ? realpathSync(path) : realFolder(dirname(path));
}
