import { filePlace } from "../../source/place.js";
import { notLookedAt } from "../read-within.js";
import type { FileProblem, PassedOver, ReadContext, ReadResult } from "../reader.js";
import { joinPath, parentOf } from "../terraform-plan/source/module-folder.js";
import { chooseRoots, type SourceFile } from "./choose-roots.js";
import { readRoot } from "./read-root.js";
import { SourceFolders } from "./source-folders.js";

export type { SourceFile };

/** What came of a root module: its own files, and its roles. */
export interface RootResult {
  readonly paths: readonly string[];
  readonly result: ReadResult;
}

export interface SourcesRead {
  readonly roots: readonly RootResult[];
  readonly passedOver: readonly PassedOver[];
  /** Folders of which a plan was read. */
  readonly planned: ReadonlySet<string>;
}

const SOURCE = /\.(?:tf|tofu)(?:\.json)?$/i;

export function isTerraformSource(path: string): boolean {
  return SOURCE.test(path);
}

/**
 * Judges the root modules among the files that matched, but for those of which a plan was read.
 * @param plans what was read before them
 * @param named folders that `files` names
 */
export function readTerraformSources(
  files: readonly SourceFile[],
  context: ReadContext,
  plans: readonly ReadResult[],
  named: readonly string[],
): SourcesRead {
  const folders = new SourceFolders(context.workspace);
  const declared = context.terraformRoot === null ? null : joinPath("", context.terraformRoot);
  const isPlanned = (folder: string): boolean =>
    plans.some(({ isPlanOf }) => isPlanOf?.(folder, folders.at(folder).blocks) === true);
  const { roots, passedOver } = chooseRoots(files, folders, declared, isPlanned, named);
  return {
    roots: roots.map((folder) => {
      const own = files.filter(({ path }) => parentOf(path) === folder);
      const characters = own.reduce((sum, file) => sum + file.characters, 0);
      return { paths: own.map(({ path }) => path), result: readOne(folder, characters, folders, context) };
    }),
    passedOver,
    planned: new Set(files.map(({ path }) => parentOf(path)).filter(isPlanned)),
  };
}

function readOne(folder: string, characters: number, folders: SourceFolders, context: ReadContext): ReadResult {
  const shown = folder || ".";
  if (context.budget?.admit(characters) === false) return failed(notLookedAt(shown));
  try {
    return readRoot(folder, folders, context);
  } catch (error) {
    const reason = error instanceof RangeError ? "it is nested too deeply, or a text in it is too long" : String(error);
    const help = "leave it out with `files`, or report it if Terraform takes it";
    return failed({ message: `${shown} can't be read: ${reason}`, help, place: filePlace(shown) });
  }
}

function failed(problem: FileProblem): ReadResult {
  return { roles: [], problems: [problem], passedOver: [] };
}
