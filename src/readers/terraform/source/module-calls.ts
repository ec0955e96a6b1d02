import { joinPath } from "../../../source/folder-path.js";
import { constantValue } from "../expressions/constants.js";
import { WrittenNumbers } from "../expressions/written-numbers.js";
import type { SourceBlock } from "./source-block.js";

/** The given folders, and all folders that follow from them, directly or indirectly. */
export function reachedFrom(
  folders: Iterable<string>,
  next: (folder: string) => Iterable<string>,
): ReadonlySet<string> {
  const found = new Set(folders);
  for (const one of found) for (const other of next(one)) found.add(other);
  return found;
}

/** The folders that a folder with these blocks calls with local paths. */
export function calledIn(folder: string, blocks: Blocks): readonly string[] {
  return [...blocks].flatMap(([key, block]) => {
    const source = key.startsWith("module ") ? sourceOf(block) : "";
    return isLocal(source) ? [joinPath(folder, source)] : [];
  });
}

type Blocks = ReadonlyMap<string, SourceBlock>;

const sources = new WeakMap<SourceBlock, string>();

/** The constant `source` of a call. Terraform accepts no references or function calls there. Empty if it is anything else. */
export function sourceOf(call: SourceBlock): string {
  const known = sources.get(call);
  if (known !== undefined) return known;
  const attribute = call.attribute("source");
  const value = attribute === null ? "" : constantValue(attribute, new WrittenNumbers(), undefined);
  const source = typeof value === "string" ? value : "";
  sources.set(call, source);
  return source;
}

/** A path on the machine where Terraform runs, from which `terraform init` copies the module. */
export function isAbsolute(source: string): boolean {
  return /^(?:file:(?:\/\/|:))?(?:[a-z]:)?[\\/]/i.test(source);
}

export function isLocal(source: string): boolean {
  return /^\.\.?(?:\/|$)/.test(source);
}
