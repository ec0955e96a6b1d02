import { overVariantsOf, type Role } from "../iam/model.js";
import { readAwsPrincipal } from "../iam/principal-id.js";
import { isRefused, type TrustVerdict } from "../iam/verdict.js";
import type { Text } from "../source/node.js";

/** What a trust spares a caller of its account; null where that is unknown. */
export interface TrustWays {
  /** It speaks of the caller itself, so that no permission is needed, which one in an account leaves to that account whatever its conditions are. */
  readonly isEnough: boolean | null;
  /** It speaks of everyone, and so of the session itself, which no boundary limits but by a Deny. */
  readonly isBoundless: boolean | null;
}

/**
 * The Principal decides, not a condition on aws:PrincipalArn: what is granted to a role is limited by its boundary, what is granted to `*` is not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @param whole what the trust says as it is
 */
export function trustWays(
  role: Role,
  whole: TrustVerdict,
  isSame: boolean | null,
  trustOf: (role: Role) => TrustVerdict | null,
): TrustWays {
  const by = (isMeant: (id: Text) => boolean): boolean | null => {
    const trust = isSame === false ? null : trustOf(trusting(role, isMeant));
    if (trust === null || isRefused(trust)) return false;
    return trust.verdict === whole.verdict ? isSame : null;
  };
  return { isEnough: by((id) => !isAccount(id)), isBoundless: by((id) => id === "*") };
}

function isAccount(id: Text): boolean {
  return typeof id === "string" && readAwsPrincipal(id).kind === "account";
}

/** The role if its trust allowed only some of those whom it names. */
function trusting(role: Role, isMeant: (id: Text) => boolean): Role {
  return overVariantsOf(role, (variant) => {
    const { trust } = variant;
    if (trust === null || !("statements" in trust)) return variant;
    const statements = trust.statements.map((one) => {
      if (one.effect === "Deny" || one.principals === null) return one;
      const principals = one.principals.principals.filter(({ id }) => isMeant(id));
      return { ...one, principals: { ...one.principals, principals } };
    });
    return { ...variant, trust: { ...trust, statements } };
  });
}
