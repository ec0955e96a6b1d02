import { date as policiesDate } from "../iam/managed-policies.generated.js";
import { date as authorizationDate } from "../iam/service-authorization.generated.js";
import { TOOL } from "../report/tool.js";

/** The version, followed by a line with the dates of the AWS data that verdicts rely on. */
export function versionText(): string {
  return `${TOOL.version}\nAWS's actions of ${authorizationDate}, AWS-managed policies of ${policiesDate}\n`;
}
