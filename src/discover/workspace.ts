import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encodingOf, NOT_UTF_8 } from "../source/decode.js";
import { placeAfter } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";
import { lookAt } from "./file-tree.js";
import { isGenerated, isWholeDocument } from "./generated-files.js";
import { GitFault } from "./git.js";
import { absolutePath, filesOf, isWithin, realPathWithin, reportedPath, type Scope, UNUSABLE_LINK } from "./scope.js";
import { systemFault } from "./system-fault.js";
import { TrackedFiles } from "./tracked-files.js";
import { isWithheld } from "./withheld-path.js";

/** A source or parameter file larger than this isn't what it claims to be. */
const MAX_SIDE_FILE_SIZE = 16 * 1024 * 1024;

/**
 * Reads only below `folders`: the workspace, and on the command line the folders that were named literally. Resolves symbolic links first,
 * so that none leads out. Reads each file and lists each folder once.
 *
 * The paths come from files of the pull request, and the content may be shown. So a file is read only if git tracks it, or if a tool has
 * generated it from tracked files. Outside any repository, any file may be read whose name does not suggest credentials. If the workspace
 * isn't a repository but contains repositories, their files can't name the files next to them.
 */
export function openWorkspace(
  scope: Scope,
  folders: readonly string[],
  candidates: readonly { readonly path: string }[] = [],
): Workspace {
  const read = new Map<string, TextFile | Refused>();
  const listed = new Map<string, readonly string[]>();
  const rights = rightsIn(scope, candidates);
  return {
    readText(path, refuse, requestedFrom) {
      const key = `${requestedFrom}\n${path}`;
      const file = read.get(key) ?? readSideFile(scope, folders, path, rights, requestedFrom);
      read.set(key, file);
      if ("text" in file) return file;
      if (file.refused !== null) refuse?.(file.refused, placeAfter(path, file.before));
      return null;
    },
    listFolder(path, requestedFrom) {
      const key = `${requestedFrom}\n${path}`;
      const known = listed.get(key);
      if (known !== undefined) return known;
      const folder = realPathWithin(absolutePath(scope, path), folders, filesOf(scope));
      const names =
        folder === null || rights.isForeign(join(folder, "_"), requestedFrom) ? [] : listNames(scope, folder);
      listed.set(key, names);
      return names;
    },
  };
}

/** The files that may be read on behalf of matched files. */
interface Rights {
  /** Whether git does not track a file. */
  isUntracked(path: string): boolean;
  /**
   * Whether a path is outside the repositories of the matched files or, with `requestedFrom`, outside the repository of the folder that requests
   * a value.
   */
  isForeign(path: string, requestedFrom?: string): boolean;
}

function rightsIn(scope: Scope, candidates: readonly { readonly path: string }[]): Rights {
  if (scope.commit !== undefined) return { isUntracked: () => false, isForeign: () => false };
  const tracked = new TrackedFiles(scope);
  const own = new Set(candidates.map(({ path }) => tracked.around(path)));
  const isAmongRepositories = [...own].some((top) => top !== null);
  return {
    // A file outside any repository may call a module inside one, and that module then names the file.
    isUntracked: (path) => (tracked.has(path) ?? !isAmongRepositories) === false,
    isForeign: (path, requestedFrom) =>
      (isAmongRepositories &&
        ![...own].some((top) => (top === null ? tracked.around(path) === null : isWithin(top, path)))) ||
      (requestedFrom !== undefined && tracked.isForeign(path, join(absolutePath(scope, requestedFrom), "_"))),
  };
}

function listNames(scope: Scope, folder: string): readonly string[] {
  try {
    return filesOf(scope)
      .list(folder)
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** Why a file is not read. Null for a file that isn't part of the repository. */
interface Refused {
  readonly refused: string | null;
  /** The text before the fault. */
  readonly before?: string | undefined;
}

function readSideFile(
  scope: Scope,
  folders: readonly string[],
  path: string,
  rights: Rights,
  requestedFrom: string | undefined,
): TextFile | Refused {
  const absolute = absolutePath(scope, path);
  const real = realPathWithin(absolute, folders, filesOf(scope));
  if (real === null) return { refused: ifLink(scope, absolute, UNUSABLE_LINK) };
  if (isWithheld(path) || isWithheld(reportedPath(scope, real)))
    return { refused: "is, or points to, a file that may hold credentials" };
  if (rights.isForeign(real, requestedFrom)) return { refused: "is outside the repository that names it" };
  try {
    const stat = filesOf(scope).stat(real);
    if (!stat?.isFile()) return { refused: "points to no file" };
    if (stat.size > MAX_SIDE_FILE_SIZE) return { refused: "is larger than 16 MiB" };
    const bytes = scope.commit?.read(real) ?? readFileSync(real);
    const isShown = requestedFrom !== undefined ? isWholeDocument(bytes) : TOOL_FILE.test(real) || isGenerated(bytes);
    if (!isShown && rights.isUntracked(real))
      return { refused: ifLink(scope, absolute, "is a symbolic link to a file that git does not track") };
    if (UTF_8_ONLY.test(path) && encodingOf(bytes) !== "utf-8") return { refused: NOT_UTF_8 };
    const decoded = decode(bytes);
    if (!("text" in decoded)) return { refused: decoded.fault, before: decoded.before };
    const own = reportedPath({ ...scope, root: filesOf(scope).realPath(scope.root) }, real);
    const text = scope.edited?.get(own) ?? decoded.text;
    return { path, text, ...(own === path ? {} : { real: own }), ...writtenAs(bytes) };
  } catch (error) {
    if (error instanceof GitFault) throw error;
    return { refused: `can't be read: ${systemFault(error).reason}` };
  }
}

function writtenAs(bytes: Buffer): Pick<TextFile, "encoding"> {
  if (encodingOf(bytes) !== "utf-8") return { encoding: "other" };
  return bytes.indexOf("\ufeff") === 0 ? { encoding: "UTF-8 with a byte order mark" } : {};
}

function ifLink(scope: Scope, path: string, reason: string): string | null {
  return lookAt(filesOf(scope), path)?.isSymbolicLink() === true ? reason : null;
}

/** Terraform rejects any other encoding: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#syntax-definitions */
const UTF_8_ONLY = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;

/** Terraform and Terragrunt source, which may be generated, and the files that Terraform and the CDK write about their own output. */
const TOOL_FILE = /(?:\.(?:(?:tf|tofu)(?:\.json)?|hcl)|[/\\](?:manifest|modules)\.json|\.(?:metadata|assets)\.json)$/i;
