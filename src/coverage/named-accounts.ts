import type { Role } from "../iam/model.js";
import { SOME_ACCOUNT } from "../path/role-reach.js";
import { scopeOf } from "../path/same-deployment.js";
import type { CoveredRole } from "./covered-role.js";
import { accountsOf, ownAccounts, trustedAccounts } from "./lost-key-actions.js";
import { pairRoles } from "./pair-roles.js";
import { knownAccounts } from "./stack-set-accounts.js";

/**
 * A literal ARN refers to the role or policy in the files only if they are in its account, which may be unknown. For a role that exists on
 * the base, ARNs count only in the accounts that this role, or another one in its deployment, named there. For a new role, they count only
 * in the accounts of the checked roles that are gone, if there are any, because the new role may replace them. Returns null if no role
 * names another account.
 * @param declared the accounts that the base declares
 */
export function namingAccounts(
  before: readonly CoveredRole[],
  roles: readonly Role[],
  declared: readonly string[] = [],
): ((role: Role, index: number) => Role) | null {
  const kept = roles.filter(({ removed }) => !removed);
  const pairs = pairRoles(before, kept);
  if (haveMoved([...pairs])) return null;
  const lost = before.flatMap((was) => (was.kinds.size > 0 && !pairs.has(was) ? (was.role ?? []) : []));
  const origins = new Map([...pairs].map(([{ role }, now]) => [now, role]));
  const known = accountsByScope(before.flatMap(({ role }) => role ?? []));
  let isNaming = false;
  const named = roles.map((role) => {
    const isNew = !origins.has(role);
    const near = isNew ? lost.filter((one) => scopeOf(one) === scopeOf(role)) : [origins.get(role) ?? []].flat();
    const then = isNew && near.length === 0 ? lost : near;
    const scopes = [...then, role].map(scopeOf);
    const accounts = new Set([...declared, ...scopes.flatMap((scope) => [...(known.get(scope) ?? [])])]);
    // A plan has literal ARNs for the references of its source.
    const isRead = accounts.size === 0 && then.every(({ format }) => format !== role.format);
    if (isRead || then.length === 0) return null;
    if (ownAccounts(role).every((one) => accounts.has(one))) return accounts;
    if (haveMoved([...pairs].filter(([{ identity }]) => scopes.includes(scopeOf(identity))))) return null;
    isNaming = true;
    return accounts;
  });
  return isNaming ? (role, index) => ({ ...role, ...(named[index] && { named: named[index] }) }) : null;
}

/** The accounts that roles may be in, keyed by scope. An account that only a trust policy names is the caller's. */
function accountsByScope(roles: readonly Role[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const role of roles) {
    const scope = scopeOf(role);
    known.set(scope, new Set([...(known.get(scope) ?? []), ...knownAccounts(role), ...ownAccounts(role)]));
  }
  return known;
}

/**
 * Whether the checked roles no longer name any of their former accounts, not even in their trust policies, because they are now deployed to
 * another account.
 */
function haveMoved(pairs: readonly (readonly [CoveredRole, Role])[]): boolean {
  const checked = pairs.filter(([{ kinds }]) => kinds.size > 0);
  const then = checked.flatMap(([{ role }]) => role ?? []);
  const now = new Set(checked.flatMap(([, role]) => accountsOf(role)));
  const isLeft = (account: string) => account === SOME_ACCOUNT || !now.has(account);
  return then.some((role) => trustedAccounts(role).length > 0) && then.flatMap(accountsOf).every(isLeft);
}
