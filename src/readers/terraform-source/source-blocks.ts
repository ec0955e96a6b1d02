import { joinPath } from "../../source/folder-path.js";
import { isLocal, sourceOf } from "../terraform/source/module-calls.js";
import type { SourceFolders } from "./source-folders.js";
import type { SourceBlocks } from "./stale-roles.js";

/** The addresses of all blocks in a root module and the modules that it calls, without instance keys. */
export function sourceBlocks(root: string, folders: SourceFolders): SourceBlocks {
  const all: string[] = [];
  const absent: string[] = [];
  const collect = (folder: string, prefix: string, within: readonly string[]): void => {
    const { blocks, problems } = folders.at(folder);
    // The folder can't be read completely, or it calls itself.
    if (!folders.isWhole(folder, problems) || within.includes(folder)) absent.push(prefix);
    if (within.includes(folder)) return;
    for (const [key, block] of blocks) {
      const [kind, type, name] = key.split(" ");
      if (kind === "resource") all.push(`${prefix}${type}.${name}`);
      if (kind !== "module") continue;
      const source = sourceOf(block);
      if (isLocal(source)) collect(joinPath(folder, source), `${prefix}module.${type}.`, [...within, folder]);
      else absent.push(`${prefix}module.${type}.`);
    }
  };
  collect(root, "", []);
  const known = new Set(all);
  return { all, mayHave: (address) => known.has(address) || absent.some((prefix) => address.startsWith(prefix)) };
}
