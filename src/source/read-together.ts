import type { TextFile } from "./text-file.js";

/** A Terraform module whose files were read. */
export interface ReadModule {
  readonly folder: string;
  readonly files: readonly TextFile[];
  /** Whether all of the module's files were read. */
  readonly isWhole: boolean;
  /** All modules of the run, keyed by folder. */
  readonly all: ReadonlyMap<string, ReadModule>;
}

const runs = new WeakMap<object, Map<string, ReadModule>>();
const modules = new WeakMap<TextFile, ReadModule>();

/**
 * Records which files form a module, because a name from one file may be used in any of them.
 *
 * @param run identifies the run: modules with the same object belong together
 * @param files null for each file that couldn't be read
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
