import type { Role } from "../iam/model.js";
import type { DeclaredAccounts } from "./moved-accounts.js";

/** The accounts in which a role exists in any of its variants. Empty if unknown. */
export function knownAccounts({ variants, account, inEach = [account ?? []].flat() }: Role): readonly string[] {
  return [...new Set(variants.flatMap(({ own }) => own?.inEach ?? inEach))];
}

/** The accounts in which stack sets create a role. If those depend on parameters, their defaults count. Undefined if unknown. */
export function createdIn(role: Role): readonly string[] | undefined {
  const known = knownAccounts(role);
  return known.length > 0 ? known : role.madeIn;
}

/**
 * The accounts in which stack sets created a role on the base. Empty if unknown. A deployment that declares other accounts no longer
 * includes them. A role that the defaults don't create isn't in their accounts.
 */
export function stackSetAccounts(was: Role | undefined, { all }: DeclaredAccounts): readonly string[] {
  const find = was?.onlyUnder === undefined ? createdIn : knownAccounts;
  const known = (was?.format === "cloudformation" && find(was)) || [];
  return all.length === 0 ? known : known.filter((one) => all.includes(one));
}
