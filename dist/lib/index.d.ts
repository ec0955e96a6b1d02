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
export declare function evaluate(policies: Policies, request: EvaluationRequest): EvaluationResult;
