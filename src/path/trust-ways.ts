import { overVariantsOf, type Role } from "../iam/model.js";
import { readAwsPrincipal } from "../iam/principal-id.js";
import { isRefused, type TrustVerdict } from "../iam/verdict.js";
import type { Text } from "../source/node.js";

/** The permissions that a trust makes unnecessary for a caller in its account. Null if unknown. */
export interface TrustWays {
  /**
   * True if the trust names the caller itself, so that no permission is needed. A trust in an account leaves that to
   * the account, whatever the conditions are.
   */
  readonly isEnough: boolean | null;
  /** True if the trust names everyone, and so the session itself, which a boundary limits only through a Deny. */
  readonly isBoundless: boolean | null;
  /** Whether the trust names the caller, in whatever account, and not only everyone. */
  readonly isNamed: boolean;
}

/**
 * The Principal decides, not a condition on aws:PrincipalArn. A boundary limits what is granted to a role, but not what
 * is granted to `*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @param whole the verdict of the unchanged trust
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

/** The role as if its trust allowed only some of the principals that it names. */
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
