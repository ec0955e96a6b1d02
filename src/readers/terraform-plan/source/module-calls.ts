import { joinPath } from "./module-folder.js";
import type { SourceBlock } from "./source-block.js";

/** The folder with those that it calls by a local path, and what these call. */
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

/** `source` is a text without expressions; empty where it is not. */
export function sourceOf(call: SourceBlock): string {
  return /^"([^"$%]*)"$/.exec(call.attribute("source")?.expression ?? "")?.[1] ?? "";
}

export function isLocal(source: string): boolean {
  return /^\.\.?(?:\/|$)/.test(source);
}
