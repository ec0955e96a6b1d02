import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { absolutePath, realPathWithin, type Scope } from "../discover/scope.js";
import type { CheckedOutFile } from "../publish/checked-out-file.js";
import { decode } from "../source/decode.js";

/** GitHub doesn't show a diff even of much smaller files. */
const MAX_FILE_SIZE = 16 * 1024 * 1024;

/** Reads a file of the workspace as text, with its git object name. Returns null if it can't be read or isn't text. */
export function readCheckedOut(scope: Scope, path: string): CheckedOutFile | null {
  const real = realPathWithin(absolutePath(scope, path), [scope.root]);
  if (real === null) return null;
  try {
    const stat = statSync(real);
    if (!stat.isFile() || stat.size > MAX_FILE_SIZE) return null;
    const bytes = readFileSync(real);
    const decoded = decode(bytes);
    const blob = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    return "text" in decoded ? { path, text: decoded.text, blob } : null;
  } catch {
    return null;
  }
}
