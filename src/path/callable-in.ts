import type { Role } from "../iam/model.js";
import { accountInArn } from "../iam/principal-id.js";
import { showText } from "../source/node.js";
import { areInOneAccount, resourcesOf, suffixOf } from "./role-reach.js";
import { principalsOf } from "./trust-texts.js";

/**
 * The accounts in which the appliance's role can assume a role, according to the literal ARNs in the role's trust policy and, for a caller
 * in another deployment, in the caller's policies. Within the caller's own account, the trust policy is enough. Empty if the ARNs don't
 * determine the accounts.
 */
export function callableIn(role: Role, callers: readonly Role[]): readonly string[] {
  const trusted = principalsOf(role).flatMap(({ type, id }) => (type === "AWS" ? showText(id) : []));
  return callers.flatMap((caller) => {
    const isNear = areInOneAccount(caller, role);
    const own = accountsOf(isNear ? trusted : trusted.filter((one) => !one.endsWith(":root")), suffixOf(caller));
    const named = isNear ? [] : resourcesOf(caller).map(({ text }) => showText(text));
    const others = accountsOf(named, suffixOf(role));
    return caller === role || own === null || others === null ? [] : [...own, ...others];
  });
}

/** The accounts in the ARNs that end with `end`. Null if any ARN isn't a role's literal ARN. */
function accountsOf(arns: readonly string[], end: string): readonly string[] | null {
  if (!arns.every((one) => /^arn:[^$*]*:role\/[^$*]*$/.test(one))) return null;
  return arns.flatMap((one) => (one.endsWith(end) ? (accountInArn(one) ?? []) : []));
}
