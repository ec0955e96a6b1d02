import { date as policiesDate } from "../iam/managed-policies.generated.js";
import { date as authorizationDate } from "../iam/service-authorization.generated.js";
import { TOOL } from "../report/tool.js";

/** The version on a line of its own, then how old the data of AWS is that verdicts rest on. */
export function versionText(): string {
  return `${TOOL.version}\nAWS's actions of ${authorizationDate}, AWS-managed policies of ${policiesDate}\n`;
}
