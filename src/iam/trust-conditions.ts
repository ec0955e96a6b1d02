import { type ConditionOutcome, evaluateConditions } from "./condition/condition.js";
import { type ConditionContext, declaredContext } from "./condition/context.js";
import { parseOperator } from "./condition/operator.js";
import type { Condition, Statement } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import { narrows } from "./trust-narrowing.js";
import type { TrustedParty } from "./trust-principal.js";
import type { DeclaredContext } from "./verdict.js";

/** Evaluates a trust statement's conditions with what the caller itself says: who it is, and its external id. */
export function trustConditions(
  { conditions, effect }: Statement,
  version: "2012-10-17" | "2008-10-17",
  party: TrustedParty,
  declared: DeclaredContext,
): ConditionOutcome {
  const left =
    party.party === "appliance" ? conditions.filter((test) => !isMetBy(party, test, effect === "Allow")) : conditions;
  const outcome = evaluateConditions(left, version, callerContext(party, declared));
  if (effect === "Deny" && left.length < conditions.length) return { ...outcome, holds: "no" };
  return outcome;
}

/** An appliance that nobody named is taken for whom an Allow is narrowed to, as it is for the principal of one. */
function isMetBy({ principal }: TrustedParty, condition: Condition, allow: boolean): boolean {
  return asksExternalId(condition, allow) || (allow && principal === null && narrows(condition));
}

/**
 * The appliance gives the external id that it was set up with: an Allow that asks for one lets it in, and a Deny on
 * callers without it leaves it alone.
 */
function asksExternalId(condition: Condition, allow: boolean): boolean {
  if (condition.kind !== "test" || condition.key.toLowerCase() !== "sts:externalid") return false;
  const operator = parseOperator(condition.operator);
  if (operator === null) return false;
  if (operator.comparison === "null") return condition.values.every(({ text }) => text === (allow ? "false" : "true"));
  return operator.negated !== allow;
}

/**
 * Keys that AWS sets for principals with an identity of their own only (global condition context keys, "Properties of the
 * principal"), and what no service sends when it assumes a role for itself: EC2 has no external id to give.
 */
const NOT_OF_A_SERVICE =
  /^(sts:externalid|aws:principal(arn|account|orgid|orgpaths)|aws:principaltag\/.*|aws:username|aws:multifactorauth(present|age))$/;

function serviceContext(declared: DeclaredContext): ConditionContext {
  const known = declaredContext(new Map([...declared, ["aws:principalisawsservice", ["true"]] as const]));
  return { ...known, valueOf: (key) => (NOT_OF_A_SERVICE.test(key) ? "missing" : known.valueOf(key)) };
}

function callerContext({ party, principal }: TrustedParty, declared: DeclaredContext): ConditionContext {
  if (party !== "appliance") return serviceContext(declared);
  const caller = principal === null ? null : readAwsPrincipal(principal);
  if (caller === null || (caller.kind !== "entity" && caller.kind !== "account")) return declaredContext(declared);
  const known = new Map([...declared, ["aws:principalaccount", [caller.account]] as const]);
  if (caller.kind === "entity") known.set("aws:principalarn", [caller.arn]);
  return declaredContext(known);
}
