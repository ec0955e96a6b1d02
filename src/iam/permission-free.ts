/**
 * AWS answers any caller, even if a policy denies it:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 *
 * @param action in lower case
 */
export function needsNoPermission(action: string): boolean {
  return action === "sts:getcalleridentity";
}
