import { joinPath } from "../../source/folder-path.js";
import { isLocal, sourceOf } from "../terraform/source/module-calls.js";
import type { SourceFolders } from "./source-folders.js";

/** The addresses of all resource blocks in a root module and the modules that it calls, without instance keys. */
export function sourceBlocks(root: string, folders: SourceFolders): readonly string[] {
  const all: string[] = [];
  const collect = (folder: string, prefix: string, within: readonly string[]): void => {
    // The folder calls itself, directly or through other modules.
    if (within.includes(folder)) return;
    for (const [key, block] of folders.at(folder).blocks) {
      const [kind, type, name] = key.split(" ");
      if (kind === "resource") all.push(`${prefix}${type}.${name}`);
      const source = kind === "module" ? sourceOf(block) : "";
      if (isLocal(source)) collect(joinPath(folder, source), `${prefix}module.${type}.`, [...within, folder]);
    }
  };
  collect(root, "", []);
  return all;
}
