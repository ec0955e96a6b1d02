import type { TextFile } from "./text-file.js";

const together = new WeakMap<TextFile, readonly TextFile[]>();

/** Remembers the files of one module of Terraform: a name of one may be used in each. */
export function readTogether(files: readonly TextFile[]): void {
  for (const file of files) together.set(file, files);
}

/** All files of the module of one; none where not all of them were read. */
export function filesBeside(file: TextFile): readonly TextFile[] {
  return together.get(file) ?? [];
}
