import { type CheckedOutFile, type PlacedHunk, placeHunks } from "./checked-out-file.js";
import { parseHunks } from "./diff-hunks.js";
import type { ChangedFile } from "./github.js";

/** A file with lines that the diff shows. */
export interface ShownFile {
  readonly file: CheckedOutFile;
  readonly hunks: readonly PlacedHunk[];
}

/** The file with its hunks. Returns null if the diff doesn't show the file, or if the file can't be read. */
export function shownHunks(
  changed: ChangedFile | undefined,
  { readFile }: { readonly readFile: (path: string) => CheckedOutFile | null },
): ShownFile | null {
  if (changed === undefined || changed.patch === null) return null;
  const hunks = parseHunks(changed.patch);
  const file = hunks.length === 0 ? null : readFile(changed.path);
  return file === null ? null : { file, hunks: placeHunks(hunks, file, changed.blob) };
}
