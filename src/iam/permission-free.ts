/**
 * Whether AWS answers any caller's request for an action, even if a policy denies the action:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 *
 * @param action in lower case
 */
export function needsNoPermission(action: string): boolean {
  return action === "sts:getcalleridentity";
}
