import type { Role } from "../iam/model.js";
import { ownAccounts, partsOf } from "../path/own-accounts.js";
import type { CoveredRole } from "./covered-role.js";

/**
 * Whether the base's root was read without variable files, so that it created the role for all files and workspaces that the head names.
 */
export function hadNone({ identity, varFiles, otherFiles }: CoveredRole): boolean {
  return identity.format === "terraform-source" && varFiles.length + otherFiles.length === 0;
}

/** The variable files that create a role. */
export function filesOf({ variants }: Role): readonly string[] {
  return [...new Set(variants.flatMap(({ varFile }) => varFile?.path ?? []))];
}

/**
 * Whether two roles of the base, both without variable files, have the same address in different root modules or module calls. A single
 * root module with several variable files may replace them.
 */
export function areCopies(one: CoveredRole, other: CoveredRole): boolean {
  return one !== other && hadNone(one) && hadNone(other) && addressOf(one.identity) === addressOf(other.identity);
}

/**
 * Whether a role without variable files is in a different root module or module call than a base role with variable files, so that it may
 * replace that role for one of the files.
 */
export function isSeparate(role: Role, { identity: { file, id }, varFiles }: CoveredRole): boolean {
  const isElsewhere = role.file !== file || (role.id !== id && addressOf(role) !== role.id);
  return varFiles.length > 0 && role.format === "terraform-source" && filesOf(role).length === 0 && isElsewhere;
}

/** Whether a role with a variable file names all accounts that another role names. True if either of them names none. */
export function isInAccountsOf(role: Role, path: string | undefined, other: Role, otherPath?: string): boolean {
  const [own, its] = [accountsWith(role, path), accountsWith(other, otherPath)];
  return own.length === 0 || its.length === 0 || its.every((one) => own.includes(one));
}

function accountsWith(role: Role, path?: string): readonly string[] {
  const made = role.madeBy?.flatMap(({ varFile, account }) => (varFile === path && account) || []) ?? [];
  const parts = partsOf(role).filter(({ variants: [{ varFile }] }) => varFile?.path === path);
  return made.length > 0 ? made : parts.flatMap(ownAccounts);
}

function addressOf({ id }: { readonly id: string }): string {
  return id.replace(/^(?:module\.[^.]+\.)+/, "");
}
