import type { Role } from "../iam/model.js";
import type { CoveredRole } from "./covered-role.js";
import { accountsOf } from "./lost-key-actions.js";

/**
 * A literal ARN means the role or policy in the files only if they are in its account, which nothing may show. If a role in a file of
 * the base names an account that the base doesn't name, its ARNs of that account count as another account's.
 */
export function withNamedAccounts(before: readonly CoveredRole[], roles: readonly Role[]): readonly Role[] {
  const then = before.flatMap(({ role }) => role ?? []);
  const files = new Set(then.map(({ file }) => file));
  const named = [...new Set(then.flatMap(accountsOf))];
  const isNew = (account: string) => !named.includes(account);
  return roles.map((role) => (files.has(role.file) && accountsOf(role).some(isNew) ? { ...role, named } : role));
}
