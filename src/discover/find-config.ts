import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { CONFIG_FILES } from "../config/config-names.js";
import type { ConfigProblem } from "../config/settings.js";
import { decode } from "../source/decode.js";
import type { TextFile } from "../source/text-file.js";
import type { CommitTree } from "./commit-tree.js";
import { findRepository } from "./find-repository.js";
import { isOwnOutput } from "./own-output.js";
import { absolutePath, filesOf, isWithin, realPathWithin, reportedPath, type Scope } from "./scope.js";
import { isTracked, isUntracked } from "./tracked-files.js";
import { findUnread, type UnreadConfig } from "./unread-configs.js";
import { isWithheld } from "./withheld-path.js";

const MAX_FILE_SIZE = 16 * 1024 * 1024;

/** The configuration of a run, and files that may have been meant as one. */
export interface FoundConfig {
  /** Null if there is none. Its path is relative to the scope's root. */
  readonly file: TextFile | null;
  /** The scope to run in. On the command line, the root is the folder that the configuration was found for, or else the repository's. */
  readonly scope: Scope;
  /** The path from the root to the folder that the configuration's paths are relative to: empty, or with a `/` at its end. */
  readonly prefix: string;
  /** Whether the file was named and belongs to another repository, so that its lines may concern other repositories. */
  readonly shared: boolean;
  readonly unread: readonly UnreadConfig[];
}

type FindConfig = FoundConfig | { readonly problem: ConfigProblem };

/**
 * Finds the configuration: the file that is named, relative to the root, or else the nearest one from the working directory up to the root
 * of the repository. In a scope with a commit, searches the commit.
 */
export function findConfig(scope: Scope, named: string | null): FindConfig {
  if (named === null) return findNearest(scope);
  const read = readOwnFile(scope, named, "config");
  if ("problem" in read) return read;
  return { ...read, scope, prefix: "", shared: isOfAnotherRepository(scope, named), unread: [] };
}

function findNearest(scope: Scope): FindConfig {
  const folders = searchedFolders(scope);
  const searched = folders.map((folder) => ({ folder, names: configsIn(scope, folder) }));
  const nearest = searched.find(({ names }) => names.length > 0);
  const unread = () => findUnread(scope, folders, nearest?.names.map((name) => join(nearest.folder, name))[0] ?? null);
  if (nearest === undefined) {
    const [top = scope.root] = scope.confined ? [] : folders.slice(-1);
    return { file: null, scope: { ...scope, root: top }, prefix: "", shared: false, unread: unread() };
  }
  const { folder, names } = nearest;
  const root = scope.confined ? scope.root : folder;
  // The user didn't name this file, so even on the command line, the repository's author chose its contents.
  const inside: Scope = { ...scope, root, confined: true };
  const paths = names.map((name) => reportedPath(inside, join(folder, name)));
  const [path = ""] = paths;
  if (paths.length > 1) return { problem: ambiguous(paths) };
  const read = readOwnFile(inside, path, "config");
  if ("problem" in read) return read;
  if (leadsToUntracked(inside, path)) {
    const message = `the configuration ${path} is a symbolic link to a file that git does not track`;
    return { problem: { message, help: "replace the link with the file itself", place: null } };
  }
  const way = relative(root, folder).split(sep).join("/");
  return {
    ...read,
    scope: { ...scope, root },
    prefix: way === "" ? "" : `${way}/`,
    shared: false,
    unread: unread(),
  };
}

/**
 * Whether the path leads, through a link, to a file that git doesn't track. Such a file must not be read, because errors in a
 * configuration quote its content.
 */
function leadsToUntracked(scope: Scope, path: string): boolean {
  const files = filesOf(scope);
  const real = files.realPath(absolutePath(scope, path));
  return real !== join(files.realPath(scope.root), path) && isUntracked(scope, path, path);
}

function ambiguous(paths: readonly string[]): ConfigProblem {
  const help = "keep one of them, or name the one to read with `config`";
  return { message: `there are ${paths.length} configurations: ${paths.join(", ")}`, help, place: null };
}

/**
 * The folders from the working directory up to the workspace, or to the root of the repository. If there is neither, only the working
 * directory.
 */
function searchedFolders(scope: Scope): readonly string[] {
  const { root, workingDirectory, confined } = scope;
  const top = confined ? root : (findRepository(scope, workingDirectory) ?? workingDirectory);
  if (!isWithin(top, workingDirectory)) return [top];
  const folders = [workingDirectory];
  for (let folder = workingDirectory; relative(top, folder) !== ""; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** The configurations in a folder. More than one is an error. */
function configsIn(scope: Scope, folder: string): readonly string[] {
  const there = CONFIG_FILES.map((name) => ({ name, state: stateIn(scope, folder, name) }));
  const refused = there.find(({ state }) => state === "refused");
  if (refused !== undefined) return [refused.name];
  return there.filter(({ name, state }) => state === "yes" && !isReport(scope, folder, name)).map(({ name }) => name);
}

/**
 * Whether a file with the name exists in the folder. A broken link counts, and so may a path that the system refuses to show (`refused`).
 */
function stateIn(scope: Scope, folder: string, name: string): "yes" | "no" | "refused" {
  try {
    return filesOf(scope).lstat(join(folder, name)) === undefined ? "no" : "yes";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOTDIR" ? "no" : "refused";
  }
}

function isReport(scope: Scope, folder: string, name: string): boolean {
  if (!name.endsWith(".json")) return false;
  const read = readOwnFile({ ...scope, root: folder, confined: true }, name, "config");
  return "file" in read && isOwnOutput(read.file.text);
}

function isOfAnotherRepository(scope: Scope, named: string): boolean {
  const path = resolve(absolutePath(scope, named));
  const own = findRepository(scope, scope.workingDirectory) ?? scope.root;
  return !isWithin(own, path) || findRepository(scope, dirname(path)) !== findRepository(scope, own);
}

/**
 * Reads a file that configures the run.
 *
 * @param path relative to the root
 * @param setting the setting that names it
 */
export function readOwnFile(
  scope: Scope,
  path: string,
  setting: "config" | "requirements" | "baseline",
): { readonly file: TextFile } | { readonly problem: ConfigProblem } {
  const files = filesOf(scope);
  const absolute = absolutePath(scope, path);
  const real = scope.confined ? realPathWithin(absolute, [scope.root], files) : absolute;
  const what = `the ${setting === "config" ? "configuration" : `${setting} file`} ${path}`;
  if (isWithheld(reportedPath(scope, absolute)) || (real !== null && isWithheld(reportedPath(scope, real)))) {
    const help = "name a file that was written for it";
    return { problem: { message: `${what} is not read: it is where credentials are kept`, help, place: null } };
  }
  try {
    const stat = files.stat(real ?? "");
    if (!stat?.isFile() || stat.size > MAX_FILE_SIZE) throw new Error("not a regular file of a reasonable size");
    const decoded = decode(scope.commit?.read(real ?? "") ?? readFileSync(real ?? ""));
    if ("text" in decoded) return { file: { path, text: decoded.text } };
    return { problem: { message: `${what} ${decoded.fault}`, help: "save it as UTF-8", place: null } };
  } catch {
    const help = `check the path given as \`${setting}\`: it is relative to the root of the repository`;
    return { problem: { message: `${what} can't be read`, help, place: null } };
  }
}

/**
 * The configuration of a commit. Returns null if it equals the run's own (the last parameter) at the same path, or can't be read. A named
 * file that the change adds isn't in the commit, so the nearest configuration there counts. A named file that isn't in any commit of the
 * repository applies to both.
 */
export function configIn(
  commit: CommitTree,
  scope: Scope,
  named: string | null,
  { file, shared }: FoundConfig,
): FoundConfig | null {
  const isThere = named !== null && commit.lstat(absolutePath(scope, named)) !== undefined;
  if (named !== null && !isThere && (shared || !isTracked(scope, named))) return null;
  const before = findConfig({ ...scope, commit }, isThere ? named : null);
  if ("problem" in before) return null;
  return before.file?.path === file?.path && before.file?.text === file?.text ? null : before;
}
