import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemFault } from "../discover/system-fault.js";

/** What became of a file: the path, relative to the root, and whether it was written; or why it can't be. */
export type WrittenFile = { readonly path: string; readonly isNew: boolean } | { readonly fault: string };

/** Writes the first of `paths`, unless one of them is there already. */
export function writeNewFile(root: string, paths: readonly string[], text: string): WrittenFile {
  const [first = ""] = paths;
  try {
    const there = paths.find((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);
    if (there !== undefined) return { path: there, isNew: false };
    mkdirSync(dirname(join(root, first)), { recursive: true });
    writeFileSync(join(root, first), text, { flag: "wx" });
    return { path: first, isNew: true };
  } catch (error) {
    return { fault: `${first} can't be written: ${systemFault(error).reason}` };
  }
}
