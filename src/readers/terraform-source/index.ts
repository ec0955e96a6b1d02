import type { OtherHolder, Role } from "../../iam/model.js";
import { joinPath, parentOf } from "../../source/folder-path.js";
import { filePlace } from "../../source/place.js";
import { uncheckedFile } from "../read-within.js";
import type { FileProblem, PassedOver, ReadContext, ReadResult } from "../reader.js";
import { chooseRoots, folderOf, isExampleBelow, type SourceFile, whyNoRoot } from "./choose-roots.js";
import { asksForWorkspace, environmentsOf } from "./environments.js";
import { isOf, type PlanRead, type PlanRoot, rootsOfPlans } from "./plan-roots.js";
import { readRoot } from "./read-root.js";
import { type Answers, RemoteStates } from "./remote-states.js";
import { sourceBlocks } from "./source-blocks.js";
import { SourceFolders } from "./source-folders.js";
import { counterpart } from "./stale-parts.js";
import { withStale } from "./stale-roles.js";
import { withEach } from "./with-each.js";

export type { PlanRead, SourceFile };

/** The result of reading a root module: its own files and its roles. */
export interface RootResult {
  readonly paths: readonly string[];
  readonly result: ReadResult;
}

export interface SourcesRead {
  readonly roots: readonly RootResult[];
  readonly passedOver: readonly PassedOver[];
  /** Folders whose plan was read. */
  readonly planned: ReadonlySet<string>;
  /** The folders of the roots and plans that were read, and of the modules that they call. */
  readonly checked: ReadonlySet<string>;
  /** The subset of `checked` whose source was read for its roles. */
  readonly evaluated: ReadonlySet<string>;
  /** The plans' roles, with their differences from the source. */
  readonly compared: ReadonlyMap<ReadResult, readonly Role[]>;
}

const SOURCE = /\.(?:tf|tofu)(?:\.json)?$/i;

export function isTerraformSource(path: string): boolean {
  return SOURCE.test(path);
}

/**
 * Reads the root modules among the matched files, except those whose plan was read.
 * @param plans the plans that were read before
 * @param named folders named in `files`
 */
export function readTerraformSources(
  files: readonly SourceFile[],
  context: ReadContext,
  plans: readonly PlanRead[],
  named: readonly string[],
): SourcesRead {
  const folders = new SourceFolders(context.workspace);
  const declared = context.terraformRoot === null ? null : joinPath("", context.terraformRoot);
  const all = [...new Set(files.map(({ path }) => parentOf(path)))];
  const rootsOf = rootsOfPlans(all, folders, context);
  const isPlanned = (folder: string): boolean =>
    plans.some((plan) => rootsOf(plan).some((root) => root.folder === folder));
  const states: RemoteStates = new RemoteStates(folders, all, (folder) => outputsIn(folder, folders, context, states));
  const { roots, passedOver, called } = chooseRoots(files, folders, declared, isPlanned, named, context.varFiles);
  const planned = new Set(all.filter(isPlanned));
  const compared = plans.flatMap((plan) =>
    rootsOf(plan).map((root) => [plan.result, comparedWith(plan, root, folders)] as const),
  );
  const workspaces = roots.map((folder) => workspacesOf(folder, folders, context));
  const unmatched = [
    ...(roots.some((folder) => context.varFiles?.(folder).length !== 0) ? [] : [NO_FILE]),
    ...(context.workspaces === undefined || workspaces.some(({ length }) => length > 0) ? [] : [NO_WORKSPACE]),
  ];
  const read = roots.map((folder, at) => {
    const own = files.filter(({ path }) => parentOf(path) === folder);
    const characters = own.reduce((sum, file) => sum + file.characters, 0);
    const result = readOne(folder, characters, workspaces[at] ?? [], folders, context, states);
    const problems = at === 0 ? unmatched : [];
    return { paths: own.map(({ path }) => path), result: { ...result, problems: [...result.problems, ...problems] } };
  });
  const made = new Set(read.flatMap(({ result: { modules = [] } }) => modules));
  return {
    compared: new Map(compared),
    planned,
    checked: folders.reachedFrom([...roots, ...planned]),
    evaluated: folders.reachedFrom(roots),
    roots: read,
    passedOver: [...passedOver, ...called.filter((one) => !made.has(folderOf(one)))],
  };
}

/**
 * Policy holders in folders whose source wasn't read for roles, except examples.
 * @param folders all folders in the repository
 * @param evaluated the folders that were read for roles
 * @param named folders named in `files`, in which examples count
 */
export function otherHoldersIn(
  folders: readonly string[],
  evaluated: ReadonlySet<string>,
  plans: readonly PlanRead[],
  named: readonly string[],
  context: ReadContext,
): readonly OtherHolder[] {
  const all = new SourceFolders(context.workspace);
  const deployed = folders.filter((folder) => !evaluated.has(folder) && !isExampleBelow(folder, named, all));
  const called = all.callers(deployed);
  const states: RemoteStates = new RemoteStates(all, folders, (folder) => outputsIn(folder, all, context, states));
  return deployed.flatMap((folder) => {
    if (called.has(folder)) return [];
    try {
      const files = context.varFiles?.(folder) ?? [];
      const environments = environmentsOf(files, workspacesOf(folder, all, context), context.workspace);
      const isRoot = whyNoRoot(folder, called, all, named, () => files) === null;
      const withRoles = !plans.some((plan) => isOf(plan, folder, all));
      return [undefined, ...environments]
        .flatMap((one) => readRoot(folder, all, context, null, states, one).holders(withRoles))
        .map((one) => (isRoot ? { ...one, root: folder || "." } : one));
    } catch {
      return [];
    }
  });
}

function comparedWith(
  { path, result: { roles, planned } }: PlanRead,
  { folder, written, alone }: PlanRoot,
  folders: SourceFolders,
): readonly Role[] {
  if (planned === undefined) return roles;
  const first = joinPath(folder, folders.workspace.listFolder(folder || ".").find(isTerraformSource) ?? "");
  return withStale(roles, planned, written, sourceBlocks(folder, folders), path, filePlace(first)).map((role) => ({
    ...role,
    written: () => counterpart(role, alone()?.roles ?? []),
  }));
}

function outputsIn(folder: string, folders: SourceFolders, context: ReadContext, states: RemoteStates): Answers | null {
  try {
    return readRoot(folder, folders, context, null, states).outputs();
  } catch {
    return null;
  }
}

function readOne(
  folder: string,
  characters: number,
  workspaces: readonly string[],
  folders: SourceFolders,
  context: ReadContext,
  states: RemoteStates,
): ReadResult {
  const shown = folder || ".";
  if (context.budget?.admit(characters) === false) return failed(uncheckedFile(shown));
  try {
    const environments = environmentsOf(context.varFiles?.(folder) ?? [], workspaces, context.workspace);
    const read =
      environments.length === 0
        ? readRoot(folder, folders, context, null, states)
        : withEach(shown, environments, (one) => readRoot(folder, folders, context, null, states, one));
    if (asksForWorkspace(folder, folders)) return read;
    return { ...read, roles: read.roles.map((role) => ({ ...role, isOfEveryWorkspace: true })) };
  } catch (error) {
    const reason =
      error instanceof RangeError ? "it is nested too deeply, or a string in it is too long" : String(error);
    const help = "leave it out with `files`, or report it if Terraform accepts it";
    return failed({ message: `${shown} can't be read: ${reason}`, help, place: filePlace(shown) });
  }
}

function workspacesOf(root: string, folders: SourceFolders, { workspaces = [] }: ReadContext): readonly string[] {
  return workspaces.length > 0 && asksForWorkspace(root, folders) ? workspaces : [];
}

const NO_FILE: FileProblem = {
  message: "`terraform.var-files` matches no file of a root module that is checked from its source",
  help: "write paths from the root module's folder, or from the root of the repository",
  place: filePlace("."),
};

const NO_WORKSPACE: FileProblem = {
  message:
    "`terraform.workspaces` is set, and no root module that is checked from its source reads `terraform.workspace`",
  help: "remove it from the configuration",
  place: filePlace("."),
};

function failed(problem: FileProblem): ReadResult {
  return { roles: [], problems: [problem], passedOver: [] };
}
