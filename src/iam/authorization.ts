/** The resources and condition keys of the requests for an action. */
export interface ActionRequests {
  /** The resource types that the action works on. Empty for an action that supports only `*`. */
  readonly types: readonly ResourceType[];
  /** The service's own condition keys, in lower case, that every request has. `ec2:resourcetag/*` stands for all tags. */
  readonly keys: readonly string[];
}

/** "each": every request involves such a resource. "alternative": every request involves one of this or another "alternative" type. */
export type Need = "each" | "alternative" | "none";

export interface ResourceType {
  /** The name in the service authorization reference, in lower case: `volume`. */
  readonly name: string;
  /** Its ARNs after the partition, usually a single form: `ec2:*:*:volume/*`. */
  readonly forms: readonly string[];
  /** Additional keys of requests on this type. */
  readonly keys: readonly string[];
  /**
   * Whether each request involves a resource of this type, if requests involve several types. The action fails if that resource is not
   * allowed.
   */
  readonly need: Need;
  /** Requests create the resource, so its ID is `*` (`scripts/made-types.mjs`). */
  readonly isNew?: boolean;
}

/** AWS's service authorization data about actions. Names compare case-insensitively. */
export interface Authorization {
  /** False for an action, or a whole service, that is missing from the data. */
  isKnown(action: string): boolean;
  /** True if the action supports no resource-level permissions: only `Resource: "*"` grants it. */
  isWildcardOnly(action: string): boolean;
  /** The requests for an action. Returns `null` if the data lacks the resources of the action or of its whole service. */
  requestsOf(action: string): ActionRequests | null;
  /** All known actions that a pattern (`ec2:Describe*`) matches, as AWS spells them. */
  expand(pattern: string): readonly string[];
  /** Expands many patterns at little more than the cost of one. The result is keyed by pattern. */
  expandAll(patterns: Iterable<string>): ReadonlyMap<string, readonly string[]>;
  /** The patterns that match no known action. */
  withoutMatch(patterns: readonly string[]): ReadonlySet<string>;
  /**
   * The service's condition key, in lower case, that is nearest to an unknown key. Returns null if the service has the key, if no key is
   * near, or if the data lacks the service's keys.
   */
  nearKey(key: string): string | null;
  /** The known action nearest to a misspelled one, after correcting its service. Returns null if none is near. */
  suggest(action: string): string | null;
}
