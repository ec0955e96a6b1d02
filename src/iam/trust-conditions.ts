import { showText, type Text } from "../source/node.js";
import { type ConditionOutcome, evaluateConditions } from "./condition/condition.js";
import {
  type ConditionContext,
  declaredContext,
  isOfServices,
  type KeyValue,
  ofEveryRole,
} from "./condition/context.js";
import { parseOperator } from "./condition/operator.js";
import { contextOfRequests, type ServiceKeys } from "./condition/request-keys.js";
import type { Condition, ConditionTest, Statement } from "./model.js";
import { anyoneCanSatisfy } from "./open-conditions.js";
import { hasWildcards } from "./pattern.js";
import { readAwsPrincipal } from "./principal-id.js";
import { isExternalId, isKnownExternalId } from "./trust-external-ids.js";
import { isIdentityKey, narrows } from "./trust-narrowing.js";
import type { TrustedParty } from "./trust-principal.js";
import { type DeclaredContext, servicePrincipal } from "./verdict.js";

/**
 * Keys of services that requests for sts:AssumeRole may have. Other services' keys (`iam:PassedToService`) are missing from them:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const ASSUME_ROLE_KEYS: ServiceKeys = new Set([
  "iam:resourcetag/*",
  "sts:externalid",
  "sts:rolesessionname",
  "sts:sourceidentity",
  "sts:transitivetagkeys",
]);

/** Known facts about every request. */
export interface KnownOfRequests {
  readonly declared: DeclaredContext;
  /** `YYYY-MM-DD`, or null if the time of the requests is unknown. */
  readonly today: string | null;
}

/** Evaluates a trust statement's conditions with the caller's own identity and external ID. */
export function trustConditions(
  { conditions, effect }: Statement,
  version: "2012-10-17" | "2008-10-17",
  party: TrustedParty,
  known: KnownOfRequests,
): ConditionOutcome {
  const isMet = (test: Condition) =>
    party.party === "appliance" && !isSettledById(party, test) && isMetBy(party, test, effect === "Allow", known);
  const left = conditions.filter((test) => !isMet(test));
  const caller = party.party === "appliance" ? callerContext(party, known) : serviceContext(party, known, conditions);
  const context = contextOfRequests(caller, ASSUME_ROLE_KEYS, null);
  const outcome = evaluateConditions(left, version, context);
  const met = conditions.filter(isMet);
  if (effect === "Deny" && met.length > 0) return { ...outcome, holds: "no" };
  return outcome;
}

/** Whether the caller's external ID decides a condition. */
function isSettledById({ externalId }: TrustedParty, condition: Condition): boolean {
  return externalId !== undefined && isKnownExternalId(condition);
}

/**
 * Whether a condition is settled in the caller's favor: an Allow's condition holds, and a Deny's doesn't. A caller that is known only at
 * deployment counts as the caller that an Allow is narrowed to, just as it counts as an Allow's principal.
 */
function isMetBy(
  { principal, isEager, isExact, externalId }: TrustedParty,
  condition: Condition,
  allow: boolean,
  { today }: KnownOfRequests,
): boolean {
  if (asksExternalId(condition, allow)) return isExact !== true || namesId(condition, externalId);
  return (
    allow && ((principal === null && narrows(condition)) || (isEager === true && anyoneCanSatisfy(condition, today)))
  );
}

/**
 * Whether the appliance's external ID settles a condition in its favor. The appliance sends the ID that it was set up with, so an Allow
 * that requires an ID lets it in, and a Deny on callers without an ID doesn't apply to it.
 */
function asksExternalId(condition: Condition, allow: boolean): boolean {
  if (condition.kind !== "test" || !isExternalId(condition)) return false;
  const operator = parseOperator(condition.operator);
  if (operator === null || condition.values.length === 0) return false;
  if (operator.comparison === "null") return condition.values.every(({ text }) => text === (allow ? "false" : "true"));
  return operator.negated !== allow;
}

function namesId(condition: Condition, id: string | null | undefined): boolean {
  return condition.kind === "test" && condition.values.some(({ text }) => showText(text) === id);
}

/**
 * Keys that AWS sets only for principals with their own identity (global condition context keys, "Properties of the
 * principal"), and keys that no service sends when it assumes a role for itself: EC2 has no external ID.
 */
const NOT_OF_A_SERVICE =
  /^(sts:externalid|aws:principal(arn|account|orgid|orgpaths)|aws:principaltag\/.*|aws:username|aws:multifactorauth(present|age))$/;

/**
 * The key whose values include a service's regional names:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalservicenameslist
 */
const ALL_NAMES = "aws:principalservicenameslist";

function serviceContext(
  { party, partition }: TrustedParty,
  { declared, today }: KnownOfRequests,
  conditions: readonly Condition[],
): ConditionContext {
  const names = party === "appliance" ? [] : [servicePrincipal(party, partition)];
  // The list contains this name. For most services it contains no others, but whether it does for this one is unknown.
  const asksOthers = conditions.some(
    (test) => test.kind === "test" && test.key.toLowerCase() === ALL_NAMES && asksOtherNames(test, names),
  );
  const facts = new Map<string, KeyValue>([
    ["aws:principalisawsservice", ["true"]],
    ["aws:principalservicename", names],
    [ALL_NAMES, asksOthers ? "unknown" : names],
  ]);
  const known = declaredContext(declared, today);
  return {
    ...known,
    valueOf: (key) => facts.get(key) ?? (NOT_OF_A_SERVICE.test(key) ? "missing" : known.valueOf(key)),
  };
}

/** Whether a test depends on the list's other names: it names `ec2.eu-west-1.amazonaws.com` or a pattern, or tests every name. */
function asksOtherNames({ operator, values }: ConditionTest, names: readonly string[]): boolean {
  const isOther = (text: Text): boolean =>
    typeof text !== "string" ||
    hasWildcards(text) ||
    names.some((name) => text !== name && text.startsWith(name.slice(0, name.indexOf(".") + 1)));
  return /^forallvalues:/i.test(operator) || values.some(({ text }) => isOther(text));
}

function callerContext(
  { principal, organization, isAnonymous, externalId }: TrustedParty,
  { declared, today }: KnownOfRequests,
): ConditionContext {
  const known = new Map<string, readonly string[]>([["aws:principalisawsservice", ["false"]]]);
  const caller = principal === null ? null : readAwsPrincipal(principal);
  if (caller?.kind === "entity" || caller?.kind === "account") known.set("aws:principalaccount", [caller.account]);
  // "For IAM roles, the request context returns the ARN of the role". The ARN of a session contains only part of it.
  if (caller?.kind === "entity" && !caller.arn.includes(":sts:")) known.set("aws:principalarn", [caller.arn]);
  if (organization)
    known.set("aws:principalorgid", [organization.id]).set("aws:principalorgpaths", [organization.path]);
  if (typeof externalId === "string") known.set("sts:externalid", [externalId]);
  if (principal !== null && /:user\//.test(principal)) known.set("aws:principaltype", ["User"]);
  const isRole = principal !== null && /:(?:assumed-)?role\//.test(principal) && !isAnonymous;
  const context = declaredContext(declared, today);
  return {
    ...context,
    ...(isRole ? { ofSession: true } : {}),
    valueOf(key) {
      const fact = isRole ? ofEveryRole(key) : isOfServices(key) ? "missing" : undefined;
      if (fact !== undefined) return fact;
      if (isAnonymous && isIdentityKey(key)) return "missing";
      if (externalId === null && key === "sts:externalid") return "missing";
      if (organization === null && key.startsWith("aws:principalorg")) return "missing";
      return known.get(key) ?? context.valueOf(key);
    },
  };
}
