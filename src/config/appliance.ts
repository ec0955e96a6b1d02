/** An account id, or the ARN of an account's root, a role or an assumed role's role, in any partition. */
const appliancePattern = /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|role\/\S+|user\/\S+))$/;

export function isApplianceId(text: string): boolean {
  return appliancePattern.test(text);
}
