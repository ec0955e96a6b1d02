import type { Role } from "../iam/model.js";
import type { DeclaredAccounts } from "./moved-accounts.js";

/** The accounts in which a role exists in any of its variants. Empty if unknown. */
export function knownAccounts({ variants, account, inEach = [account ?? []].flat() }: Role): readonly string[] {
  return [...new Set(variants.flatMap(({ own }) => own?.inEach ?? inEach))];
}

/**
 * The accounts in which stack sets created a role on the base. Empty if unknown. A deployment that declares other accounts no longer
 * includes them.
 */
export function stackSetAccounts(was: Role | undefined, { all }: DeclaredAccounts): readonly string[] {
  const known = was?.format === "cloudformation" ? knownAccounts(was) : [];
  return all.length === 0 ? known : known.filter((one) => all.includes(one));
}
