import type { Role } from "../iam/model.js";
import { SOME_ACCOUNT } from "../path/role-reach.js";
import type { CoveredRole } from "./covered-role.js";
import { accountsOf, trustedAccounts } from "./lost-key-actions.js";
import { pairRoles } from "./pair-roles.js";

/**
 * A literal ARN means the role or policy in the files only if they are in its account, which nothing may show. If a role that the
 * base has now names an account that the base doesn't name, its ARNs of that account count as another account's. So do those of a
 * new role, if a checked role is gone that it may replace. Returns null if there is no such role.
 */
export function namingAccounts(
  before: readonly CoveredRole[],
  roles: readonly Role[],
): ((role: Role, index: number) => Role) | null {
  const pairs = pairRoles(
    before,
    roles.filter(({ removed }) => !removed),
  );
  const named = [...new Set(before.flatMap(({ role }) => (role === undefined ? [] : accountsOf(role))))];
  const isReplaced = before.some((was) => was.role !== undefined && was.kinds.size > 0 && !pairs.has(was));
  const origins = new Map([...pairs].map(([was, now]) => [now, was]));
  const naming = roles.map((role) => {
    const was = origins.get(role);
    const isCompared = was === undefined ? isReplaced : was.role !== undefined;
    return isCompared && accountsOf(role).some((account) => !named.includes(account));
  });
  if (!naming.includes(true) || haveMoved(pairs)) return null;
  return (role, index) => (naming[index] === true ? { ...role, named } : role);
}

/** Whether the checked roles name none of their former accounts anymore, not even in their trust: they are now deployed in another. */
function haveMoved(pairs: ReadonlyMap<CoveredRole, Role>): boolean {
  const checked = [...pairs].filter(([{ kinds }]) => kinds.size > 0);
  const then = checked.flatMap(([{ role }]) => role ?? []);
  const now = new Set(checked.flatMap(([, role]) => accountsOf(role)));
  const isLeft = (account: string) => account === SOME_ACCOUNT || !now.has(account);
  return then.some((role) => trustedAccounts(role).length > 0) && then.flatMap(accountsOf).every(isLeft);
}
