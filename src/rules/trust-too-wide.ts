import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { trustDrafts } from "./trust-draft.js";

export const trustTooWide: RoleRule = {
  id: "trust-too-wide",
  defaultSeverity: "warning",
  summary: "The trust policy lets in more than the appliance: anyone, or an account where a role was asked for.",
  check: (evaluated) =>
    trustDrafts(
      evaluated,
      (verdict) => verdict.tooWide !== null,
      ({ tooWide, tooWideAt }) => ({
        ...(tooWideAt ? { place: tooWideAt, related: [] } : {}),
        message:
          tooWide === "anyone"
            ? `the trust policy of ${roleWord(evaluated.role)} lets every AWS account in the world assume it ("AWS": "*")`
            : `the trust policy of ${roleWord(evaluated.role)} lets a whole account in, where \`appliance\` names one role`,
        help: "name the ARN of the appliance's impersonation role as the principal",
      }),
    ),
};
