import { FULL_ACCESS } from "../iam/guardrail.js";
import { overVariantsOf, type Role } from "../iam/model.js";
import { accountInArn } from "../iam/principal-id.js";
import type { RequiredAction } from "../iam/requests.js";
import { showText } from "../source/node.js";
import { areInOneAccount, type RoleAccess, type RoleReach } from "./role-reach.js";
import { stackOf } from "./same-deployment.js";
import { principalsOf, testedIn } from "./trust-texts.js";
import type { TrustWays } from "./trust-ways.js";

/** The access if nothing is known. */
export const OPEN = { verdict: "undetermined", causes: [] } as const;

type AssumeRequest = Omit<RequiredAction, "resources">;

/** Decides whether a caller's permissions let it assume a role, as far as the role's trust policy leaves that to them. */
export class AssumePermission {
  constructor(private readonly reach: RoleReach) {}

  of(caller: Role, role: Role, required: AssumeRequest, { isEnough, isBoundless }: TrustWays) {
    let left = this.#on(caller, role, required);
    for (const [isSpared, limited] of [[isEnough, allowedAll] as const, [isBoundless, unbounded] as const]) {
      if (left.verdict === "granted" || isSpared === false) return left;
      const next = this.#on(limited(caller), role, required);
      if (isSpared === null && next.verdict === "granted") return { ...left, verdict: "conditional" } as const;
      left = next;
    }
    return left;
  }

  #on(caller: Role, role: Role, required: AssumeRequest): Omit<RoleAccess, "one"> {
    const isNear = areInOneAccount(caller, role);
    // Don't assume that another provider has the same account.
    const isApart = !isNear && stackOf(caller) === stackOf(role) && !this.reach.declaresAccounts;
    const trusted = principalsOf(role).flatMap(({ id }) => accountInArn(showText(id)) ?? []);
    const accounts = this.reach.accountsFor(caller, role.account === undefined && isNear ? caller : role, trusted);
    const answers = accounts
      .filter((account) => !isApart || account === role.account || account !== caller.account)
      .flatMap((account) => this.reach.on(caller, required, [role], account));
    return this.reach.decisive(answers, role) ?? OPEN;
  }
}

/** The request to assume a role. If the trust policy spells out each of `ids`, the request has one of them as its external ID. */
export function assumeRequest(ids: readonly (string | null)[], role: Role): AssumeRequest {
  const spelled = testedIn(role);
  const values = ids.flatMap((id) => (id !== null && spelled.includes(id) ? id : []));
  const isKnown = values.length > 0 && values.length === ids.length;
  const condition = isKnown ? [{ operator: "StringEquals", key: "sts:ExternalId", values } as const] : [];
  return { action: "sts:AssumeRole", condition };
}

/**
 * The caller with its own service control policies and the resource control policies of the role, which is the resource of the request
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).
 */
export function guardedLike(caller: Role, role: Role): Role {
  const levels = ({ guardrails = [] }: Role, areOfResources: boolean) =>
    guardrails.filter(({ isOfResources = false }) => isOfResources === areOfResources);
  const [own, others] = [levels(caller, false), levels(role, true)];
  const isSame =
    caller.guardrails?.length === own.length + others.length && others.every((one) => caller.guardrails?.includes(one));
  return isSame ? caller : { ...caller, guardrails: [...own, ...others] };
}

function allowedAll(role: Role): Role {
  return overVariantsOf(role, (variant) => ({ ...variant, policies: [...variant.policies, FULL_ACCESS] }));
}

/** Removes the boundary's limit. Its Deny statements still apply. */
function unbounded(role: Role): Role {
  return overVariantsOf(allowedAll(role), ({ boundary, ...variant }) => {
    return { ...variant, policies: [...variant.policies, ...(boundary === null ? [] : [boundary])], boundary: null };
  });
}
