import { namesOfKey, principalsIn, type Role, type StandingPolicy, trustsOf } from "../iam/model.js";
import type { ActionVerdict } from "../iam/verdict.js";
import { heldTogether, together } from "../path/environments.js";
import type { KeyAnswer, Keys } from "../path/keys.js";
import { accountsIn, ownAccounts } from "../path/own-accounts.js";
import { TOGETHER } from "../path/parameter-values.js";
import { SOME_ACCOUNT } from "../path/role-reach.js";
import { environmentSetOf, idInRun, stackOf } from "../path/same-deployment.js";
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
 * still allow them, and so must the key that the head declares instead.
 */
export function lostKeyActions(
  { keys: before, role: old }: Pick<CoveredRole, "keys" | "role">,
  { role, kinds }: Pick<EvaluatedRole, "role" | "kinds">,
  { all, declared, keys }: HeadKeys,
): readonly LostKeyActions[] {
  const isDeclared = (names: readonly string[]) => names.some((name) => declared.has(name));
  const added = all
    .map((key) => [key, namesOfKey(key)] as const)
    .flatMap(([key, names]) => (isDeclared(names) && before.every((was) => was.names[0] !== names[0]) ? key : []));
  const lists = kinds.map(({ kind }) => kind);
  const taken = new Set(before.map(idInRun));
  return before.flatMap((was): readonly LostKeyActions[] => {
    const sure = was.verdicts.filter(isGranted);
    const granted = [...sure, ...(was.supposed ?? []).filter((one) => isGranted(one) && !sure.some(isOf(one)))];
    const instead = isDeclared(was.names) ? [] : added;
    const now = [same(was, all), instead].filter(({ length }) => length > 0);
    if (now.length === 0) {
      const verdicts = granted.map((one) => ({ ...one, verdict: "missing" as const }));
      return [{ id: was.id, place: role.place, verdicts, isGone: true }];
    }
    const known = was.accounts.includes(SOME_ACCOUNT) ? accountsOf(role) : was.accounts;
    return now.flatMap((some) => {
      const isApart = some.some((key) => environmentSetOf(key) !== environmentSetOf(role));
      const [joint, holder] = isApart ? [some.map(jointly), together(role)] : [some, role];
      const answers = keys.of(joint, holder, lists, known).map(({ verdicts, supposed = verdicts, ...key }) => {
        const less = granted.flatMap((one) => (sure.includes(one) ? verdicts : supposed).filter(isOf(one)));
        return { ...key, verdicts: less.filter((one) => !isGranted(one)) };
      });
      const free = preferred(answers, (key) => !taken.has(idInRun(key)));
      const near = old && isBeside(was, old) ? preferred(free, (key) => isBeside(key, role)) : free;
      const alike = preferred(near, ({ id }) => ownPart(id) === ownPart(was.id));
      const [best] = alike.toSorted((one, other) => one.verdicts.length - other.verdicts.length);
      if (best !== undefined) taken.add(idInRun(best));
      return best ?? [];
    });
  });
}

/** A key as if it were deployed together with the role: names that may differ between deployments aren't a loss. */
function jointly(key: StandingPolicy): StandingPolicy {
  const { holds } = key;
  return { ...key, environmentSet: TOGETHER, ...(holds && { holds: holds.map((one) => heldTogether(one, key)) }) };
}

/** The last part of an address or of an ID in nested stacks, without instance keys. */
const OWN_PART = /\b(?:aws_\w+\.[\w-]+(?=\[|$)|\w+$)/;

function ownPart(id: string): string | undefined {
  return OWN_PART.exec(id)?.[0];
}

/** Whether a key is in the role's module instance or nested stack. */
function isBeside(key: KeyAnswer, role: Role): boolean {
  const rest = (id: string) => id.replace(OWN_PART, "");
  return [role.root, stackOf(role)].includes(stackOf(key)) && rest(key.id) === rest(role.id);
}

function preferred<T>(all: readonly T[], is: (one: T) => boolean): readonly T[] {
  const some = all.filter(is);
  return some.length > 0 ? some : all;
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

/** The base's key, or the keys with its name in other files or roots. */
function same(was: KeyAnswer, all: readonly StandingPolicy[]): readonly StandingPolicy[] {
  const alike = all.filter((key) => namesOfKey(key)[0] === was.names[0]);
  return preferred(alike, (key) => idInRun(key) === idInRun(was));
}
