import { isJsonObject, property } from "../../source/json-node.js";
import { filePlace } from "../../source/place.js";
import type { PassedOver } from "../reader.js";
import { WrittenNumbers } from "../terraform-plan/expressions/written-numbers.js";
import { isLocal, sourceOf } from "../terraform-plan/source/module-calls.js";
import { parentOf } from "../terraform-plan/source/module-folder.js";
import { inputsOf } from "./inputs.js";
import type { SourceFolders } from "./source-folders.js";

/** A file of Terraform's source that matched. */
export interface SourceFile {
  readonly path: string;
  readonly characters: number;
  /** Whether it names a resource of IAM. */
  readonly namesIam: boolean;
}

export interface Chosen {
  readonly roots: readonly string[];
  /** Folders with roles that are modules and that no root calls. */
  readonly passedOver: readonly PassedOver[];
}

const NO_ROOT = /^(?:examples?|tests?)$/i;

/**
 * The folders that are root modules and may have a role of ours. A folder that another one calls is a module; so is one that is told
 * neither where it is deployed nor what its variables are.
 * @param isPlanned whether a plan of the folder was read, which decides
 * @param named folders that somebody named, in which examples are meant
 */
export function chooseRoots(
  files: readonly SourceFile[],
  folders: SourceFolders,
  declared: string | null,
  isPlanned: (folder: string) => boolean,
  named: readonly string[],
  hasVarFiles: (folder: string) => boolean = () => false,
): Chosen {
  const byFolder = new Map<string, SourceFile[]>();
  for (const file of files) {
    const folder = parentOf(file.path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  const reached = new Map([...byFolder.keys()].map((folder) => [folder, folders.reachedFrom(folder)]));
  const called = new Set([...reached].flatMap(([folder, all]) => [...all].filter((one) => one !== folder)));
  const roots: string[] = [];
  const open: PassedOver[] = [];
  const judged = new Set<string>();
  for (const [folder, own] of byFolder) {
    const all = reached.get(folder) ?? new Set();
    if (![...all].some((one) => concerns(one, byFolder.get(one) ?? [], folders))) continue;
    const lacking = folder === declared ? null : whyNoRoot(folder, called, folders, named, hasVarFiles);
    if (lacking === null && !isPlanned(folder)) roots.push(folder);
    if (lacking === null) for (const one of all) judged.add(one);
    else open.push({ id: folder || ".", reason: lacking, place: filePlace(own[0]?.path ?? folder) });
  }
  const hasRole = (folder: string): boolean =>
    folders.at(folder).problems.length > 0 ||
    [...folders.at(folder).blocks.keys()].some((key) => key.startsWith("resource aws_iam_role "));
  return {
    roots,
    passedOver: open.filter(({ id }) => !judged.has(id === "." ? "" : id) && hasRole(id === "." ? "" : id)),
  };
}

/** Whether there may be a role: it names IAM, or what it calls is nobody knows what, or not here and handed or called a role. */
function concerns(folder: string, own: readonly SourceFile[], folders: SourceFolders): boolean {
  const { blocks, problems } = folders.at(folder);
  return (
    problems.length > 0 ||
    own.some((file) => file.namesIam) ||
    [...blocks.keys()].some((key) => key.includes(" aws_iam_")) ||
    [...blocks].some(([key, block]) => {
      const source = key.startsWith("module ") ? sourceOf(block) : ".";
      return !isLocal(source) && (source === "" || mayMakeRoles(key, block));
    })
  );
}

/** By what it and its arguments are called. */
export function mayMakeRoles(
  key: string,
  block: { names(): readonly string[]; attribute(name: string): { readonly expression: string } | null },
): boolean {
  return /iam|role|veeam/i.test(
    [key, ...block.names().map((name) => `${name} ${block.attribute(name)?.expression ?? ""}`)].join(" "),
  );
}

function whyNoRoot(
  folder: string,
  called: ReadonlySet<string>,
  folders: SourceFolders,
  named: readonly string[],
  hasVarFiles: (folder: string) => boolean,
): string | null {
  const help = "name it with `terraform-root` if it is a root, or check a plan";
  if (called.has(folder)) return `is a module that no root here calls: ${help}`;
  if (isExample(folder, named)) return `is an example or a test: ${help}`;
  const { blocks } = folders.at(folder);
  const keys = [...blocks.keys()];
  const settings = blocks.get("terraform")?.names() ?? [];
  if (
    keys.some((key) => key.startsWith("provider ")) ||
    settings.some((name) => name === "backend" || name === "cloud")
  )
    return null;
  if (hasVarFiles(folder)) return null;
  const inputs = inputsOf(folders.workspace, folder, new WrittenNumbers(), undefined, () => {});
  const lacking = keys
    .filter((key) => key.startsWith("variable ") && blocks.get(key)?.attribute("default") === null)
    .map((key) => key.slice("variable ".length))
    .filter((name) => inputs.isWhole && !isJsonObject(property(inputs.values, name)));
  if (lacking.length === 0) return null;
  const shown = lacking
    .slice(0, 3)
    .map((name) => `var.${name}`)
    .join(", ");
  return `is taken for a module: it has no provider and no backend, and nothing gives ${shown} a value: ${help}`;
}

/** Below a folder that was named, its own path says nothing. */
function isExample(folder: string, named: readonly string[]): boolean {
  const above = named.filter((one) => folder === one || folder.startsWith(`${one}/`));
  const base = Math.max(0, ...above.map((one) => one.length));
  return folder
    .slice(base)
    .split("/")
    .some((name) => NO_ROOT.test(name));
}
