import type { PolicyDocument } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import { type Callers, isDescribed, isIn, unnamedPrincipalIn } from "./trust-callers.js";
import { narrowsToUnknown } from "./trust-narrowing.js";
import type { TrustedParty } from "./trust-principal.js";

/** Matches the IDs that replace `*` and `o-*`. */
const ANY_ORGANIZATION = /^(o-)?x9x9x9x9$/;

/** The callers that count as the appliance if none is named: every caller that the policy describes. */
export function possibleAppliances(
  { named, unnamed, organizations }: Callers,
  trust: PolicyDocument,
): readonly TrustedParty[] {
  const joined = organizations.filter(({ id }) => !ANY_ORGANIZATION.test(id));
  return [
    ...named.flatMap((caller) => [null, ...joined].map((organization) => ({ ...caller, organization }))),
    ...unnamed.filter(isDescribed).map((caller) => ({ ...caller, organization: null })),
    ...unnamed.flatMap((caller) => joined.map((organization) => ({ ...caller, organization }))),
    ...(hasUnknown(trust) ? [{ party: "appliance", principal: null, partition: null } as const] : []),
  ];
}

/** The callers that count as a named appliance. For an account, the policy must let in one of its roles or users. */
export function knownAppliance(
  principal: string,
  { named, invited }: Callers,
  trust: PolicyDocument,
  partition: string | null,
): readonly TrustedParty[] {
  const given: TrustedParty = { party: "appliance", principal, partition };
  const read = readAwsPrincipal(principal);
  if (read.kind !== "account") return [given];
  const someone = { ...given, principal: unnamedPrincipalIn(read.account, read.partition ?? partition) };
  const others = [...named, ...invited].filter((one) => isIn(read.account, one));
  return [...others, someone, ...(hasUnknown(trust) ? [{ ...given, principal: read.account }] : [])];
}

function hasUnknown({ statements }: PolicyDocument): boolean {
  return statements.some(
    (one) => one.principals?.principals.some(({ id }) => typeof id !== "string") || narrowsToUnknown(one),
  );
}
