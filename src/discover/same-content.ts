import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { CommitTree } from "./commit-tree.js";

/** In bytes. Hashing a larger file would cost more time than it saves. */
const MAX_FILE_SIZE = 64 * 1024 * 1024;

/**
 * Whether a file on the disk is certainly the commit's, byte for byte. git names a file by the hash of its size and content:
 * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage
 */
export function isSameContent(commit: CommitTree, path: string): boolean {
  const object = commit.objectOf(path);
  if (object === null) return false;
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_SIZE || size !== commit.stat(path)?.size) return false;
    const bytes = readFileSync(path);
    const hash = createHash(object.length === 64 ? "sha256" : "sha1");
    return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === object;
  } catch {
    return false;
  }
}
