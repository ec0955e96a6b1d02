import { readFileSync } from "node:fs";
import { decode } from "../source/decode.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";
import { GitFault } from "./git.js";
import { kindOfBytes } from "./prefilter.js";
import { absolutePath, filesOf, realPathWithin, reportedPath, type Scope } from "./scope.js";
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
  const read = new Map<string, TextFile | null>();
  const listed = new Map<string, readonly string[]>();
  const tracked = new TrackedFiles(scope);
  return {
    readText(path) {
      const known = read.get(path);
      if (known !== undefined) return known;
      const file = readSideFile(scope, folders, path, tracked);
      read.set(path, file);
      return file;
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

function readSideFile(scope: Scope, folders: readonly string[], path: string, tracked: TrackedFiles): TextFile | null {
  const real = realPathWithin(absolutePath(scope, path), folders, filesOf(scope));
  if (real === null || isWithheld(path) || isWithheld(reportedPath(scope, real))) return null;
  try {
    const stat = filesOf(scope).stat(real);
    if (!stat?.isFile() || stat.size > LARGEST_SIDE_FILE) return null;
    const bytes = scope.commit?.read(real) ?? readFileSync(real);
    if (scope.commit === undefined && !TOOL_FILE.test(real) && !isMade(bytes) && tracked.has(real) === false)
      return null;
    const decoded = decode(bytes);
    return "text" in decoded ? { path, text: scope.edited?.get(path) ?? decoded.text } : null;
  } catch (error) {
    if (error instanceof GitFault) throw error;
    return null;
  }
}

/** Terraform's source, which may be generated, and what Terraform and CDK write about what they made. */
const TOOL_FILE = /(?:\.(?:tf|tofu)(?:\.json)?|[/\\](?:manifest|modules)\.json|\.(?:metadata|assets)\.json)$/i;

/** Policies, templates and their parameters, which a build may have made. */
function isMade(bytes: Buffer): boolean {
  return kindOfBytes(bytes) !== "other" || bytes.includes("AWS::") || bytes.includes('"ParameterKey"');
}
