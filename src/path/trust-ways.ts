import { overVariantsOf, type Role } from "../iam/model.js";
import { readAwsPrincipal } from "../iam/principal-id.js";
import { isRefused, type TrustVerdict } from "../iam/verdict.js";
import type { Text } from "../source/node.js";

/** Which permissions a trust policy makes unnecessary for a caller in its account. A value is null if unknown. */
export interface TrustWays {
  /**
   * True if the trust policy names the caller itself or everyone, so that no permission is needed. A trust policy that names an account
   * leaves the decision to the account, regardless of conditions.
   */
  readonly isEnough: boolean | null;
  /** True if the trust policy names everyone, and therefore the session itself, which a boundary limits only through a Deny. */
  readonly isBoundless: boolean | null;
  /** Whether the trust policy names the caller, in any account, and not only everyone. */
  readonly isNamed: boolean;
}

/**
 * Determines which permissions a role's trust policy makes unnecessary. This depends on its Principal, not on a condition on
 * aws:PrincipalArn. A boundary limits permissions granted to a role, but not permissions granted to `*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @param whole the verdict of the unchanged trust policy
 */
export function trustWays(
  role: Role,
  whole: TrustVerdict,
  isSame: boolean | null,
  trustOf: (role: Role) => TrustVerdict | null,
): TrustWays {
  const verdictBy = (isMeant: (id: Text) => boolean): TrustVerdict | null => {
    const trust = trustOf(trusting(role, isMeant));
    return trust === null || isRefused(trust) ? null : trust;
  };
  const by = (isMeant: (id: Text) => boolean): boolean | null => {
    const trust = isSame === false ? null : verdictBy(isMeant);
    if (trust === null) return false;
    return trust.verdict === whole.verdict ? isSame : null;
  };
  return {
    isEnough: by((id) => !isAccount(id)),
    isBoundless: by((id) => id === "*"),
    isNamed: verdictBy((id) => id !== "*" && !isAccount(id)) !== null,
  };
}

function isAccount(id: Text): boolean {
  return typeof id === "string" && readAwsPrincipal(id).kind === "account";
}

/** The role as if its trust policy allowed only some of the principals that it names. */
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
