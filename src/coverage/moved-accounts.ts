import type { CreatingProvider, Role } from "../iam/model.js";
import type { CoveredRole } from "./covered-role.js";
import { namesOf } from "./variable-files.js";

/** The accounts that the head's `deployment` declares, and which of them the base's doesn't declare. */
export interface DeclaredAccounts {
  readonly all: readonly string[];
  readonly added: readonly string[];
}

/** A role that is, or may be, created in a different account than on the base. */
export interface MovedAccount {
  /** True if both accounts are known, or if the new account isn't one of the declared ones. */
  readonly isCertain: boolean;
  readonly from: string | null;
  readonly to: string | null;
  /** The head's provider configuration: `aws.other`. */
  readonly provider: string;
  /** The variable file whose values move the role. Absent if none is needed. */
  readonly varFile?: string;
}

/**
 * How a role's account has changed. Returns null if the role stays in its account, as far as its provider configurations show. With several
 * variable files, the worst result is returned.
 */
export function movedAccount(was: CoveredRole, now: Role, declared: DeclaredAccounts): MovedAccount | null {
  const before = was.madeBy;
  const isSameFormat = was.identity.format === now.format;
  const gone = before.filter(({ varFile }) => now.madeBy?.every((one) => one.varFile !== varFile));
  const renamed = ({ varFile = "" }: CreatingProvider) =>
    [0, 1]
      .map((at) => gone.filter((one) => namesOf(one.varFile ?? "")[at] === namesOf(varFile)[at]))
      .find(({ length }) => length === 1)?.[0];
  const all = (now.madeBy ?? []).flatMap((is): readonly MovedAccount[] => {
    const isAlone = before.length === 1 && now.madeBy?.length === 1;
    const then =
      before.find(({ varFile }) => varFile === is.varFile) ?? renamed(is) ?? (isAlone ? before[0] : undefined);
    const left = then === undefined ? null : leftBy(then, is, declared, isSameFormat);
    return left === null ? [] : [left];
  });
  return all.find(({ isCertain }) => isCertain) ?? all[0] ?? null;
}

function leftBy(
  was: CreatingProvider,
  is: CreatingProvider,
  { all, added }: DeclaredAccounts,
  isSameFormat: boolean,
): MovedAccount | null {
  const from = was.account ?? (all.length === 1 && added.length === 0 ? all[0] : undefined) ?? null;
  const { account: to, key: provider, varFile } = is;
  const left = { from, to, provider, ...(varFile === undefined ? {} : { varFile }) };
  if (to !== null && (to === from || added.includes(to))) return null;
  if (to !== null && (from !== null || (all.length > 0 && !all.includes(to)))) return { isCertain: true, ...left };
  // A different profile or variable in the same provider configuration says nothing about the account. A different alias or assumed role
  // does.
  const isOther = was.credentials !== is.credentials && (was.key !== is.key || was.assumes !== is.assumes);
  return isSameFormat && isOther ? { isCertain: false, ...left } : null;
}
