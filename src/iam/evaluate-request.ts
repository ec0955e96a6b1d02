import { showText } from "../source/node.js";
import { ActionIndex } from "./action-index.js";
import { requestedAction } from "./action-pattern.js";
import type { ConditionContext } from "./condition/context.js";
import { parseOperator } from "./condition/operator.js";
import type { Condition, PolicyDocument } from "./model.js";
import { literal } from "./pattern.js";
import { needsNoPermission } from "./permission-free.js";
import { PreparedStatement } from "./prepared-statement.js";
import { readAwsPrincipal } from "./principal-id.js";
import { type Caller, type Naming, namingOf } from "./request-principal.js";
import { noResource, type RequestedResource } from "./resource-reach.js";
import { matchStatement, type StatementMatch } from "./statement-match.js";
import { isWrittenDate } from "./written-date.js";

/** One concrete request. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly caller: Caller | null;
  readonly context: ConditionContext;
}

export interface PolicySets {
  readonly identity: readonly PolicyDocument[];
  readonly resource: PolicyDocument | null;
  readonly boundary: readonly PolicyDocument[] | null;
}

export type RequestVerdict = "allowed" | "explicitly-denied" | "implicitly-denied" | "unknown";

/** The answer of a set of policies to a request: `perhaps` if a value in the policies is unknown. */
interface AccessResult {
  readonly allows: "yes" | "perhaps" | "no";
  readonly denies: "yes" | "perhaps" | "no";
}

/** AWS's evaluation logic for one request: an explicit Deny, then the resource policy, the boundary, and the identity policies. */
export function evaluateRequest(policies: PolicySets, request: IamRequest): RequestVerdict {
  if (needsNoPermission(request.action.toLowerCase())) return "allowed";
  const identity = say(policies.identity.flatMap((document) => bearingsOf(document, request)));
  const boundary = policies.boundary?.flatMap((document) => bearingsOf(document, request)) ?? null;
  const limit = boundary === null ? null : say(boundary);
  const resource = resourceSays(policies.resource, request, policies.boundary !== null);
  const denials = [identity.denies, limit?.denies ?? "no", resource.denies];
  if (denials.includes("yes")) return "explicitly-denied";
  const granted = either(
    both(identity.allows, limit?.allows ?? "yes", needsBoth(policies.resource, request) ? resource.byAny : "yes"),
    both(resource.byRole, limit?.allows ?? "yes"),
    resource.alone,
  );
  if (granted === "no") return "implicitly-denied";
  return granted === "perhaps" || denials.includes("perhaps") ? "unknown" : "allowed";
}

interface ResourceSay {
  readonly denies: AccessResult["denies"];
  /** An Allow that names the caller in any way. */
  readonly byAny: AccessResult["allows"];
  /** An Allow that is sufficient on its own. */
  readonly alone: AccessResult["allows"];
  /**
   * An Allow that is sufficient within the boundary: "Resource-based policies that grant permissions to an IAM role ARN are
   * limited by an implicit deny in a permissions boundary". Grants to a user, a session, or `*` are not limited:
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
   */
  readonly byRole: AccessResult["allows"];
}

const NOTHING: ResourceSay = { denies: "no", byAny: "no", alone: "no", byRole: "no" };

function resourceSays(document: PolicyDocument | null, request: IamRequest, bounded: boolean): ResourceSay {
  const { caller } = request;
  if (document === null || caller === null) return NOTHING;
  const named = bearingsOf(document, request).map((match) => ({ match, naming: naming(match, caller, bounded) }));
  const sayOf = (...namings: readonly Naming[]) =>
    say(named.flatMap((one) => (namings.includes(one.naming) ? one.match : [])));
  const any = sayOf("session", "anyone", "directly", "account");
  const said = { ...NOTHING, denies: any.denies, byAny: any.allows };
  if (crossesAccounts(request)) return said;
  return isRole(caller)
    ? { ...said, alone: sayOf("session", "anyone").allows, byRole: sayOf("directly").allows }
    : { ...said, alone: sayOf("session", "anyone", "directly").allows };
}

function naming({ prepared, side }: StatementMatch, caller: Caller, bounded: boolean): Naming {
  const { principals } = prepared.statement;
  if (principals === null) return "no";
  // AWS: "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary policy
  // attached" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
  if (bounded && principals.negated && side === "deny") return "directly";
  return namingOf(principals, caller);
}

function isRole({ type, id }: Caller): boolean {
  return type === "AWS" && /:(role|assumed-role)\//.test(id);
}

/** Whether a resource policy must allow a request in any case: across accounts, or if it is a trust policy or a KMS key policy. */
function needsBoth(document: PolicyDocument | null, request: IamRequest): boolean {
  if (document === null) return false;
  return /^(sts:assumerole|kms:)/i.test(request.action) || crossesAccounts(request);
}

function crossesAccounts({ caller, resource }: IamRequest): boolean {
  if (caller === null || caller.type !== "AWS") return false;
  const asking = readAwsPrincipal(caller.id);
  const account = resource.split(":", 6)[4] ?? "";
  return (asking.kind === "entity" || asking.kind === "account") && account !== "" && asking.account !== account;
}

function bearingsOf(document: PolicyDocument, request: IamRequest): StatementMatch[] {
  // The resource is a single string, so no statement can match only a part of it.
  const requested: RequestedResource = { ...noResource, pattern: literal(request.resource) };
  const prepared = document.statements.map((statement) => {
    const conditions = statement.conditions.map(undecidedDate);
    return new PreparedStatement("", { ...statement, conditions }, document.version, request.context);
  });
  return new ActionIndex(prepared)
    .find(requestedAction(request.action))
    .map((named) => matchStatement(named, requested));
}

/** The condition, made unknown if it tests for an invalid date, because AWS rejects a document with such a date. */
function undecidedDate(condition: Condition): Condition {
  if (condition.kind !== "test" || parseOperator(condition.operator)?.comparison !== "date") return condition;
  const faulty = condition.values.find(({ text }) => typeof text === "string" && !isWrittenDate(text));
  return faulty === undefined
    ? condition
    : { kind: "unresolved", expression: showText(faulty.text), place: condition.place };
}

function say(matched: readonly StatementMatch[]): AccessResult {
  return { allows: strongest(matched, "allow"), denies: strongest(matched, "deny") };
}

function strongest(matched: readonly StatementMatch[], side: "allow" | "deny"): AccessResult["allows"] {
  const strengths = matched.flatMap((match) => (match.side === side || match.side === "unknown" ? match.strength : []));
  if (strengths.includes("full")) return "yes";
  return strengths.some((strength) => strength !== "none") ? "perhaps" : "no";
}

function both(...parts: readonly AccessResult["allows"][]): AccessResult["allows"] {
  if (parts.includes("no")) return "no";
  return parts.includes("perhaps") ? "perhaps" : "yes";
}

function either(...parts: readonly AccessResult["allows"][]): AccessResult["allows"] {
  if (parts.includes("yes")) return "yes";
  return parts.includes("perhaps") ? "perhaps" : "no";
}
