import type { ConditionContext } from "./iam/condition/context.js";
import { evaluateRequest } from "./iam/evaluate-request.js";
import type { PolicyDocument, PrincipalType } from "./iam/model.js";
import { type PolicyUse, parsePolicyDocument } from "./iam/parse-document.js";
import type { Caller } from "./iam/request-principal.js";
import { type JsonValue, nodeFromJson } from "./source/json-node.js";
import { filePlace } from "./source/place.js";

/** `unknown`: the policies contain something that AWS would reject and that could change the result. */
export type EvaluationResult = "allowed" | "explicitly-denied" | "implicitly-denied" | "unknown";

/** An IAM policy document as a plain object, as returned by `JSON.parse`. */
export type PolicyObject = object;

export interface Policies {
  readonly identityPolicies?: readonly PolicyObject[] | PolicyObject | undefined;
  /**
   * The resource's policy, or a role's trust policy. Its statements need no Resource. Without a resource policy, the identity policies
   * decide alone, even if AWS would also require one (for a key, a role, or a resource in another account).
   */
  readonly resourcePolicy?: PolicyObject | null | undefined;
  /** An empty list means no boundary, like the empty lists of other policies. */
  readonly boundary?: readonly PolicyObject[] | PolicyObject | null | undefined;
}

/** Exactly one of the three must be set. */
export interface RequestPrincipal {
  readonly AWS?: string | undefined;
  readonly Service?: string | undefined;
  readonly Federated?: string | undefined;
}

export interface EvaluationRequest {
  readonly action: string;
  /** An ARN, or `*` for an action without resources. */
  readonly resource: string;
  readonly principal?: RequestPrincipal | undefined;
  /** Condition keys in any case, each with one or more values. The request lacks any key that isn't given. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** Decides a single request as AWS would, without network access. */
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
