import { principalsIn, type Role, type StandingPolicy, trustsOf } from "../iam/model.js";
import type { ActionVerdict } from "../iam/verdict.js";
import { type KeyAnswer, type Keys, nameOfKey } from "../path/keys.js";
import { accountsIn, ownAccounts } from "../path/own-accounts.js";
import { SOME_ACCOUNT } from "../path/role-reach.js";
import type { EvaluatedRole, LostKeyActions } from "../rules/rule.js";
import type { CoveredRole } from "./covered-role.js";

/** The keys of the head, including those that only the base's configuration declares. */
export interface HeadKeys {
  readonly all: readonly StandingPolicy[];
  /** The names of the keys that the head declares. */
  readonly declared: ReadonlySet<string>;
  readonly keys: Keys;
}

/**
 * The actions that the base's key policies allow a role to perform and that the head's might not. A key that is no longer declared must
 * still allow them, and so must the keys that the head declares instead.
 */
export function lostKeyActions(
  { keys: before }: Pick<CoveredRole, "keys">,
  { role, kinds }: Pick<EvaluatedRole, "role" | "kinds">,
  { all, declared, keys }: HeadKeys,
): readonly LostKeyActions[] {
  const isNew = (name: string) => declared.has(name) && before.every((was) => was.name !== name);
  const added = all.filter((key) => isNew(nameOfKey(key)));
  const lists = kinds.map(({ kind }) => kind);
  return before.flatMap((was): readonly LostKeyActions[] => {
    const sure = was.verdicts.filter(isGranted);
    const granted = [...sure, ...(was.supposed ?? []).filter((one) => isGranted(one) && !sure.some(isOf(one)))];
    const now = [...same(was, all), ...(declared.has(was.name) ? [] : added)];
    if (now.length === 0) {
      const verdicts = granted.map((one) => ({ ...one, verdict: "missing" as const }));
      return [{ id: was.id, place: role.place, verdicts, isGone: true }];
    }
    const known = was.accounts.includes(SOME_ACCOUNT) ? accountsOf(role) : was.accounts;
    return keys.of(now, role, lists, known).map(({ id, place, verdicts, supposed = verdicts }) => {
      const less = granted.flatMap((one) => (sure.includes(one) ? verdicts : supposed).filter(isOf(one)));
      return { id, place, verdicts: less.filter((one) => !isGranted(one)) };
    });
  });
}

function isGranted({ verdict }: ActionVerdict): boolean {
  return verdict === "granted";
}

function isOf(one: ActionVerdict): (other: ActionVerdict) => boolean {
  return ({ action }) => action.toLowerCase() === one.action.toLowerCase();
}

/**
 * The accounts that a role may be in: the ones that its own policies name. A key policy that names a different account by its number
 * certainly doesn't apply to the role.
 */
export function accountsOf(role: Role): readonly string[] {
  const named = [...trustedAccounts(role), ...ownAccounts(role)];
  return named.length === 0 ? [SOME_ACCOUNT] : [...new Set(named)];
}

export function trustedAccounts(role: Role): readonly string[] {
  return accountsIn(trustsOf(role).flatMap((trust) => principalsIn(trust).map(({ id }) => id)));
}

/** The keys with the name of the base's key, preferably in the same file or root, because those in others may have the same name. */
function same({ name, file }: KeyAnswer, all: readonly StandingPolicy[]): readonly StandingPolicy[] {
  const alike = all.filter((key) => nameOfKey(key) === name);
  const there = alike.filter((key) => key.file === file);
  return there.length > 0 ? there : alike;
}
