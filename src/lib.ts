import type { ConditionContext } from "./iam/condition/context.js";
import { evaluateRequest } from "./iam/evaluate-request.js";
import type { PolicyDocument, PrincipalType } from "./iam/model.js";
import { type PolicyUse, parsePolicyDocument } from "./iam/parse-document.js";
import type { Caller } from "./iam/request-principal.js";
import { type JsonValue, nodeFromJson } from "./source/json-node.js";
import { filePlace } from "./source/place.js";

/** `unknown`: the policies hold something that AWS would not accept, and it could decide. */
export type EvaluationResult = "allowed" | "explicitly-denied" | "implicitly-denied" | "unknown";

/** An IAM policy document as a plain object, as `JSON.parse` gives it. */
export type PolicyObject = object;

export interface Policies {
  readonly identityPolicies?: readonly PolicyObject[] | PolicyObject | undefined;
  /**
   * The policy of the resource, or the trust policy of a role: its statements need no Resource. Without one, the identity policies
   * decide alone: the policy that the resource's account would have to give it (a key's, a role's, across accounts) is not asked.
   */
  readonly resourcePolicy?: PolicyObject | null | undefined;
  /** An empty list is no boundary, as no policies in the other lists are none. */
  readonly boundary?: readonly PolicyObject[] | PolicyObject | null | undefined;
}

/** Exactly one of the three. */
export interface RequestPrincipal {
  readonly AWS?: string | undefined;
  readonly Service?: string | undefined;
  readonly Federated?: string | undefined;
}

export interface EvaluationRequest {
  readonly action: string;
  /** An ARN, or `*` for an action that has no resources. */
  readonly resource: string;
  readonly principal?: RequestPrincipal | undefined;
  /** Condition keys in any case, each with one value or several. A key that is not given is missing from the request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** Decides one concrete request as AWS would, offline. */
export function evaluate(policies: Policies, request: EvaluationRequest): EvaluationResult {
  const { identityPolicies, resourcePolicy, boundary } = policies;
  const limits = documents(boundary, "boundary", "identity");
  return evaluateRequest(
    {
      identity: documents(identityPolicies, "identityPolicies", "identity"),
      resource: documents(resourcePolicy, "resourcePolicy", "resource")[0] ?? null,
      boundary: limits.length === 0 ? null : limits,
    },
    {
      action: request.action,
      resource: request.resource,
      caller: callerOf(request.principal),
      context: contextOf(request.context ?? {}),
    },
  );
}

function documents(
  given: readonly PolicyObject[] | PolicyObject | null | undefined,
  name: string,
  use: PolicyUse,
): PolicyDocument[] {
  if (given === undefined || given === null) return [];
  const list: readonly PolicyObject[] = Array.isArray(given) ? given : [given];
  return list.map((document) => parsePolicyDocument(nodeFromJson(document as JsonValue, filePlace(name)), use));
}

function callerOf(principal: RequestPrincipal | undefined): Caller | null {
  for (const type of ["AWS", "Service", "Federated"] as const satisfies readonly PrincipalType[]) {
    const id = principal?.[type];
    if (id !== undefined) return { type, id };
  }
  return null;
}

function contextOf(given: Readonly<Record<string, string | readonly string[]>>): ConditionContext {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(given)) {
    values.set(key.toLowerCase(), Array.isArray(value) ? value.map(String) : [String(value)]);
  }
  return { valueOf: (key) => values.get(key) ?? "missing", alternatives: false };
}
