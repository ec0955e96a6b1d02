import type { Report } from "./report.js";

/** What no file of the repository tells, so that the foot of a report reminds of it. */
export function notVisible({ guardrails }: Report): string {
  const organization = guardrails === undefined ? "SCPs" : "undeclared RCPs";
  return `${organization}, session and key policies, the caller's own permissions.`;
}
