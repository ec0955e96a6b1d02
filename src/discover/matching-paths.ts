import { resolve, sep } from "node:path";
// How fast-glob reads globs. Its walk can do much more than is asked here, and is made of five packages.
import * as patterns from "fast-glob/out/utils/pattern.js";

/** What a walk asks of an entry of a folder. */
interface Entry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** `*`, `**`, `?`, `[a-z]` and `{a,b}`: extended ones such as `+(a|b)` repeat what backtracks. */
export const GLOB_SYNTAX = { extglob: false } as const;

/** Case does not matter, nor does a dot in front. */
const MATCHING = { dot: true, nocase: true, noext: true, posix: true, strictSlashes: false };

/**
 * Absolute paths of files that match globs, as fast-glob finds them in `folder` with `dot`, and with `caseSensitiveMatch`, `extglob` and
 * `followSymbolicLinks` off. `list` says what is in a folder: nothing in one that can't be read.
 */
export function matchingPaths(
  globs: readonly string[],
  ignored: readonly string[],
  folder: string,
  list: (path: string) => readonly Entry[],
): readonly string[] {
  const [wanted, unwanted] = [expanded(globs), expanded(ignored)];
  const positive = patterns.getPositivePatterns(wanted);
  const negative = [...patterns.getNegativePatterns(wanted), ...unwanted]
    .map(patterns.convertToPositivePattern)
    .filter((glob) => glob !== "");
  return [...searches(positive)].flatMap(([base, some]) => search(base, some, negative, folder, list));
}

function expanded(globs: readonly string[]): string[] {
  return patterns.expandPatternsWithBraceExpansion([...globs]).map(patterns.removeDuplicateSlashes);
}

/** The globs of each folder in which a search begins. One from the top finds what the others would. */
function searches(globs: string[]): ReadonlyMap<string, readonly string[]> {
  const outside = byBase(patterns.getPatternsOutsideCurrentDirectory(globs));
  const within = patterns.getPatternsInsideCurrentDirectory(globs);
  const inside = byBase(within);
  return new Map([...outside, ...(inside.has(".") ? [[".", within] as const] : inside)]);
}

function byBase(globs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const glob of globs) {
    const base = patterns.getBaseDirectory(glob);
    const group = groups.get(base);
    if (group === undefined) groups.set(base, [glob]);
    else group.push(glob);
  }
  return groups;
}

function search(
  base: string,
  positive: readonly string[],
  negative: readonly string[],
  folder: string,
  list: (path: string) => readonly Entry[],
): readonly string[] {
  const isMatch = matcher(positive, negative, folder);
  const leadsOn = pruner(positive, negative);
  const found: string[] = [];
  const queue = [{ path: resolve(folder, base), name: base.replace(/^\.(?:\/|$)/, "") }];
  for (const { path, name } of queue) {
    const prefix = name === "" || name.endsWith("/") ? name : `${name}/`;
    const start = path.endsWith(sep) ? path : path + sep;
    for (const entry of list(path)) {
      const match = prefix + entry.name;
      if (entry.isFile() && isMatch(match)) found.push(start + entry.name);
      if (entry.isDirectory() && leadsOn(match)) queue.push({ path: start + entry.name, name: match });
    }
  }
  return found;
}

type Test = (path: string) => boolean;

function anyOf(globs: readonly string[]): Test {
  const expressions = patterns.convertPatternsToRe([...globs], MATCHING);
  return (path) => patterns.matchAny(path, expressions);
}

function matcher(positive: readonly string[], negative: readonly string[], folder: string): Test {
  const [absolute = [], relative = []] = patterns.partitionAbsoluteAndRelative([...negative]);
  const isWanted = anyOf(positive);
  const isUnwanted = anyOf(relative);
  const isUnwantedThere = anyOf(absolute);
  return (path) =>
    isWanted(path) && !isUnwanted(path) && (absolute.length === 0 || !isUnwantedThere(resolve(folder, path)));
}

/** Whether there may be matches in a folder. */
function pruner(positive: readonly string[], negative: readonly string[]): Test {
  const globs = positive.map((glob) => {
    const parts = patterns.getPatternParts(glob, MATCHING);
    const open = parts.findIndex(patterns.hasGlobStar);
    return { names: parts.map((part) => (part === "" ? null : patterns.makeRe(part, MATCHING))), open };
  });
  const isLeftOut = anyOf(negative.filter(patterns.isAffectDepthOfReadingPattern));
  return (path) => {
    const names = path.split("/");
    const leadsOn = globs.some(({ names: wanted, open }) => {
      if (open === -1 ? wanted.length <= names.length : open < names.length) return open !== -1;
      return names.every((name, index) => wanted[index]?.test(name) ?? name === "");
    });
    return leadsOn && !isLeftOut(path);
  };
}
