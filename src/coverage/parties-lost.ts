import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { CoveredRole } from "./covered-role.js";

interface Trusting {
  readonly trusts: (role: Role, party: TrustParty, trusted: readonly string[]) => boolean;
}

/** Whom a role let in on the base, and does not any more. */
export function partiesLost({ trust, trusted }: CoveredRole, now: Role, head: Trusting): readonly TrustParty[] {
  return [...trust].filter((party) => !head.trusts(now, party, trusted));
}
