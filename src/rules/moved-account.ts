import type { Role } from "../iam/model.js";
import type { Place } from "../source/place.js";
import type { Draft } from "./rule.js";

/** A role that is, or may be, created in a different account than on the base. */
export interface AccountChange {
  readonly from: string | null;
  readonly to: string | null;
  /** The provider configuration, such as `aws.other`. */
  readonly provider: string;
  readonly varFile?: string;
}

/** Reports a kind that a role is no longer checked for because the role is now in another account. */
export function lostWithAccount(
  { id, place }: { readonly id: string; readonly place: Place },
  kind: string,
  where: string,
  left: AccountChange,
): Draft {
  const { from, to, provider, varFile } = left;
  const before = from === null ? "one that `deployment` declares" : from;
  return {
    role: id,
    kind,
    actions: [],
    message: `role ${id}, checked for ${kind} in account ${before} ${where}, is now created in account ${to}${withFile(varFile)}`,
    help: `create it with a provider configuration for the account that it was in (it is now created with ${provider}), or add a role there that fully meets ${kind}; if this is intended, add ${to} to \`accounts\` of \`deployment\`, or suppress coverage-lost with the reason`,
    place,
    related: [],
  };
}

/** Reports a role that another provider configuration now creates: its account, then or now, is unknown. */
export function movedAccountCoverage({
  role: { id, place },
  where,
  from,
  to,
  provider,
  varFile,
}: AccountChange & { readonly role: Role; readonly where: string }): Draft {
  const unknown = [...(from === null ? ["was in"] : []), ...(to === null ? ["is in now"] : [])].join(" and ");
  return {
    role: id,
    kind: null,
    actions: [],
    severity: "warning",
    message: `role ${id} may no longer be in the account where it was ${where}: ${provider} creates it${withFile(varFile)} with different credentials, and the account that it ${unknown} is unknown`,
    help: "set the provider's account (`allowed_account_ids`) and declare the product's accounts (`accounts` of `deployment`), or suppress coverage-lost with the reason",
    place,
    related: [],
  };
}

function withFile(varFile: string | undefined): string {
  return varFile === undefined ? "" : ` with ${varFile}`;
}
