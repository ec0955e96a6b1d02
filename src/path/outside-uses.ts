import { parentOf } from "../source/folder-path.js";
import { formatLocation } from "../source/location.js";
import { fileOf, locate, type Place, rangeOf, textFileOf } from "../source/place.js";
import { moduleOf } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { withoutKeys } from "./attached-roles.js";
import { type Held, rootOf } from "./holders.js";
import type { SourceUse } from "./source-use.js";
import { sourceUses, uncheckedCalls } from "./source-uses.js";
import { templateUses } from "./template-uses.js";
import { terragruntCalls } from "./terragrunt-calls.js";

/** Uses of a string in Terraform source, and mentions of its policy by name, outside its known holders. */
export function outsideUses(
  place: Place,
  holders: readonly Held[],
  sibling: TextFile | undefined,
  mentions: readonly SourceUse[],
  isKnown: (use: SourceUse) => boolean,
  texts: readonly TextFile[],
): readonly (readonly [words: string, path: string])[] {
  const known = holders.flatMap(([, { holder }]) => rangeOf(holder) ?? []);
  const isHere = (use: SourceUse): boolean =>
    known.some(({ file, start, end }) => file === use.file && start <= use.start && use.end <= end);
  return sourceUses(place, known.map(({ file }) => file).find(moduleOf) ?? sibling, mentions, texts).flatMap((use) => {
    const { header, said, file } = use;
    const address = header.join(".").replace(/^resource\./, "");
    if (isHere(use) || isKnown(use) || (header[0] === "module" && holders.some((one) => isWithin(one, address))))
      return [];
    const words = said === undefined ? file.path : formatLocation(locate(use)).replace(/:\d+$/, "");
    const named = said === undefined ? address : within(address, file.path, place);
    return [[address === "" ? words : named, file.path] as const];
  });
}

/**
 * Whether a role or its policy belongs to the module at the given address. A plan also contains the resources of modules whose source isn't
 * available.
 */
export function isWithin([{ id }, { name }]: Held, address: string): boolean {
  return [id, name].some((one) => `.${withoutKeys(one)}`.includes(`.${withoutKeys(address)}.`));
}

/** Identifies a template's resource, without the stacks around it. */
export function resourceOf(place: Place, id: string): string {
  return `${fileOf(place)} ${id.split(/[./]/).at(-1)}`;
}

/** The name of something, with its file if the file is in another folder. */
export function within(id: string, path: string, place: Place): string {
  return parentOf(path) === parentOf(fileOf(place)) ? id : `${id} (${path})`;
}

/** Calls from modules whose roles are unknown to the Terraform module that contains the place or reads its file. */
export function unknownCallers(
  place: Place,
  holders: readonly Held[],
  checked: ReadonlySet<string>,
  texts: readonly TextFile[],
): readonly string[] {
  const places = [place, ...holders.map(([, { holder }]) => holder)];
  const [module] = places.flatMap((one) => {
    const file = textFileOf(one);
    return (file && moduleOf(file)) ?? [];
  });
  if (module === undefined) return [];
  const calls = uncheckedCalls(module, checked);
  // Terragrunt may deploy a role's root, which is checked. If it deploys a module of that root, this is an additional call.
  const isRoot = holders.some(([{ file }]) => file === (module.folder || "."));
  const deployed = isRoot ? [] : terragruntCalls(module.folder, texts);
  const isPlanned = (call: string, path: string): boolean =>
    holders.some(([role]) => {
      const at = role.format === "terraform-plan" ? `.${withoutKeys(role.id)}`.indexOf(`.${call}.`) : -1;
      // A call in the root of another plan may have the same name.
      return at > 0 || (at === 0 && rootOf(role) === (parentOf(path) || "."));
    });
  return [...deployed, ...calls.flatMap(([call, path]) => (isPlanned(call, path) ? [] : within(call, path, place)))];
}

/** The template resources or files that use the text at a place, except roles, whose policies are known. */
export function otherUses(
  place: Place,
  holders: readonly Held[],
  texts: readonly TextFile[],
  roles: () => ReadonlySet<string>,
): readonly string[] {
  const uses = templateUses(place, texts);
  if (uses.length === 0) return [];
  const own = holders.map(([one]) => fileOf(one.place));
  const policies = new Set(holders.map(([one, { name }]) => resourceOf(one.place, name)));
  return uses.flatMap((use) => {
    const [name] = use.header;
    const { path } = use.file;
    const isOwn = own.includes(path);
    if (name === undefined) return isOwn ? [] : path;
    // An included file may contain the role.
    const named = [use, place].map((one) => resourceOf(one, name));
    if (named.some((one) => roles().has(one) || policies.has(one))) return [];
    return isOwn ? name : `${name} (${path})`;
  });
}
