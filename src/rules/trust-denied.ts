import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { partyWord, trustDrafts } from "./trust-draft.js";

export const trustDenied: RoleRule = {
  id: "trust-denied",
  defaultSeverity: "error",
  summary: "A Deny statement of the trust policy keeps the appliance or ec2 out.",
  check: (evaluated) =>
    trustDrafts(
      evaluated,
      (verdict) => verdict.verdict === "denied",
      (verdict) => ({
        message: `the trust policy of ${roleWord(evaluated.role)} denies ${partyWord(verdict)} to assume it`,
        help: "take the principal out of the Deny statement: a Deny wins over every Allow",
      }),
    ),
};
