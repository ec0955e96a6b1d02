import { meets } from "../iam/assumed.js";
import { type Held, overVariantsOf, type Role, type RoleVariant } from "../iam/model.js";
import { byOwnName, inVariants } from "../iam/own-names.js";
import { settingsOf, variantLimits } from "../iam/variant-cause.js";
import { type Cause, isRefused, type Verdict } from "../iam/verdict.js";
import { append } from "../source/append.js";
import { joinPath } from "../source/folder-path.js";
import { jointFactsOf } from "./joint-facts.js";
import { TOGETHER } from "./parameter-values.js";
import { environmentSetOf, stackOf } from "./same-deployment.js";

/** The maximum number of roles in all environments together. */
export const MOST = 256;

/** A role and other roles as they exist together: when a parameter has a certain value, or with a certain variable file. */
export interface Environment {
  readonly role: Role;
  /** Null for a role that doesn't exist in the environment. */
  readonly others: readonly (Role | null)[];
}

/**
 * The environments of a role's deployment, one for each set of names and accounts that the role and the other roles have together. A role
 * of another deployment may meet this role in any environment, so names that differ between environments count as unknown. They also count
 * as unknown if there are too many environments.
 * @param isApart whether the role's own names count as unknown, too. The others are then those in its account, with all their names there.
 */
export function environmentsOf(
  role: Role,
  others: readonly Role[],
  isApart = others.length > 0 && others.every((other) => environmentSetOf(other) !== environmentSetOf(role)),
): readonly Environment[] {
  const seen = others.map((other) => asSeenBy(role, other));
  let all = byPlaces(role, isApart).map(
    (one): Environment =>
      isApart
        ? { role: withOpenName(one), others: others.map((other) => inAccountOf(one, other)) }
        : { role: one, others: seen },
  );
  for (const at of [-1, ...others.keys()]) all = all.flatMap((one) => split(one, at, all.length * (others.length + 1)));
  return all;
}

/**
 * Separates the accounts of a stack set in which the role has different names, because the role exists in each of them.
 * @param isByAccount whether to separate the accounts of the environments, too
 */
function byPlaces(role: Role, isByAccount: boolean): readonly Role[] {
  const groups = new Map<string | undefined, number[]>();
  for (const [index, { own }] of role.variants.entries())
    append(groups, own?.inEach?.join() ?? (isByAccount ? own?.account : undefined), index);
  if (groups.size < 2) return [role];
  return [...groups.values()].map((indexes) => {
    const { inEach, account } = role.variants[indexes[0] ?? 0]?.own ?? {};
    return { ...inVariants(role, indexes), inEach, ...(isByAccount ? { account } : {}) };
  });
}

/** The other role with only the variants that may be in the role's account. Null if there are none. */
function inAccountOf({ account }: Role, other: Role): Role | null {
  const indexes = [...other.variants.entries()].flatMap(([index, { own }]) =>
    (account ?? own?.account) === (own?.account ?? account) ? index : [],
  );
  if (indexes.length === other.variants.length) return other;
  return indexes.length === 0 ? null : inVariants(other, indexes);
}

/** Splits an environment by the names of one role: the role at index `at` in `others`, or if `at` is -1, the first role. */
function split(one: Environment, at: number, roles: number): readonly Environment[] {
  const { role, others } = one;
  const pivot = at === -1 ? role : others[at];
  if (pivot?.variants[0].own === undefined || environmentSetOf(pivot) !== environmentSetOf(role)) return [one];
  const groups = byOwnName(pivot);
  const isOpen = groups.length * roles > MOST;
  const placed = (own: Role, place: (other: Role) => Role | null): readonly Environment[] => {
    const first = at === -1 ? own : place(role);
    const rest = others.map((other, index) => (index === at ? own : other && place(other)));
    return first === null ? [] : [{ role: first, others: rest }];
  };
  if (groups.length === 1 || isOpen) {
    return placed(groups.length === 1 ? inVariants(pivot, groups[0] ?? []) : withOpenName(pivot), (other) => other);
  }
  return groups.flatMap((indexes) => {
    const own = inVariants(pivot, indexes);
    return placed(own, (other) => coexisting(own, other));
  });
}

/** The other role as the first role sees it. If they belong to different deployments, the other role may have any of its names. */
export function asSeenBy(role: Role, other: Role): Role {
  return environmentSetOf(other) === environmentSetOf(role) ? other : withOpenName(other);
}

/**
 * A copy of the role that counts as part of one deployment with all other such copies: their parameters and variable files with the same
 * name have the same values.
 */
export function together(role: Role): Role {
  return overVariantsOf({ ...role, environmentSet: TOGETHER }, (variant) => heldTogether(variant, role));
}

/** Names a variable file as if it were in another root's folder, so that the roots' files of this name have the same facts. */
export function heldTogether<T extends Held>(held: T, of: Parameters<typeof stackOf>[0]): T {
  const { varFile } = held;
  const folder = `${stackOf(of)}/`;
  const own = varFile?.path.startsWith(folder) ? varFile.path.slice(folder.length) : varFile?.path;
  return varFile && own !== undefined ? { ...held, varFile: { ...varFile, path: joinPath("", own) } } : held;
}

/** The other role with each of its names if it belongs to another deployment. */
export function apartFrom(role: Role, other: Role): readonly Role[] {
  const isTogether = environmentSetOf(other) === environmentSetOf(role) || other.inEach !== undefined;
  return isTogether ? [other] : byOwnName(other).map((indexes) => inVariants(other, indexes));
}

const opened = new WeakMap<Role, Role>();

/** The role without its name if its variants have different names. */
function withOpenName(role: Role): Role {
  if (role.variants[0].own === undefined || role.variants.every(({ own }) => own?.name === role.name)) return role;
  const known = opened.get(role);
  if (known !== undefined) return known;
  const unnamed = overVariantsOf(role, ({ own: _, ...variant }) => variant);
  const open: Role = { ...unnamed, name: null, partialName: "${...}" };
  opened.set(role, open);
  return open;
}

/** The other role with only the variants that can exist together with the first role's. Null if there are none. */
export function coexisting(role: Role, other: Role): Role | null {
  if (role === other || environmentSetOf(role) !== environmentSetOf(other)) return other;
  const facts = jointFactsOf(role);
  const indexes = [...other.variants.entries()].flatMap(([index, one]) => (meets(facts, one) ? index : []));
  return indexes.length === 0 ? null : inVariants(other, indexes);
}

/** Like `coexisting`, if only the other role's name matters. Empty instead of null. */
export function coexistingByName(role: Role, other: Role): readonly Role[] {
  return other.variants[0].own === undefined ? [other] : [coexisting(role, other) ?? []].flat();
}

interface Answer {
  readonly verdict: Verdict;
  readonly causes: readonly Cause[];
}

/**
 * The answer for all environments: granted only if it is granted in each. If it is broken in some environments, its causes name them.
 * @param isBroken whether an answer is certainly not enough
 */
export function acrossEnvironments<T extends Answer>(
  environments: readonly Environment[],
  answers: readonly T[],
  isBroken: (answer: T) => boolean = isRefused,
): T | undefined {
  const broken = answers.find(isBroken);
  if (broken === undefined) return answers.find(({ verdict }) => verdict !== "granted") ?? answers[0];
  return { ...broken, causes: [...limitsOf(environments, answers.map(isBroken)), ...broken.causes] };
}

/** Causes that name the marked environments. Empty if all are marked. */
function limitsOf(environments: readonly Environment[], marked: readonly boolean[]): readonly Cause[] {
  const [one, ...others] = environments.map(({ role, others }): RoleVariant => {
    const set = environmentSetOf(role);
    const roles = [role, ...others.flatMap((other) => other ?? [])].filter((one) => environmentSetOf(one) === set);
    return { ...role.variants[0], settings: [...new Set(roles.flatMap(commonSettings))] };
  });
  const [first] = environments;
  if (one === undefined || first === undefined) return [];
  const limits = variantLimits({ ...first.role, variants: [one, ...others] })(marked);
  return limits.map((cause) => ({ ...cause, isOfVarFile: true }));
}

/** The settings that all variants of a role share. */
export function commonSettings({ variants: [first, ...others] }: Role): readonly string[] {
  return settingsOf(first).filter((one) => others.every((other) => settingsOf(other).includes(one)));
}
