import { joinPath } from "../../../source/folder-path.js";
import { constantValue } from "../expressions/constants.js";
import { WrittenNumbers } from "../expressions/written-numbers.js";
import type { SourceBlock } from "./source-block.js";

/** The folder, and all folders that it calls by local paths, directly or indirectly. */
export function reachedFrom(folder: string, blocksIn: (folder: string) => Blocks): ReadonlySet<string> {
  const found = new Set([folder]);
  for (const one of found)
    for (const [key, block] of blocksIn(one)) {
      const source = key.startsWith("module ") ? sourceOf(block) : "";
      if (isLocal(source)) found.add(joinPath(one, source));
    }
  return found;
}

type Blocks = ReadonlyMap<string, SourceBlock>;

const sources = new WeakMap<SourceBlock, string>();

/** The constant `source` of a call, which Terraform evaluates without references and functions. Empty if it is anything else. */
export function sourceOf(call: SourceBlock): string {
  const known = sources.get(call);
  if (known !== undefined) return known;
  const attribute = call.attribute("source");
  const value = attribute === null ? "" : constantValue(attribute, new WrittenNumbers(), undefined);
  const source = typeof value === "string" ? value : "";
  sources.set(call, source);
  return source;
}

export function isLocal(source: string): boolean {
  return /^\.\.?(?:\/|$)/.test(source);
}
