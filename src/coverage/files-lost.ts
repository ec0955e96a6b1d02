import type { Role } from "../iam/model.js";
import type { TextFile } from "../source/text-file.js";
import type { CoveredRole } from "./covered-role.js";
import type { DeclaredAccounts } from "./moved-accounts.js";
import { hadNone, isInAccountsOf, isSeparate } from "./shared-environments.js";
import { createdIn, stackSetAccounts } from "./stack-set-accounts.js";
import { namesOf } from "./variable-files.js";

/** The variable files on the head, and the accounts that it declares. */
export interface HeadFiles {
  readonly accounts: DeclaredAccounts;
  /** The files that the configuration names, by root. */
  readonly varFiles: readonly { readonly root: string; readonly files: readonly TextFile[] }[];
  /** Whether a path of the base no longer leads to anything. */
  readonly isGone: (path: string) => boolean;
}

/** A variable file that the base used to check a role and the head no longer uses, or an account that left a stack set. */
export interface LostFile {
  /** For an account: `account 111122223333`. */
  readonly path: string;
  /** Whether the configuration still names it, perhaps under a new name. True for an account. */
  readonly isNamed: boolean;
  readonly isAccount?: true;
}

/**
 * Variable files, and accounts of stack sets, with which the role was created on the base but no longer is on the head. None for a plan,
 * which has its own values.
 */
export function filesLost(before: CoveredRole, now: Role, head: HeadFiles): readonly LostFile[] {
  if (now.format === "cloudformation") {
    const left = createdIn(now);
    return left ? accountsOf(before, head, left) : [];
  }
  if (now.format !== "terraform-source") return [];
  const isInEach = now.isOfEveryWorkspace === true && now.isOfSomeFiles !== true && !isSeparate(now, before);
  const made = new Set(now.variants.flatMap(({ varFile }) => varFile?.path ?? []));
  const own = head.varFiles.find(({ root }) => root === now.file)?.files ?? [];
  const keeps = (path: string) =>
    own.length === 0 && (!before.role || isInAccountsOf(now, undefined, before.role, path));
  const was = isInEach ? { ...before, varFiles: withoutWorkspaces(before.varFiles, keeps) } : before;
  if (hadNone(before)) return own.filter(({ path }) => !made.has(path)).map((file) => lostFile(file, file));
  const files = own.length > 0 ? own : head.varFiles.flatMap((one) => one.files);
  const hasMoved = now.file !== was.identity.file;
  const isSame = sameFiles(was, files, (path) => hasMoved || head.isGone(path));
  return was.varFiles.flatMap((file) => {
    const is = isSame.get(file);
    return is !== undefined && (own.length === 0 || made.has(is.path)) ? [] : [lostFile(file, is)];
  });
}

/**
 * Removes the workspaces from the files: if the head's root doesn't read its workspace, every workspace creates the same roles, except
 * in other accounts or if the root now has variable files.
 */
function withoutWorkspaces(files: readonly TextFile[], keeps: (workspace: string) => boolean): readonly TextFile[] {
  return files.flatMap((file) => {
    const path = file.path.replace(/(?:^|, )workspace .*$/, "");
    if (path !== "") return { ...file, path };
    return keeps(file.path) ? [] : file;
  });
}

function accountsOf({ role }: CoveredRole, head: HeadFiles, left: readonly string[] = []): readonly LostFile[] {
  const lost = stackSetAccounts(role, head.accounts).filter((id) => !left.includes(id));
  return lost.map((id) => ({ path: `account ${id}`, isNamed: true, isAccount: true }));
}

/** Variable files that created a role on the base, or accounts in which stack sets did, if the role is gone completely. */
export function filesOfLost(was: CoveredRole, head: HeadFiles): readonly LostFile[] {
  if (was.identity.format === "cloudformation") return accountsOf(was, head);
  const own = head.varFiles.find(({ root }) => root === was.identity.file)?.files ?? [];
  if (hadNone(was)) return own.map((file) => lostFile(file, file));
  const files = head.varFiles.flatMap((one) => one.files);
  const isSame = sameFiles(was, files, head.isGone);
  return was.varFiles.map((file) => lostFile(file, isSame.get(file)));
}

function lostFile({ path }: TextFile, is: TextFile | undefined): LostFile {
  return { path, isNamed: is !== undefined };
}

/**
 * Matches the base's files with the head's by path. If the path is gone, matches the file in another syntax, a file with the same text or,
 * if all names are distinct, a file with the same name. The file of a dropped environment has no match, even if a kept environment has the same values.
 */
function sameFiles(
  { varFiles, otherFiles }: CoveredRole,
  now: readonly TextFile[],
  hasLeft: (path: string) => boolean,
): ReadonlyMap<TextFile, TextFile> {
  const before = [...varFiles, ...otherFiles];
  const areDistinct = [before, now].every((files) => new Set(files.map(nameOf)).size === files.length);
  const criteria: readonly ((was: TextFile, is: TextFile) => boolean)[] = [
    (was, is) => was.path === is.path,
    (was, is) => hasLeft(was.path) && namesOf(was.path)[0] === namesOf(is.path)[0],
    (was, is) => hasLeft(was.path) && was.text === is.text,
    (was, is) => hasLeft(was.path) && areDistinct && nameOf(was) === nameOf(is),
  ];
  const found = new Map<TextFile, TextFile>();
  const free = new Set(now);
  for (const isSame of criteria)
    for (const was of before) {
      const is = found.has(was) ? undefined : [...free].find((file) => isSame(was, file));
      if (is === undefined) continue;
      found.set(was, is);
      free.delete(is);
    }
  return found;
}

function nameOf({ path }: TextFile): string {
  return namesOf(path)[1];
}
