import type { CheckOptions } from "../config/options.js";
import { overVariantsOf, type Role } from "../iam/model.js";
import { declaredPartition } from "../iam/role-partitions.js";
import { coexistingByName } from "./environments.js";
import { meanings, roleSuffix, SOME_ACCOUNT, suffixOf } from "./role-reach.js";
import { referenceOf, referencesIn, scopeOf } from "./same-deployment.js";
import { principalsOf } from "./trust-texts.js";
import { withResolvedValues } from "./with-resolved-values.js";

type Declared = Pick<CheckOptions, "appliance" | "deployment" | "context" | "resources">;

/**
 * Resolves references to other roles of the same file in the roles' trust policies, if it is certain whether those roles are the
 * appliance's. A reference resolves to the role's name in the account of the stack or state, which is the declared one.
 */
export function withNamedRoles(roles: readonly Role[], declared: Declared): readonly Role[] {
  if (declared.appliance.length === 0) return roles;
  const byName = new Map(roles.map((role) => [`${scopeOf(role)} ${referenceOf(role)}`, role]));
  const partition = declaredPartition(declared) ?? "aws";
  const named = new Set(roles.flatMap((role) => (role.variants[0].own === undefined ? [] : scopeOf(role))));
  const resolved = (role: Role): Role => {
    const references = new Set(principalsOf(role).flatMap(({ id }) => referencesIn(id)));
    const known = [...references].flatMap((id) => {
      const other = byName.get(`${scopeOf(role)} ${id}`);
      const [one] = other === undefined ? [] : coexistingByName(role, other);
      const account = one === undefined ? null : accountOf(one, declared);
      return one === undefined || account === null ? [] : meanings(one, account, partition);
    });
    return known.length === 0 ? role : withResolvedValues(role, new Map(known));
  };
  // Another role may have a different name in each variant.
  return roles.map((role) =>
    role.variants.length === 1 || !named.has(scopeOf(role))
      ? resolved(role)
      : overVariantsOf(role, (variant) => resolved({ ...role, variants: [variant] }).variants[0]),
  );
}

/** Returns null if the role may be in any account and the account matters. */
function accountOf(role: Role, { appliance, deployment }: Declared): string | null {
  const [account = SOME_ACCOUNT, ...others] = deployment?.accounts ?? [];
  const { own } = role.variants[0];
  if (role.name === null || role.variants.some((one) => one.own !== own)) return null;
  if (role.account !== undefined) return role.account;
  if (others.length === 0 && account !== SOME_ACCOUNT && role.provider === undefined) return account;
  // The account doesn't matter: no role with this name is the appliance's.
  const isOther = appliance.every((one) => roleSuffix(one).some((suffix) => suffix !== suffixOf(role)));
  return isOther ? account : null;
}
