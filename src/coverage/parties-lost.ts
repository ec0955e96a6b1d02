import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { TrustedBefore } from "./compare-coverage.js";
import type { CoveredRole } from "./covered-role.js";

interface HeadTrust {
  readonly trusts: (role: Role, party: TrustParty, was: TrustedBefore) => boolean;
}

/** The parties that a role let in on the base and no longer lets in. */
export function partiesLost(was: CoveredRole, now: Role, head: HeadTrust): readonly TrustParty[] {
  return [...was.trust].filter((party) => !head.trusts(now, party, was));
}
