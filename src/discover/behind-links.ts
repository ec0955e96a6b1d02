import { dirname, resolve } from "node:path";
import type { FileTree, FolderEntry } from "./file-tree.js";

/** Lists a folder for fast-glob. */
export interface FolderReader {
  (path: string, options: { readonly withFileTypes: true }): FolderEntry[];
  (path: string): string[];
}

/** The maximum number of folders that are listed behind links. Their content is only reported, and links may multiply it. */
const MAX_FOLDERS = 1000;

/**
 * Returns a reader that shows only the content behind links to folders, as if the links were the folders themselves. A search with it finds
 * everything that a glob would match if it followed links. Leaves out links behind these links.
 *
 * @param isOpen whether a link's folder may be read; if not, nothing is shown behind it
 */
export function readerBehind(
  links: readonly string[],
  from: string,
  files: FileTree,
  isOpen: (link: string) => boolean,
): FolderReader {
  const known = new Set(links);
  const ways = new Set([from, ...links.flatMap((link) => upTo(from, link))]);
  let left = MAX_FOLDERS;
  function list(path: string, options: { readonly withFileTypes: true }): FolderEntry[];
  function list(path: string): string[];
  function list(path: string, options?: { readonly withFileTypes: true }): FolderEntry[] | string[] {
    const isBehind = upTo(from, path).some((above) => known.has(above));
    if (isBehind) left -= 1;
    if (left < 0 || (known.has(path) && !isOpen(path))) return [];
    const entries = files.list(path).flatMap((entry): FolderEntry[] => {
      if (isBehind) return entry.isSymbolicLink() ? [] : [entry];
      return ways.has(resolve(path, entry.name)) ? [asFolder(entry)] : [];
    });
    return options === undefined ? entries.map(({ name }) => name) : entries;
  }
  return list;
}

/** A path and the folders above it, within a folder. */
function upTo(from: string, path: string): readonly string[] {
  const above = dirname(path);
  return path === from || above === path ? [] : [path, ...upTo(from, above)];
}

function asFolder(entry: FolderEntry): FolderEntry {
  return Object.create(entry, { isDirectory: { value: () => true }, isSymbolicLink: { value: () => false } });
}
