import type { TextFile } from "./text-file.js";

/** A Terraform module as it was read. */
export interface ReadModule {
  readonly folder: string;
  readonly files: readonly TextFile[];
  /** Whether these are all of its files. */
  readonly isWhole: boolean;
  /** All modules of the run, by folder. */
  readonly all: ReadonlyMap<string, ReadModule>;
}

const runs = new WeakMap<object, Map<string, ReadModule>>();
const modules = new WeakMap<TextFile, ReadModule>();

/**
 * Remembers the files of a module, because a name in one of them may be used in each.
 *
 * @param run identifies what is read together
 * @param files null for a file that can't be read
 */
export function readTogether(run: object, folder: string, files: readonly (TextFile | null)[]): void {
  const all = runs.get(run) ?? new Map<string, ReadModule>();
  const read = files.filter((file) => file !== null);
  const module = { folder, files: read, isWhole: read.length === files.length, all };
  runs.set(run, all.set(folder, module));
  for (const file of read) modules.set(file, module);
}

export function moduleOf(file: TextFile): ReadModule | undefined {
  return modules.get(file);
}
