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
export declare function evaluate(policies: Policies, request: EvaluationRequest): EvaluationResult;
