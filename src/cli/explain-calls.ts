import { FULL_ACCESS } from "../iam/guardrail.js";
import type { Role } from "../iam/model.js";
import { isRefused } from "../iam/verdict.js";
import { isSameRole } from "../path/same-deployment.js";
import { describeCause, roleWord } from "../rules/action-draft.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { trustPlace } from "../rules/trust-draft.js";
import { formatLocation } from "../source/location.js";
import { locate, type Place } from "../source/place.js";

/**
 * If the role is the appliance's own, returns lines with the check's results for the roles that it assumes.
 *
 * @param callers the appliance's own roles
 */
export function explainCalls(
  own: Role,
  action: string,
  roles: readonly EvaluatedRole[],
  callers: readonly Role[],
): readonly string[] {
  const isThis = (one: Role) => isSameRole(one, own);
  if (action.toLowerCase() !== "sts:assumerole" || !callers.some(isThis)) return [];
  return roles.flatMap((one) => {
    const { role, calls, leftOut = [], refusesAll } = one;
    const on = `role ${own.id}: ${action} on ${roleWord(role)} is`;
    if (isThis(role)) return [];
    if ((refusesAll || calls !== undefined) && leftOut.some(({ caller, isCertain }) => isCertain && isThis(caller)))
      return [`${on} missing: its trust policy leaves this role out`, at(trustPlace(role))];
    if (calls === undefined) return brokenTrust(one, on);
    const call = calls.find(({ caller }) => isThis(caller));
    if (call === undefined) return [];
    const verdict = call.verdict === "granted" ? call.trusts : call.verdict;
    const isEnough = verdict === "granted" && call.causes.some(({ policy }) => policy === FULL_ACCESS.name);
    const why = isEnough ? ": its trust policy is enough without a permission" : "";
    return `${on} ${verdict}${why}`;
  });
}

/** Lines for a role whose trust policy lets in no appliance, with the policy's place. */
function brokenTrust({ role, trust }: EvaluatedRole, on: string): readonly string[] {
  const own = trust.find(({ party }) => party === "appliance");
  if (own === undefined) return [];
  if (!isRefused(own)) return [`${on} not visible here: its trust policy names none of the appliance's roles here`];
  const reason = own.verdict === "denied" ? "denies it" : "does not let the appliance in";
  const [first] = own.causes;
  const words = first === undefined ? "" : ` (${describeCause(first)})`;
  return [`${on} ${own.verdict}: its trust policy ${reason}${words}`, at(first?.place ?? trustPlace(role))];
}

function at(place: Place): string {
  return `    --> ${formatLocation(locate(place))}`;
}
