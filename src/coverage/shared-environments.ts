import type { Role } from "../iam/model.js";
import { ownAccounts, partsOf } from "../path/own-accounts.js";
import type { CoveredRole } from "./covered-role.js";
import { hadNone } from "./files-lost.js";

/** The variable files that create a role. */
export function filesOf({ variants }: Role): readonly string[] {
  return [...new Set(variants.flatMap(({ varFile }) => varFile?.path ?? []))];
}

/** Whether two roles are copies in different root modules or module calls, which variable files of one root module may replace. */
export function areCopies(one: CoveredRole, other: CoveredRole): boolean {
  return one !== other && hadNone(one) && hadNone(other) && addressOf(one.identity) === addressOf(other.identity);
}

/** Whether a role is in a root module or module call of its own, which may replace a variable file of another root module. */
export function isSeparate(role: Role, { identity: { file, id }, varFiles }: CoveredRole): boolean {
  const isElsewhere = role.file !== file || (role.id !== id && addressOf(role) !== role.id);
  return varFiles.length > 0 && role.format === "terraform-source" && filesOf(role).length === 0 && isElsewhere;
}

/** Whether a role with a variable file names the accounts that another role names, as far as both name any. */
export function isInAccountsOf(role: Role, path: string, other: Role, otherPath?: string): boolean {
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
