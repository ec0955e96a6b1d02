import { principalsIn, type Role, trustsOf } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import { evaluateTrust } from "./trust.js";
import { callersOf, isIn, standsForSeveral } from "./trust-callers.js";
import { ANY_ID, idsToTry } from "./trust-external-ids.js";
import type { DeclaredContext, TrustVerdict } from "./verdict.js";

/**
 * The accounts, roles, and users that a role's trust policy names and that can certainly assume it. If conditions let in only
 * certain roles and users of an account, returns these instead of the account.
 */
export function trustedPrincipals(
  role: Role,
  context: DeclaredContext,
  today: string | null = null,
): readonly string[] {
  const trusts = trustsOf(role);
  const callers = trusts.flatMap((trust) => callersOf(trust, "aws").named);
  const written = trusts
    .flatMap(principalsIn)
    .flatMap(({ type, id }) => (type === "AWS" && typeof id === "string" && isSomebody(id) ? id : []));
  // A trust policy for all principals may name its callers in a condition.
  const tested = callers.flatMap(({ principal }) => {
    const read = readAwsPrincipal(principal ?? "");
    return read.kind !== "entity" ? [] : standsForSeveral(read.arn) ? read.account : read.arn;
  });
  const named = written.length > 0 ? written : tested;
  const letIn = (ids: readonly string[]): readonly string[] =>
    ids.filter((id) => evaluateTrust(role, "appliance", [id], context, today)?.verdict === "granted");
  const only = (id: string): readonly string[] => {
    const read = readAwsPrincipal(id);
    if (read.kind !== "account") return [id];
    const own = callers.flatMap((one) => (isIn(read.account, one) ? (one.principal ?? []) : []));
    const some = letIn([...new Set(own)]);
    return some.length === 0 || some.some(standsForSeveral) ? [id] : some;
  };
  return [...new Set(letIn([...new Set(named)]).flatMap(only))];
}

/** The external IDs with which an appliance was certainly let in, keyed by appliance. Null stands for no ID. */
export type AcceptedIds = ReadonlyMap<string, readonly (string | null)[]>;

/** The inputs of decisions about trust policies. */
export interface Deciding {
  readonly context: DeclaredContext;
  readonly today: string;
  readonly partition?: string | null;
}

export function acceptedIds(role: Role, appliance: readonly string[], known: Deciding): AcceptedIds {
  const ids = idsOf(role);
  const byCaller = callers(appliance).map((one): [string, readonly (string | null)[]] => {
    return [one.join(), ids.length === 0 ? ANY_ID : ids.filter((id) => letsIn(role, one, [id], known))];
  });
  return new Map(byCaller.filter(([, accepted]) => accepted.length > 0));
}

/** Whether a role still lets in one appliance with every external ID that it accepted before, or with a declared one. */
export function accepts(before: AcceptedIds, role: Role, appliance: readonly string[], known: Deciding): boolean {
  if (idsOf(role).length === 0) return true;
  const all = [...new Set([...before.values()].flat())];
  const declared = known.context.get("sts:externalid") ?? [];
  return callers(appliance).some(
    (one) =>
      (before.get(one.join()) ?? all).every((id) => letsIn(role, one, [id], known)) ||
      (declared.length > 0 && letsIn(role, one, declared, known)),
  );
}

/** The trust verdict for an appliance (for any, if none is named) that sends one of these external IDs. */
export function trustWithIds(
  role: Role,
  appliance: readonly string[],
  ids: readonly (string | null)[],
  { context, today, partition }: Deciding,
): TrustVerdict | null {
  return evaluateTrust(role, "appliance", appliance, context, today, partition, ids);
}

/** The callers to decide for, one group each. If no appliance is named, the empty group stands for any caller. */
function callers(appliance: readonly string[]): readonly (readonly string[])[] {
  return appliance.length === 0 ? [[]] : appliance.map((one) => [one]);
}

function idsOf(role: Role): readonly (string | null)[] {
  return [...new Set(trustsOf(role).flatMap(idsToTry))];
}

function letsIn(role: Role, appliance: readonly string[], ids: readonly (string | null)[], known: Deciding): boolean {
  const trust = trustWithIds(role, appliance, ids, known);
  return trust?.verdict === "granted" || trust?.byDefault === true;
}

function isSomebody(id: string): boolean {
  const { kind } = readAwsPrincipal(id);
  return kind === "account" || kind === "entity";
}
