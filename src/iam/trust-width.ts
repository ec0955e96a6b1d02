import type { PolicyDocument, Statement } from "./model.js";
import { anyoneCanSatisfy } from "./open-conditions.js";
import { readAwsPrincipal } from "./principal-id.js";
import { type Callers, isIn } from "./trust-callers.js";
import type { KnownOfRequests } from "./trust-conditions.js";
import { type Match, matching, matchOf } from "./trust-match.js";
import { identityTests } from "./trust-narrowing.js";
import type { Organization, TrustedParty } from "./trust-principal.js";
import type { TooWide } from "./verdict.js";

/** `*` and an organization are too wide in any statement. */
export function openTo(callers: Callers, trust: PolicyDocument, known: KnownOfRequests): TooWide | null {
  const { organizations } = callers;
  const unnamed = callers.unnamed.map((one): TrustedParty => ({ ...one, isEager: true }));
  const letIn = (width: TooWide["width"], parties: readonly TrustedParty[]): TooWide | null => {
    for (const party of parties) {
      const match = matching("allow", party, trust, known).find(({ matches }) => matches === "yes");
      if (match === undefined || matching("deny", party, trust, known).some(({ matches }) => matches === "yes"))
        continue;
      const { conditions } = match.statement;
      const open = conditions.flatMap((one) =>
        one.kind === "test" && anyoneCanSatisfy(one, known.today) ? [one.key] : [],
      );
      return widthOf(match.statement, width, width === "anyone" ? open : []);
    }
    return null;
  };
  const inEach = (joined: readonly (Organization | null)[]): readonly TrustedParty[] =>
    joined.flatMap((organization) => unnamed.map((caller) => ({ ...caller, organization })));
  const anonymous = unnamed.slice(0, 1).map((caller): TrustedParty => ({ ...caller, isAnonymous: true }));
  return (
    letIn("anyone", inEach([null, ...organizations.filter(({ isNamed }) => !isNamed)])) ??
    letIn("unidentified", anonymous) ??
    letIn("organization", inEach(organizations.filter(({ isNamed }) => isNamed))) ??
    unknownOrganization(trust, known)
  );
}

/** An organization that is known only at deployment. */
function unknownOrganization(trust: PolicyDocument, known: KnownOfRequests): TooWide | null {
  const party: TrustedParty = { party: "appliance", principal: null, partition: null };
  const found = matching("allow", party, trust, known).find(({ statement, matches }) => {
    const keys = identityTests(statement).map(({ key }) => key.toLowerCase());
    return matches === "yes" && namesAnyone(statement) && keys.every((key) => key.startsWith("aws:principalorg"));
  });
  return found === undefined ? null : widthOf(found.statement, "organization");
}

function widthOf(statement: Statement, width: TooWide["width"], open: readonly string[] = []): TooWide {
  const keys = namesAnyone(statement) ? [...identityTests(statement).map(({ key }) => key), ...open] : [];
  return { width, narrowedBy: [...new Set(keys)], place: statement.place };
}

function namesAnyone({ principals }: Statement): boolean {
  return principals?.principals.some(({ type, id }) => type === "AWS" && id === "*") ?? false;
}

/** An account is too wide if the appliance is a role and no narrower statement lets that role in. */
export function tooWideAccount(
  { principal, organization }: TrustedParty,
  members: readonly TrustedParty[],
  allows: readonly Match[],
  { version }: PolicyDocument,
  context: KnownOfRequests,
): TooWide | null {
  const caller = readAwsPrincipal(principal ?? "");
  if (caller.kind !== "entity") return null;
  const siblings = members.filter((one) => one.principal !== principal && isIn(caller.account, one));
  const lets = ({ statement }: Match): boolean =>
    statement.principals?.principals.every(({ id }) => id !== principal) === true &&
    siblings.some((one) => {
      const sibling = organization === undefined ? one : { ...one, organization };
      return matchOf("allow", sibling, statement, version, context)?.matches === "yes";
    });
  const sure = allows.filter(({ matches }) => matches === "yes");
  const [first] = sure;
  return first !== undefined && sure.every(lets) ? widthOf(first.statement, "account") : null;
}
