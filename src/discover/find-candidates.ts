import type { Stats } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { convertPatternsToRe, isDynamicPattern, matchAny } from "fast-glob/out/utils/pattern.js";
import { SETTINGS } from "../config/settings.js";
import { type FolderReader, readerBehind } from "./behind-links.js";
import type { CommitTree } from "./commit-tree.js";
import { type FolderEntry, lookAt } from "./file-tree.js";
import { tooCostly } from "./glob-cost.js";
import { matchingPaths } from "./matching-paths.js";
import { filesOf, isWithin, realPathWithin, reportedPath, type Scope, standardInputPath } from "./scope.js";
import { systemFault } from "./system-fault.js";
import { TrackedFiles } from "./tracked-files.js";
import { isWithheld } from "./withheld-path.js";

/** A file that matched or was named. */
export interface Candidate {
  /** Absolute path. */
  readonly path: string;
  /** Set if the path was named literally: the user wants this file to be checked, so any fault in it is an error. */
  readonly literal: boolean;
  /** For a symbolic link that Terraform follows as one of its own files: the link's target. Null if reading the target is not allowed. */
  readonly real?: string | null;
  /**
   * For a file whose path contains a name that begins with a dot: returns whether the file is left out. Called only if it looks like a file
   * to check.
   */
  readonly isLeftOut?: () => boolean;
}

/** A literal path that can't be read, or a folder whose files can't be listed. */
export interface NotFound {
  readonly named: string;
  readonly reason: string;
  readonly help: string;
}

export interface Found {
  /** Sorted by path, each once. */
  readonly candidates: readonly Candidate[];
  readonly notFound: readonly NotFound[];
  /**
   * Symbolic links that match, or below which something may match, each with its target file. Leaves out links whose targets are read
   * anyway. Null if reading the target is not allowed.
   */
  readonly links: readonly (readonly [link: string, target: Candidate | null])[];
  /** The folders of the submodules that aren't checked out. */
  readonly absent: readonly string[];
  /** Everything that may be read: the root, and on the command line the folders of named paths outside it. */
  readonly folders: readonly string[];
}

/** Never searched unless a pattern names them: dependencies and tool caches, with thousands of JSON files. */
const IGNORED_FOLDERS: readonly string[] = ["node_modules", ".git", ".terraform", ".venv", "vendor"];

/**
 * Finds files for the patterns of `files`: globs (`!` excludes, and case does not matter), and literal paths of files or folders. A folder
 * means the default globs below it. Does not follow symbolic links, except links that Terraform reads as its own files.
 *
 * @param fromRoot patterns of the configuration, which are relative to the root instead of the working directory
 */
export function findCandidates(scope: Scope, patterns: readonly string[], fromRoot: readonly string[] = []): Found {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const excluded = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.replace(/^!+/, ""));
  const search: Search = {
    scope,
    excluded,
    candidates: new Map(),
    notFound: [],
    folders: new Set([scope.root]),
    links: new Set(),
    unfollowed: new Set(),
    absent: new Set(),
    tracked: new TrackedFiles(scope),
    isConfigured: false,
  };
  addWanted(search, wanted);
  addWanted({ ...search, scope: { ...scope, workingDirectory: scope.root }, isConfigured: true }, fromRoot);
  const candidates = [...search.candidates.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  scope.commit?.willRead(candidates.map(({ path }) => path));
  return {
    candidates,
    notFound: search.notFound,
    links: linksOf(search),
    absent: [...search.absent],
    folders: [...search.folders],
  };
}

/** The target of a link is read only if it matches on its own. */
function linksOf(search: Search): Found["links"] {
  const { scope, candidates, folders, unfollowed } = search;
  const files = filesOf(scope);
  return [...unfollowed].flatMap((link): Found["links"] => {
    const real = realPathWithin(link, [...folders], files);
    // The root itself may be behind a link.
    const way = real === null ? "" : relative(files.realPath(scope.root), real);
    const path = way.startsWith("..") ? real : resolve(scope.root, way);
    if (real === null || path === null) return [[link, null]];
    const known = candidates.get(path);
    if ((known !== undefined && known.isLeftOut?.() !== true) || files.stat(real)?.isFile() !== true) return [];
    return [[link, { path, literal: false, isLeftOut: () => isLeftOut(search, path) }]];
  });
}

function addWanted(search: Search, patterns: readonly string[]): void {
  const globs = [...new Set(patterns)].filter((pattern) => !findLiteral(search, pattern));
  if (globs.length > 0) addMatches(search, search.scope.workingDirectory, globs);
}

interface Search {
  readonly scope: Scope;
  readonly excluded: readonly string[];
  readonly candidates: Map<string, Candidate>;
  readonly notFound: NotFound[];
  readonly folders: Set<string>;
  /** All symbolic links, and (`unfollowed`) the links that match but aren't named like Terraform files. */
  readonly links: Set<string>;
  readonly unfollowed: Set<string>;
  readonly absent: Set<string>;
  readonly tracked: TrackedFiles;
  /** Whether the patterns come from the configuration, which a pull request can change. */
  readonly isConfigured: boolean;
}

/** Handles a pattern that names a path literally, or that must not be searched for. Returns false for a glob. */
function findLiteral(search: Search, pattern: string): boolean {
  const { scope } = search;
  if (pattern === "-" && scope.standardInput !== undefined) {
    const path = standardInputPath(scope);
    search.candidates.set(path, { path, literal: true });
    return true;
  }
  const path = resolve(scope.workingDirectory, pattern);
  if (scope.confined && leadsOut(scope, pattern, path)) {
    search.notFound.push(notFound(pattern, "is outside the workspace"));
    return true;
  }
  // A name such as `[prod].json` looks like a glob. If a file has exactly that name, it isn't a glob.
  if (lookAt(filesOf(scope), path) === undefined && isGlob(pattern)) return false;
  addLiteral(search, pattern, path);
  return true;
}

const OUT_BY_LINK = "is a symbolic link that points outside the workspace";

function notFound(named: string, reason: string): NotFound {
  return { named, reason, help: "name a file, a folder, or a glob" };
}

function leadsOut(scope: Scope, pattern: string, path: string): boolean {
  return !isWithin(scope.root, path) || (isGlob(pattern) && pattern.split(/[/\\]/).includes(".."));
}

function addLiteral(search: Search, named: string, path: string): void {
  const stat = statOf(search.scope, path);
  if (typeof stat === "string") {
    search.notFound.push(notFound(named, stat));
    return;
  }
  if (!search.scope.confined) search.folders.add(stat.isDirectory() ? path : dirname(path));
  if (realPathWithin(path, [...search.folders], filesOf(search.scope)) === null) {
    search.notFound.push(notFound(named, OUT_BY_LINK));
  } else if (stat.isDirectory()) {
    addMatches(search, path, SETTINGS.files.default);
  } else if (isConcealed(search, path)) {
    search.notFound.push(notFound(named, "may hold credentials, so the configuration can't name it"));
  } else if (stat.isFile()) {
    search.candidates.set(path, { path, literal: true });
  } else {
    search.notFound.push(notFound(named, "is neither a file nor a folder"));
  }
}

/** The status of a path, or why it is unavailable. */
function statOf(scope: Scope, path: string): Stats | string {
  try {
    return filesOf(scope).stat(path) ?? "does not exist";
  } catch (error) {
    return `can't be read: ${systemFault(error).reason}`;
  }
}

function addMatches(search: Search, folder: string, patterns: readonly string[]): void {
  const { scope } = search;
  const named = new Set(patterns.flatMap((pattern) => pattern.split("/")));
  const isHidden = (path: string): boolean => hidesIn(relative(folder, path), named);
  const ignored = IGNORED_FOLDERS.filter((name) => !named.has(name)).map((name) => `**/${name}/**`);
  const globs = affordable(search, patterns)
    .filter((glob) => mayBeSearched(search, resolve(folder, baseOf(glob))))
    .map(sparingProperties);
  const ignore = [...ignored, ...affordable(search, search.excluded)];
  // `scripts/called-part.mjs` keeps only the code for these options in bundles.
  const matchesIn = (readdirSync: FolderReader): readonly string[] =>
    matchingPaths(globs, {
      ...GLOB_SYNTAX,
      caseSensitiveMatch: false,
      dot: true,
      cwd: folder,
      ignore,
      followSymbolicLinks: false,
      suppressErrors: true,
      fs: { readdirSync, ...(scope.commit === undefined ? {} : statsIn(scope.commit)) },
    });
  for (const match of matchesIn(folderReader(search, folder, isHidden))) {
    const path = resolve(folder, match);
    if (search.candidates.has(path)) continue;
    if (search.links.has(path) && !TERRAFORM.test(path)) {
      search.unfollowed.add(path);
      continue;
    }
    const real = search.links.has(path) ? { real: realPathWithin(path, [...search.folders], filesOf(scope)) } : {};
    const left = isHidden(path) || isConcealed(search, path) ? { isLeftOut: () => isLeftOut(search, path) } : {};
    search.candidates.set(path, { path, literal: false, ...real, ...left });
  }
  const linked = linkedFolders(search, folder);
  if (linked.length === 0) return;
  // A folder is listed if something below it may match, even if all below it is excluded.
  const excluded = convertPatternsToRe(ignore, { dot: true, nocase: true, noext: true, posix: true });
  const isExcluded = (link: string): boolean =>
    matchAny(`${reportedPath({ ...scope, root: folder }, link)}/_`, excluded);
  const isOpen = (link: string): boolean => {
    if (realPathWithin(link, [...search.folders], filesOf(scope)) !== null) return true;
    if (search.tracked.lacks(link) !== true && !isExcluded(link)) search.unfollowed.add(link);
    return false;
  };
  for (const match of matchesIn(readerBehind(linked, folder, filesOf(scope), isOpen))) {
    const path = resolve(folder, match);
    if (!search.candidates.has(path)) search.unfollowed.add(path);
  }
}

/** The links in a folder that lead to folders, or that lead to nothing but are named like a folder. */
function linkedFolders({ scope, links }: Search, folder: string): readonly string[] {
  return [...links].filter((link) => isWithin(folder, link) && leadsToFolder(scope, link));
}

function leadsToFolder(scope: Scope, link: string): boolean {
  const stats = statOf(scope, link);
  return typeof stats === "string" ? !/.\.\w+$/.test(basename(link)) : stats.isDirectory();
}

/** Whether a name in the path begins with a dot that no pattern contains. */
function hidesIn(path: string, named: ReadonlySet<string>): boolean {
  const hidden = path.split(sep).filter((name) => /^\.[^.]/.test(name) && !named.has(name));
  return hidden.length > 0 && ![...named].some((name) => name.startsWith(".") && isGlob(name));
}

/** Dot folders contain tools' caches and credentials. Tracked files are neither: everyone who sees the pull request sees them. */
function isLeftOut({ scope, tracked }: Search, path: string): boolean {
  return scope.commit === undefined && (tracked.lacks(path) ?? isWithheld(reportedPath(scope, path)));
}

/** Whether the patterns come from the configuration and match an untracked file in which tools keep credentials. */
function isConcealed({ scope, tracked, isConfigured }: Search, path: string): boolean {
  return isConfigured && isWithheld(reportedPath(scope, path)) && tracked.lacks(path) !== false;
}

/** `*`, `**`, `?`, `[a-z]`, and `{a,b}`. Extended globs such as `+(a|b)` are off, because their repetitions backtrack. */
const GLOB_SYNTAX = { extglob: false } as const;

function isGlob(text: string): boolean {
  return text !== "" && isDynamicPattern(text, GLOB_SYNTAX);
}

/** The folder that contains all matches of a glob. */
function baseOf(glob: string): string {
  const names = glob.split("/");
  const wild = names.findIndex(isGlob);
  return names.slice(0, wild === -1 ? -1 : wild).join("/");
}

/** fast-glob looks up a glob's folder among the properties of an object, where it finds `constructor`. */
function sparingProperties(glob: string): string {
  return baseOf(glob) in {} ? glob.replace(/\w/, "[$&]") : glob;
}

function affordable(search: Search, globs: readonly string[]): readonly string[] {
  return globs.filter((glob) => {
    if (glob === "") {
      search.notFound.push({ named: "!", reason: "excludes nothing", help: "write what to leave out after it" });
      return false;
    }
    const reason = tooCostly(glob);
    if (reason !== null) search.notFound.push({ named: shortened(glob), reason, help: "split it into several globs" });
    return reason === null;
  });
}

const MAX_SHOWN_LENGTH = 200;

function shortened(glob: string): string {
  return glob.length > MAX_SHOWN_LENGTH ? `${glob.slice(0, MAX_SHOWN_LENGTH)}...` : glob;
}

/**
 * Whether a search may begin in a folder. A pull request may have replaced the folder with a symbolic link, which must not lead out of the
 * workspace.
 */
function mayBeSearched(search: Search, folder: string): boolean {
  const { scope, folders, notFound: refused } = search;
  if (!isWithin(scope.root, folder) || lookAt(filesOf(scope), folder) === undefined) return true;
  if (realPathWithin(folder, [...folders], filesOf(scope)) !== null) return true;
  refused.push(notFound(reportedPath(scope, folder), OUT_BY_LINK));
  return false;
}

const TERRAFORM = /\.(?:tf|tofu)(?:\.json)?$/;

/** A depth that no folder structure reaches in practice, yet small enough for a glob with several `**`. */
const MAX_FOLDERS = 100;

/** Characters that `**` in a glob does not match. */
const LINE_BREAK = /[\n\r\u2028\u2029]/;

const RENAME = "rename it";

/**
 * Returns a reader that lists folders. A folder that no longer exists has no files. A folder that can't be listed is recorded, because it
 * may contain files to check.
 */
function folderReader(search: Search, from: string, isHidden: (path: string) => boolean): FolderReader {
  const refuse = (path: string, reason: string, help: string): void => {
    if (isHidden(path) && isLeftOut(search, path)) return;
    search.notFound.push({ named: reportedPath(search.scope, path), reason, help });
  };
  const followed = (folder: string, entry: FolderEntry): FolderEntry => {
    if (!entry.isSymbolicLink()) return entry;
    search.links.add(resolve(folder, entry.name));
    return Object.create(entry, { isFile: { value: () => true } });
  };
  function list(path: string, options: { readonly withFileTypes: true }): FolderEntry[];
  function list(path: string): string[];
  function list(path: string, options?: { readonly withFileTypes: true }): FolderEntry[] | string[] {
    if (relative(from, path).split(sep).length > MAX_FOLDERS) {
      refuse(path, `is more than ${MAX_FOLDERS} folders deep`, "leave it out with `files`");
      return [];
    }
    try {
      const entries = filesOf(search.scope).list(path);
      // Git tracks a folder itself only if it is a submodule.
      if (entries.length === 0 && search.tracked.has(path) === true) search.absent.add(path);
      if (LINE_BREAK.test(relative(from, path)) && entries.some((entry) => !entry.isDirectory()))
        refuse(path, "has a line break in its name, and no glob matches past it", RENAME);
      return options === undefined ? entries.map(({ name }) => name) : entries.map((entry) => followed(path, entry));
    } catch (error) {
      const { code, reason } = systemFault(error);
      if (code === "ENOENT" && path.includes("\ufffd")) {
        refuse(path, "can't be read: its name is not UTF-8", RENAME);
      } else if (code !== "ENOENT" && code !== "ENOTDIR") {
        refuse(path, `can't be read: ${reason}`, "check its permissions, or leave it out with `files`");
      }
      throw error;
    }
  }
  return list;
}

/** The stat functions of a commit. fast-glob calls them for patterns without wildcards. */
function statsIn(commit: CommitTree) {
  const stat = (path: string): Stats => {
    const stats = commit.lstat(path);
    if (stats === undefined) throw new Error(`ENOENT: no such file or directory, '${path}'`);
    return stats;
  };
  return { lstatSync: stat, statSync: stat };
}
