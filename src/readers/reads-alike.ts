import { isDeepStrictEqual } from "node:util";
import type { CheckOptions } from "../config/options.js";
import type { CommitTree } from "../discover/commit-tree.js";
import type { Candidate } from "../discover/find-candidates.js";
import { readCandidate } from "../discover/read-candidate.js";
import { isSameContent } from "../discover/same-content.js";
import { absolutePath, type Scope } from "../discover/scope.js";
import { openWorkspace } from "../discover/workspace.js";
import { candidatesIn, type Intake, varFilesOf } from "./read-files.js";

/**
 * Whether reading a commit would certainly return the same result as reading the files on disk: the same files match,
 * and everything that a reader examined is identical. Other files may differ, as long as no reader examines them on
 * disk or in the commit. Returns false if in doubt.
 */
export function readsAlike(
  options: CheckOptions,
  scope: Scope,
  commit: CommitTree,
  { read, looked }: Pick<Intake, "read" | "looked">,
): boolean {
  if ((scope.edited?.size ?? 0) > 0 || scope.standardInput !== undefined) return false;
  const committed: Scope = { ...scope, commit };
  // Checked first, because it is the most likely difference.
  if (!read.every((path) => isSameContent(commit, absolutePath(scope, path)))) return false;
  for (const [path, isThere] of looked.sideFiles) {
    const absolute = absolutePath(scope, path);
    if (isThere ? !isSameContent(commit, absolute) : commit.lstat(absolute) !== undefined) return false;
  }
  const found = candidatesIn(committed, options);
  if (!isDeepStrictEqual(found.notFound, looked.notFound)) return false;
  const workspace = openWorkspace(committed, found.folders);
  for (const [path, names] of looked.folders) if (!isDeepStrictEqual(workspace.listFolder(path), names)) return false;
  for (const [folder, paths] of looked.varFiles)
    if (!isDeepStrictEqual(varFilesOf(committed, options, folder, workspace), paths)) return false;
  return onlyOthersDiffer(scope, commit, looked.candidates, found.candidates);
}

function onlyOthersDiffer(
  scope: Scope,
  commit: CommitTree,
  now: readonly Candidate[],
  before: readonly Candidate[],
): boolean {
  const known = new Map(before.map((candidate) => [candidate.path, candidate]));
  const same = new Set(
    now
      .filter(({ path, literal }) => known.get(path)?.literal === literal && isSameContent(commit, path))
      .map(({ path }) => path),
  );
  const differing = (candidates: readonly Candidate[]): Candidate[] => candidates.filter(({ path }) => !same.has(path));
  const others = differing(before);
  if (differing(now).some((candidate) => readCandidate(scope, candidate).kind !== "other")) return false;
  commit.willRead(others.map(({ path }) => path));
  return others.every((candidate) => readCandidate({ ...scope, commit }, candidate).kind === "other");
}
