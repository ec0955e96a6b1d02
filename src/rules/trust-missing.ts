import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { partyWord, trustDrafts } from "./trust-draft.js";

export const trustMissing: RoleRule = {
  id: "trust-missing",
  defaultSeverity: "error",
  summary: "The trust policy does not let in the appliance, or ec2, where it has to.",
  check: (evaluated) =>
    trustDrafts(
      evaluated,
      (verdict) => verdict.verdict === "missing",
      ({ party, verified }) => ({
        remedy: { kind: "add-trust", role: evaluated.role, party, appliance: evaluated.appliance },
        message: `the trust policy of ${roleWord(evaluated.role)} does not let ${partyWord(party)} assume it`,
        help:
          party !== "appliance"
            ? `add a statement that allows sts:AssumeRole to the service ${partyWord(party)}`
            : `add a statement that allows sts:AssumeRole to ${verified ? "the principal given as `appliance`" : "the appliance's impersonation role or account; when `appliance` names it, `fix` does so"}`,
      }),
    ),
};
