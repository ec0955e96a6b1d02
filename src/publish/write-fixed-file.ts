import { randomUUID } from "node:crypto";
import {
  accessSync,
  constants,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { absolutePath, isWithin, type Scope } from "../discover/scope.js";
import { systemFault } from "../discover/system-fault.js";
import { decode, encodeLike } from "../source/decode.js";

/**
 * Replaces a file's text atomically, in the file's own encoding. Returns null on success, otherwise the reason. Refuses
 * to write outside the root, through a symbolic link, or over a file that has changed since its text was fixed.
 */
export function writeFixedFile(
  scope: Scope,
  file: { readonly path: string; readonly before: string; readonly after: string },
): string | null {
  const path = absolutePath(scope, file.path);
  const fault = (reason: string): string => `${file.path} is not changed: ${reason}`;
  if (!isWithin(scope.root, path)) return fault("it is outside the working directory; run the command there");
  try {
    if (lstatSync(path).isSymbolicLink()) return fault("it is a symbolic link; name the file that it points to");
    const way = realpathSync(dirname(path));
    if (!isWithin(realpathSync(scope.root), way)) return fault("a symbolic link points outside the working directory");
    const bytes = readFileSync(path);
    const held = decode(bytes);
    if (!("text" in held) || held.text !== file.before)
      return fault("it was changed in the meantime; run the command again");
    const fixed = encodeLike(bytes, file.after);
    if (fixed === null) return fault("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");
    replaceFile(path, way, fixed);
    return null;
  } catch (error) {
    return fault(`it can't be written: ${systemFault(error).reason}`);
  }
}

/** Writes a temporary file next to the original and renames it, so that nobody ever sees half a file. */
function replaceFile(path: string, folder: string, bytes: Uint8Array): void {
  // Renaming over a file doesn't require permission to write to it.
  accessSync(path, constants.W_OK);
  const draft = join(folder, `.worker-iam-check-${randomUUID()}.tmp`);
  try {
    writeFileSync(draft, bytes, { flag: "wx", mode: lstatSync(path).mode & 0o777 });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
