import { readFileSync } from "node:fs";
import { decode, encodingOf, NOT_UTF_8 } from "../source/decode.js";
import { placeBehind } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";
import { lookAt } from "./file-tree.js";
import { GitFault } from "./git.js";
import { isMade, isMadeWhole } from "./made-files.js";
import { absolutePath, filesOf, LEADS_NOWHERE, realPathWithin, reportedPath, type Scope } from "./scope.js";
import { systemFault } from "./system-fault.js";
import { TrackedFiles } from "./tracked-files.js";
import { isWithheld } from "./withheld-path.js";

/** A source or parameter file larger than this is not what it claims to be. */
const LARGEST_SIDE_FILE = 16 * 1024 * 1024;

/**
 * Reads only below `folders`: the workspace, and on the command line the folders that were named literally. Symbolic links
 * are resolved first, so that none leads out. Each file is read and each folder listed once.
 *
 * The paths come from files of the pull request, and what is read may be shown. So it must be what git tracks, or what a tool made of it.
 * Where there is no repository, it is any file whose name is none of those that hold credentials.
 */
export function openWorkspace(scope: Scope, folders: readonly string[]): Workspace {
  const read = new Map<string, TextFile | Refused>();
  const listed = new Map<string, readonly string[]>();
  const tracked = new TrackedFiles(scope);
  return {
    readText(path, refuse, isValue = false) {
      const key = `${isValue} ${path}`;
      const file = read.get(key) ?? readSideFile(scope, folders, path, tracked, isValue);
      read.set(key, file);
      if ("text" in file) return file;
      if (file.refused !== null) refuse?.(file.refused, placeBehind(path, file.before));
      return null;
    },
    listFolder(path) {
      const known = listed.get(path);
      if (known !== undefined) return known;
      const names = listNames(scope, realPathWithin(absolutePath(scope, path), folders, filesOf(scope)));
      listed.set(path, names);
      return names;
    },
  };
}

function listNames(scope: Scope, folder: string | null): readonly string[] {
  if (folder === null) return [];
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

/** Why a file is not read; null for one that is no part of the repository. */
interface Refused {
  readonly refused: string | null;
  /** The text before what is none. */
  readonly before?: string | undefined;
}

function readSideFile(
  scope: Scope,
  folders: readonly string[],
  path: string,
  tracked: TrackedFiles,
  isValue: boolean,
): TextFile | Refused {
  const asked = absolutePath(scope, path);
  const real = realPathWithin(asked, folders, filesOf(scope));
  if (real === null) return { refused: ifLink(scope, asked, LEADS_NOWHERE) };
  if (isWithheld(path) || isWithheld(reportedPath(scope, real)))
    return { refused: "is, or leads to, a file that may hold credentials" };
  try {
    const stat = filesOf(scope).stat(real);
    if (!stat?.isFile()) return { refused: "leads to no file" };
    if (stat.size > LARGEST_SIDE_FILE) return { refused: "is larger than 16 MiB" };
    const bytes = scope.commit?.read(real) ?? readFileSync(real);
    const isShown = isValue ? isMadeWhole(bytes) : TOOL_FILE.test(real) || isMade(bytes);
    if (scope.commit === undefined && !isShown && tracked.has(real) === false)
      return { refused: ifLink(scope, asked, "is a symbolic link to a file that git does not track") };
    if (UTF_8_ONLY.test(path) && encodingOf(bytes) !== "utf-8") return { refused: NOT_UTF_8 };
    const decoded = decode(bytes);
    if (!("text" in decoded)) return { refused: decoded.fault, before: decoded.before };
    return { path, text: scope.edited?.get(path) ?? decoded.text, ...writtenAs(bytes) };
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

/** Terraform refuses any other text: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#syntax-definitions */
const UTF_8_ONLY = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;

/** Terraform's source, which may be generated, and what Terraform and CDK write about what they made. */
const TOOL_FILE = /(?:\.(?:tf|tofu)(?:\.json)?|[/\\](?:manifest|modules)\.json|\.(?:metadata|assets)\.json)$/i;
