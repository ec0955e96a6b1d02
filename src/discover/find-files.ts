import type { Dirent } from "node:fs";
import { asksForHidden, depthOf, type Glob, matchesGlob } from "./glob.js";

/** How a search goes over folders. Paths are relative to where it begins, with `/`. */
export interface Walk {
  /** The entries of a folder; empty when there are none to be had. */
  readonly list: (folder: string) => readonly Dirent[];
  /** Names of folders that are never entered. */
  readonly skipped: ReadonlySet<string>;
  /** What is left out; a glob that matches a folder leaves out all of it. */
  readonly excluded: readonly Glob[];
}

/** The files that any of the globs matches, each once. Symbolic links are neither followed nor given. */
export function findFiles(globs: readonly Glob[], walk: Walk): readonly string[] {
  const found = new Set<string>();
  for (const base of new Set(globs.map((glob) => glob.base))) {
    const sharing = globs.filter((glob) => glob.base === base);
    for (const { path, names } of filesBelow(base, sharing, walk)) {
      if (sharing.some((glob) => matchesGlob(glob, names, false)) && !isExcluded(path, walk.excluded)) found.add(path);
    }
  }
  return [...found];
}

interface Found {
  readonly path: string;
  /** Below the base, in lower case. */
  readonly names: readonly string[];
}

/** All files as far as the globs reach. */
function* filesBelow(base: string, globs: readonly Glob[], walk: Walk): Generator<Found> {
  const deepest = Math.max(...globs.map(depthOf));
  const hidden = globs.some(asksForHidden);
  // A list of folders instead of recursion: a tree may be deeper than the stack.
  const open: Found[] = [{ path: base, names: [] }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of walk.list(folder.path)) {
      const { name } = entry;
      if (name.startsWith(".") && !hidden) continue;
      const path = folder.path === "" ? name : `${folder.path}/${name}`;
      const inside = { path, names: [...folder.names, name.toLowerCase()] };
      if (entry.isFile()) yield inside;
      else if (entry.isDirectory() && inside.names.length <= deepest && isEntered(name, path, walk)) open.push(inside);
    }
  }
}

function isEntered(name: string, path: string, { skipped, excluded }: Walk): boolean {
  return !skipped.has(name) && !isExcluded(path, excluded);
}

function isExcluded(path: string, excluded: readonly Glob[]): boolean {
  if (excluded.length === 0) return false;
  const folded = path.toLowerCase();
  return excluded.some((glob) => {
    const base = glob.base.toLowerCase();
    if (base === "" || folded === base) return matchesGlob(glob, base === "" ? folded.split("/") : [], true);
    return folded.startsWith(`${base}/`) && matchesGlob(glob, folded.slice(base.length + 1).split("/"), true);
  });
}
