import { append } from "../../source/append.js";
import { isExample } from "../../source/example-folder.js";
import { isInFolder, joinPath, parentOf } from "../../source/folder-path.js";
import { isJsonObject, property } from "../../source/json-node.js";
import { filePlace } from "../../source/place.js";
import type { PassedOver } from "../reader.js";
import { WrittenNumbers } from "../terraform/expressions/written-numbers.js";
import { isLocal, reachedFrom, sourceOf } from "../terraform/source/module-calls.js";
import { differingFiles, hasSources } from "../terraform/source/module-folder.js";
import type { SourceBlock } from "../terraform/source/source-block.js";
import { inputsOf } from "./inputs.js";
import type { SourceFolders } from "./source-folders.js";

/** A matched file of Terraform source. */
export interface SourceFile {
  readonly path: string;
  readonly characters: number;
  /** Whether the file has a resource of a kind for which its root must be read. */
  readonly namesIam: boolean;
}

export interface Chosen {
  readonly roots: readonly string[];
  /** Module folders with roles that no root calls. */
  readonly passedOver: readonly PassedOver[];
  /** Module folders that roots call, though possibly with no instances. */
  readonly called: readonly PassedOver[];
}

const HELP = "name it with `terraform-root` if it is a root, or check a plan";

/**
 * The folders that are root modules and may have a worker role. A folder counts as a child module if nothing shows
 * where it is deployed or what its variables are. If the folder itself configures how it is deployed, it is a root even
 * if another folder calls it, because anyone may add a call.
 * @param isPlanned whether a plan of the folder was read, which is checked instead
 * @param named folders that the user named, in which examples count
 */
export function chooseRoots(
  files: readonly SourceFile[],
  folders: SourceFolders,
  declared: string | null,
  isPlanned: (folder: string) => boolean,
  named: readonly string[],
  varFiles: (folder: string) => readonly string[] = () => [],
): Chosen {
  const byFolder = new Map<string, SourceFile[]>();
  for (const file of files) {
    const folder = parentOf(file.path);
    append(byFolder, folder, file);
  }
  const callers = folders.callers(byFolder.keys());
  const all = [...folders.reachedFrom(byFolder.keys())];
  const concerning = all.filter((one) => concerns(one, byFolder.get(one) ?? [], folders));
  const concerned = reachedFrom(concerning, (one) => callers.get(one) ?? []);
  const roots: string[] = [];
  const open: PassedOver[] = [];
  const planned: string[] = [];
  for (const [folder, own] of byFolder) {
    if (!concerned.has(folder)) continue;
    const lacking = folder === declared ? null : whyNoRoot(folder, callers, folders, named, varFiles);
    if (lacking === null) (isPlanned(folder) ? planned : roots).push(folder);
    else open.push({ id: folder || ".", reason: lacking, place: filePlace(own[0]?.path ?? folder) });
  }
  const [checked, inPlans] = [folders.reachedFrom(roots), folders.reachedFrom(planned)];
  const unplanned = open.filter((one) => !inPlans.has(folderOf(one)) && hasRole(folderOf(one), folders));
  const isChecked = (one: PassedOver): boolean => checked.has(folderOf(one));
  const called = unplanned.filter(isChecked);
  return {
    roots,
    passedOver: unplanned.filter((one) => !isChecked(one)),
    called: called.map((one) => ({
      ...one,
      reason: `is called as a module, but no root here creates an instance of it: ${HELP}`,
    })),
  };
}

export function folderOf({ id }: PassedOver): string {
  return id === "." ? "" : id;
}

function hasRole(folder: string, folders: SourceFolders): boolean {
  const { blocks, problems } = folders.at(folder);
  return problems.length > 0 || [...blocks.keys()].some((key) => key.startsWith("resource aws_iam_role "));
}

/**
 * Whether a folder may have a role: it can't be read completely, mentions IAM, calls a module with an unknown source,
 * or calls an unavailable module in a way that suggests roles.
 */
function concerns(folder: string, own: readonly SourceFile[], folders: SourceFolders): boolean {
  const { blocks, problems } = folders.at(folder);
  return (
    problems.length > 0 ||
    own.some((file) => file.namesIam) ||
    [...blocks.keys()].some((key) => key.includes(" aws_iam_")) ||
    [...blocks].some(([key, block]) => {
      const source = key.startsWith("module ") ? sourceOf(block) : ".";
      if (source === "") return true;
      return (
        (!isLocal(source) || !hasSources(folders.workspace, joinPath(folder, source))) && mayCreateRoles(key, block)
      );
    })
  );
}

/** Whether a call may create roles, judging by its name and arguments. */
export function mayCreateRoles(
  key: string,
  block: { names(): readonly string[]; attribute(name: string): { readonly expression: string } | null },
): boolean {
  return /iam|role|veeam/i.test(
    [key, ...block.names().map((name) => `${name} ${block.attribute(name)?.expression ?? ""}`)].join(" "),
  );
}

/** The reason why a folder doesn't count as a root module. Null if it does. */
export function whyNoRoot(
  folder: string,
  called: Pick<ReadonlyMap<string, unknown>, "has">,
  folders: SourceFolders,
  named: readonly string[],
  varFiles: (folder: string) => readonly string[],
): string | null {
  const { blocks } = folders.at(folder);
  const keys = [...blocks.keys()];
  // Files outside the folder may belong to its caller.
  const isGivenHere =
    isDeployed(blocks) || varFiles(folder).some((path) => !called.has(folder) || isInFolder(path, folder));
  const inputs = inputsOf(folders.workspace, folder, new WrittenNumbers(), undefined, () => {});
  const variables = keys.filter((key) => key.startsWith("variable "));
  const isGiven = (key: string): boolean =>
    !inputs.isWhole || isJsonObject(property(inputs.values, key.slice("variable ".length)));
  const lacking = variables.filter((key) => blocks.get(key)?.attribute("default") === null && !isGiven(key));
  const providers = keys.filter((key) => key.startsWith("provider "));
  // Terraform and OpenTofu may each read a file that the other doesn't.
  const isApart = differingFiles(folders.workspace, folder) !== null;
  // A child module may also have a provider: in older modules, one that takes its region from a variable, or a block
  // that only declares a provider passed to it.
  const isWhole = lacking.length === 0 && providers.some((key) => isConfigured(blocks.get(key)));
  if (called.has(folder) && !isApart && !isGivenHere && !isWhole && !variables.some(isGiven))
    return `is a module that no root here calls: ${HELP}`;
  if (isExampleBelow(folder, named, folders)) return `is an example or a test: ${HELP}`;
  if (isApart || isGivenHere || providers.length > 0 || lacking.length === 0) return null;
  const shown = lacking
    .slice(0, 3)
    .map((key) => key.replace("variable ", "var."))
    .join(", ");
  return `is treated as a module: it has no provider and no backend, and nothing sets ${shown}: ${HELP}`;
}

/** Whether a module's blocks configure where its state is stored, in a `backend` or `cloud` block. */
export function isDeployed(blocks: ReadonlyMap<string, SourceBlock>): boolean {
  return /^(?:backend|cloud)$/m.test(blocks.get("terraform")?.names().join("\n") ?? "");
}

function isConfigured(provider: SourceBlock | undefined): boolean {
  return provider?.names().some((name) => name !== "alias" && name !== "version") === true;
}

/** Whether a folder is an example or a test. Ignores the part of the path that the user named explicitly. */
export function isExampleBelow(folder: string, named: readonly string[], { workspace }: SourceFolders): boolean {
  const above = named.filter((one) => folder === one || folder.startsWith(`${one}/`));
  return isExample(folder, (one) => hasSources(workspace, one), Math.max(0, ...above.map((one) => one.length)));
}
