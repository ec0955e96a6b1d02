import { resolve } from "node:path";
import {
  convertPatternsToRe,
  convertToPositivePattern,
  expandPatternsWithBraceExpansion,
  getBaseDirectory,
  getPatternParts,
  hasGlobStar,
  isAbsolute,
  isAffectDepthOfReadingPattern,
  isNegativePattern,
  isPatternRelatedToParentDirectory,
  makeRe,
  matchAny,
  removeDuplicateSlashes,
} from "fast-glob/out/utils/pattern.js";
import type { FolderEntry } from "./file-tree.js";

/** Lists a folder. A search leaves out a folder for which it throws. */
export type FolderReader = (path: string) => readonly FolderEntry[];

/** Any case, and names that begin with a dot, too. `scripts/called-part.mjs` keeps only the code for these options in bundles. */
export const GLOB_OPTIONS = { dot: true, nocase: true, noext: true, posix: true };

/** Returns a test for paths that match any of the globs. */
export function globTest(globs: readonly string[]): (path: string) => boolean {
  const expressions = convertPatternsToRe([...globs], GLOB_OPTIONS);
  return (path) => matchAny(path, expressions);
}

/**
 * The paths of files that match globs but none of `ignore`, as `sync` of fast-glob finds them. That function also brings 15 kB of code for
 * options that nothing here uses. Globs and paths are relative to `from`. Follows no links.
 */
export function matchingPaths(
  globs: readonly string[],
  from: string,
  ignore: readonly string[],
  list: FolderReader,
): readonly string[] {
  const patterns = expanded(globs);
  const ignored = [...patterns.filter(isNegativePattern), ...expanded(ignore)].map(convertToPositivePattern);
  const isIgnored = globTest(ignored.filter((glob) => !isAbsolute(glob)));
  const isIgnoredAt = globTest(ignored.filter(isAbsolute));
  const isClosed = globTest(ignored.filter(isAffectDepthOfReadingPattern));
  const found = new Set<string>();
  for (const [base, wanted] of byFolder(patterns.filter((glob) => !isNegativePattern(glob)))) {
    const isWanted = globTest(wanted);
    const mayHold = folderTest(wanted);
    const folders = new Map([[resolve(from, base), base === "." ? "" : base]]);
    for (const [folder, way] of folders) {
      for (const entry of entriesOf(folder, list)) {
        const written = joined(way, entry.name);
        const path = written.replace(/^\.[/\\]/, "");
        if (entry.isFile() && isWanted(path) && !isIgnored(path) && !isIgnoredAt(resolve(from, path))) found.add(path);
        if (entry.isDirectory() && !entry.isSymbolicLink() && mayHold(path) && !isClosed(path))
          folders.set(joined(folder, entry.name), written);
      }
    }
  }
  return [...found];
}

/** Globs without braces. */
function expanded(globs: readonly string[]): readonly string[] {
  return expandPatternsWithBraceExpansion([...globs]).map(removeDuplicateSlashes);
}

/** The folders to search, each with its globs. If a glob begins with a wildcard, one search finds everything below `from`. */
function byFolder(globs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const inside = globs.filter((glob) => !isPatternRelatedToParentDirectory(glob));
  const isWhole = inside.some((glob) => getBaseDirectory(glob) === ".");
  const folders = new Map<string, string[]>();
  for (const glob of [...globs.filter(isPatternRelatedToParentDirectory), ...inside]) {
    const folder = isWhole && inside.includes(glob) ? "." : getBaseDirectory(glob);
    folders.set(folder, [...(folders.get(folder) ?? []), glob]);
  }
  return folders;
}

/** Returns a test for folders that may have matches below them. */
function folderTest(globs: readonly string[]): (path: string) => boolean {
  const ways = globs.map((glob) => {
    const parts = getPatternParts(glob, GLOB_OPTIONS);
    return { parts: parts.map(partTest), deep: parts.findIndex(hasGlobStar) };
  });
  return (path) => {
    const names = path.split("/");
    return ways.some(({ parts, deep }) => {
      if (deep !== -1 && deep < names.length) return true;
      return (deep !== -1 || names.length < parts.length) && names.every((name, at) => parts[at]?.test(name));
    });
  };
}

/** A part is empty if its glob begins with a slash. */
function partTest(part: string): RegExp {
  return part === "" ? /^$/ : makeRe(part, GLOB_OPTIONS);
}

function entriesOf(folder: string, list: FolderReader): readonly FolderEntry[] {
  try {
    return list(folder);
  } catch {
    return [];
  }
}

/** Joins a folder's path and a name. Unlike `join` of `node:path`, keeps `..`, and writes a slash on every system. */
function joined(folder: string, name: string): string {
  return folder === "" || folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
