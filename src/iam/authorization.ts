/** What AWS's service authorisation data says of actions. Names compare case-insensitively. */
export interface Authorization {
  /** False for an action of a known service that the data does not hold; true for one of an unknown service, too. */
  isKnown(action: string): boolean;
  /** True when the action supports no resource-level permissions: only `Resource: "*"` grants it. */
  isWildcardOnly(action: string): boolean;
  /** Services whose ARNs the action is asked on (`ec2` for `ebs:...`); `null` when they are not known. */
  resourceServices(action: string): ReadonlySet<string> | null;
  /** All known actions that a pattern (`ec2:Describe*`) matches, as AWS spells them. */
  expand(pattern: string): readonly string[];
  /** Whether a pattern matches any known action. */
  matchesAny(pattern: string): boolean;
  /** The known action that is nearest to a misspelt one, or null. */
  suggest(action: string): string | null;
}
