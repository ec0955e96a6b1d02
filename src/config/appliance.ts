/** An account ID, or the ARN of an account's root, a role, or a user, in any partition. Fixes write it into files. */
const appliancePattern = /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;

export function isApplianceId(text: string): boolean {
  return appliancePattern.test(text);
}
