/** An account id, or the ARN of an account's root, a role or an assumed role's role, in any partition. A fix writes it into a file. */
const appliancePattern = /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;

export function isApplianceId(text: string): boolean {
  return appliancePattern.test(text);
}
