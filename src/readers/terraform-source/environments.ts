import { posix } from "node:path";
import { joinPath } from "../../source/folder-path.js";
import type { TextFile } from "../../source/text-file.js";
import type { Workspace } from "../../source/workspace.js";
import type { SourceFolders } from "./source-folders.js";

/** One set of inputs with which a root module is applied. */
export interface Environment {
  /** The environment's name, and the text that distinguishes it from others: its values file. */
  readonly label: TextFile;
  readonly varFile: string | null;
  /** The value of `terraform.workspace`. */
  readonly workspace: string | null;
}

/**
 * Pairs each file with the workspace of the same name or, if there is none, with every workspace. A workspace that no
 * file is paired with has no file.
 */
export function environmentsOf(
  files: readonly string[],
  workspaces: readonly string[],
  workspace: Workspace,
): readonly Environment[] {
  const named = (file: string | null): string | undefined =>
    workspaces.find((name) => file !== null && name === posix.basename(file).replace(/\.tfvars(?:\.json)?$/, ""));
  const pairs = files.flatMap((file) => {
    const own = named(file);
    return (own === undefined ? workspaces : [own]).map((name) => [file, name] as const);
  });
  const alone = workspaces.filter((name) => !pairs.some(([, other]) => other === name));
  const all: readonly (readonly [string | null, string | null])[] =
    workspaces.length === 0
      ? files.map((file) => [file, null] as const)
      : [...pairs, ...alone.map((name) => [null, name] as const)];
  return all.map(([varFile, name]) => {
    const file = varFile === null ? null : (workspace.readText(varFile) ?? { path: varFile, text: "" });
    const title = name === null ? "" : `workspace ${name}`;
    if (file === null) return { label: { path: title, text: title }, varFile, workspace: name };
    const isOwn = name === null || name === named(varFile);
    const label = isOwn ? file : { path: `${file.path}, ${title}`, text: `${title}\n${file.text}` };
    return { label, varFile, workspace: name };
  });
}

/** Whether a root, or a module that it calls with a local path, uses `terraform.workspace`. */
export function asksForWorkspace(root: string, folders: SourceFolders): boolean {
  const { workspace } = folders;
  return [...folders.reachedFrom([root])].some((folder) =>
    workspace
      .listFolder(folder || ".")
      .some((name) => workspace.readText(joinPath(folder, name))?.text.includes("terraform.workspace")),
  );
}
