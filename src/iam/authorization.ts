/** What requests for an action are about. */
export interface ActionRequests {
  /** The types of the resources that it is asked on; none for an action that works on `*` only. */
  readonly types: readonly ResourceType[];
  /** Condition keys of the service's own that every request has, in lower case; `ec2:resourcetag/*` stands for all tags. */
  readonly keys: readonly string[];
}

/** "alternative": each is about one of these or of the other types that are. */
export type Need = "each" | "alternative" | "none";

export interface ResourceType {
  /** As the service authorization reference calls it, in lower case: `volume`. */
  readonly name: string;
  /** What its ARNs look like behind the partition, mostly one: `ec2:*:*:volume/*`. */
  readonly forms: readonly string[];
  /** Keys that requests on it have in addition. */
  readonly keys: readonly string[];
  /** Requests that are about several: whether each is about one of these. Those that are not allowed make the action fail. */
  readonly need: Need;
  /** Requests make it, and have `*` for its id (`scripts/made-types.mjs`). */
  readonly isNew?: boolean;
}

/** What AWS's service authorisation data says of actions. Names compare case-insensitively. */
export interface Authorization {
  /** False for an action, or a whole service, that the data does not hold. */
  isKnown(action: string): boolean;
  /** True when the action supports no resource-level permissions: only `Resource: "*"` grants it. */
  isWildcardOnly(action: string): boolean;
  /** What the data says of the requests for an action; `null` for an action, or a service, whose resources it does not hold. */
  requestsOf(action: string): ActionRequests | null;
  /** All known actions that a pattern (`ec2:Describe*`) matches, as AWS spells them. */
  expand(pattern: string): readonly string[];
  /** The same for many patterns, which costs little more than for one. */
  expandAll(patterns: Iterable<string>): ReadonlyMap<string, readonly string[]>;
  /** Those of many patterns that match no known action. */
  withoutMatch(patterns: readonly string[]): ReadonlySet<string>;
  /** The condition key of a service that is nearest to one that none of its requests has, in lower case; null for other keys, and where its keys are not held. */
  nearKey(key: string): string | null;
  /** The known action that is nearest to a misspelt one, its service corrected first; or null. */
  suggest(action: string): string | null;
}
