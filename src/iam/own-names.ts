import { append } from "../source/append.js";
import { PRINCIPAL_ARN } from "./condition/role-arn.js";
import type { Identification, Role, RoleVariant } from "./model.js";
import { documentsOf, statementsOf, type VariantsOfRole } from "./role-partitions.js";

/** Each role that is limited to some of its variants exists only once, so that cached results are found again. */
const restricted = new WeakMap<Role, Map<string, Role>>();

/** The role in some of its variants, with its name, path, and account there if they are the same in all of them. */
export function inVariants(role: Role, indexes: readonly number[]): Role {
  const [first, ...rest] = indexes.flatMap((index) => role.variants[index] ?? []);
  if (first === undefined || (first.own === undefined && rest.length + 1 === role.variants.length)) return role;
  const isOne = rest.every(({ own }) => own === first.own);
  const known = restricted.get(role) ?? new Map<string, Role>();
  restricted.set(role, known);
  const key = indexes.join();
  const made = known.get(key) ?? { ...role, ...(isOne ? first.own : {}), variants: [first, ...rest] };
  known.set(key, made);
  restricted.set(made, new Map([[[...made.variants.keys()].join(), made]]));
  return made;
}

/** The indexes of a role's variants, grouped by the role's name in each. */
export function byOwnName({ variants }: Role): readonly (readonly number[])[] {
  const groups = new Map<Identification | undefined, number[]>();
  for (const [index, { own }] of variants.entries()) append(groups, own, index);
  return [...groups.values()];
}

/** Separates variants in which the role has different names, if its policies or guardrails test its ARN. */
export function byTestedName(part: VariantsOfRole): readonly VariantsOfRole[] {
  const { role, indexes } = part;
  if (role.variants[0].own === undefined || !testsOwnArn(role)) return [part];
  return byOwnName(role).map((own) => ({
    role: inVariants(role, own),
    indexes: own.flatMap((index) => indexes[index] ?? []),
  }));
}

function testsOwnArn({ variants, guardrails = [] }: Role): boolean {
  const above = guardrails.map(({ policies }): Pick<RoleVariant, "policies" | "boundary"> => {
    return { policies, boundary: null };
  });
  return statementsOf([...variants, ...above].flatMap(documentsOf)).some(({ conditions }) =>
    conditions.some((one) => one.kind === "test" && one.key.toLowerCase() === PRINCIPAL_ARN),
  );
}

/** The role's name and account in each variant. Empty if they are the same in all of them. */
export function ownNames(roles: readonly Identification[]): readonly Identification[] {
  const shared = new Map<string, Identification>();
  const all = roles.flatMap(({ name, partialName, path, account, provider, inEach, named }) => {
    const one: Identification = { name, partialName, path, account, provider, inEach, ...(named && { named }) };
    const key = JSON.stringify(one);
    const own = shared.get(key) ?? one;
    shared.set(key, own);
    return own;
  });
  return shared.size < 2 ? [] : all;
}
