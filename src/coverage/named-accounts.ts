import type { Role, RoleVariant } from "../iam/model.js";
import { ownAccounts, partsOf, withAccounts } from "../path/own-accounts.js";
import { ownArns, SOME_ACCOUNT } from "../path/role-reach.js";
import { scopeOf } from "../path/same-deployment.js";
import { append } from "../source/append.js";
import { showText } from "../source/node.js";
import type { CoveredRole } from "./covered-role.js";
import { accountsOf, trustedAccounts } from "./lost-key-actions.js";
import { pairRoles } from "./pair-roles.js";
import { knownAccounts } from "./stack-set-accounts.js";
import { namesOf } from "./variable-files.js";

/** Lists of accounts, such as one for each variant of a role. */
type Accounts = readonly (readonly string[])[];

/**
 * Returns a function that limits a role to the accounts in which literal ARNs count for it. A literal ARN refers to the role or policy in
 * the files only if it names the account of that role or policy, which may be unknown. For a role that exists on the base, ARNs count only
 * in the accounts that the role, or another one in its deployment, named on the base. For a new role, they count only in the accounts of
 * the checked roles that are gone, if there are any, because the new role may replace them. With a variable file that the base also had,
 * ARNs count only in the accounts that were named with that file. With a new one, they also count in accounts that no such file brings.
 * Returns null if no role names another account, or if the checked roles have moved to another account.
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
  const paths = new Set(roles.flatMap(({ variants }) => variants.map(({ varFile }) => varFile?.path)));
  const known = accountsByScope(
    before.flatMap(({ role }) => role ?? []),
    paths,
  );
  let isNaming = false;
  const named = roles.map((role) => {
    const then = origins.has(role) ? [origins.get(role) ?? []].flat() : replacedBy(role, lost);
    const parts = partsOf(role).map(ownAccounts);
    if (then.length === 0) return null;
    const accounts = countedAccounts(role, then, accountsOfVariants(role, then, parts, known, declared), parts);
    if (accounts === null || parts.every((part, at) => part.every((one) => accounts[at]?.includes(one))))
      return accounts;
    const scopes = [...then, role].map(scopeOf);
    if (haveMoved([...pairs].filter(([{ identity }]) => scopes.includes(scopeOf(identity))))) return null;
    isNaming = true;
    return accounts;
  });
  return isNaming ? (role, index) => withNamed(role, named[index] ?? null) : null;
}

/**
 * The accounts in which the ARNs of each variant of a role count.
 * @param then the base's roles that the role continues
 * @param parts the accounts that each variant names
 * @param known the accounts that the base named
 */
function accountsOfVariants(
  role: Role,
  then: readonly Role[],
  parts: Accounts,
  known: ReadonlyMap<string, Accounts>,
  declared: readonly string[],
): Accounts {
  const scopes = [...then, role].map(scopeOf);
  const all = role.variants.map((variant) => {
    const [last = [], ...own] = keysOf(variant)
      .map((key) => scopes.flatMap((scope) => known.get(scope + key) ?? []))
      .reverse();
    return { own: own.findLast(([first]) => first), last };
  });
  // A base without variable files is the environment that names the same account.
  const isFirst = then.every(({ variants }) => !variants[0].varFile);
  const kept = parts.filter((part, at) =>
    isFirst ? part.some((one) => all[at]?.last.flat().includes(one)) : all[at]?.own,
  );
  // An account that was a variable without a value may be any account.
  const isOpen = isFirst && all[0]?.last.flat().length === 0 && then.some(namesByVariable);
  return all.map(({ own, last }, at) => {
    const part = parts[at] ?? [];
    const isNew = !own && (kept.length > 0 || (isOpen && new Set(part).size === 1));
    const brought = isNew ? part.filter((one) => !kept.flat().includes(one)) : [];
    const named = (own ?? last).flat();
    const isShown = own && named.some((one) => declared.includes(one));
    return [...new Set([...(isShown ? [] : declared), ...named, ...brought])];
  });
}

function namesByVariable(role: Role): boolean {
  return ownArns(role).some(({ text }) => showText(text).includes(":iam::${var."));
}

/** The former roles that a new role may replace. */
function replacedBy(role: Role, lost: readonly Role[]): readonly Role[] {
  const near = lost.filter((one) => scopeOf(one) === scopeOf(role));
  return near.length > 0 ? near : lost;
}

/**
 * The accounts in which each variant's ARNs count. Null if they are unknown.
 * @param parts the accounts that each variant names
 */
function countedAccounts(role: Role, then: readonly Role[], found: Accounts, parts: Accounts): Accounts | null {
  if (found.flat().length > 0 || then.some(({ format }) => format === role.format)) return found;
  // A plan has literal ARNs for the references of its source.
  const written = role.written?.();
  if (written === undefined) return null;
  const added = ownAccounts(written);
  return parts.map((part) => part.filter((one) => !added.includes(one)));
}

function withNamed(role: Role, accounts: Accounts | null): Role {
  if (accounts === null) return role;
  const named = [...new Set(accounts.flat())];
  return { ...withAccounts(role, (_, at) => accounts[at]), named };
}

/**
 * Identifies the variable file that creates a variant by its path or, unless the path is still there, by its path in another syntax, its
 * text, or its name, in this order. The last key is for all files.
 */
function keysOf({ varFile }: RoleVariant, there: ReadonlySet<string | undefined> = new Set()): readonly string[] {
  if (!varFile) return [""];
  const { path, text } = varFile;
  const [full, name] = namesOf(path);
  return there.has(path) ? [path, ""] : [path, `${full}\n`, text, `/${name}`, ""];
}

/**
 * The accounts that roles may be in, keyed by scope, and by scope and variable file. An account that only a trust policy names is the
 * caller's.
 * @param there the paths of the head's variable files
 */
function accountsByScope(
  roles: readonly Role[],
  there: ReadonlySet<string | undefined>,
): ReadonlyMap<string, Accounts> {
  const known = new Map<string, (readonly string[])[]>();
  for (const part of roles.flatMap(partsOf))
    for (const key of keysOf(part.variants[0], there))
      append(known, scopeOf(part) + key, [...knownAccounts(part), ...ownAccounts(part)]);
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
