import type { GuardrailLevel } from "../iam/model.js";
import type { TrustVerdict } from "../iam/verdict.js";
import { roleWord } from "./action-draft.js";
import type { EvaluatedRole, RoleRule } from "./rule.js";
import { partyWord, trustDrafts } from "./trust-draft.js";

export const trustDenied: RoleRule = {
  id: "trust-denied",
  defaultSeverity: "error",
  summary: "A Deny statement in the trust policy that blocks the appliance or EC2.",
  check: (evaluated) =>
    trustDrafts(
      evaluated,
      (verdict) => verdict.verdict === "denied",
      (verdict) => {
        const guardrail = guardrailOf(evaluated, verdict);
        return guardrail === undefined
          ? {
              message: `the trust policy of ${roleWord(evaluated.role)} explicitly denies ${partyWord(verdict)} sts:AssumeRole`,
              help: "remove the principal from the Deny statement: a Deny overrides every Allow",
            }
          : {
              message: `the organization does not let ${partyWord(verdict)} assume ${roleWord(evaluated.role)} (${guardrail.name})`,
              help: "exempt the role in the resource control policy: no Allow in the trust policy overrides it",
            };
      },
    ),
};

/** The level of the resource control policy that denies, if one does. */
function guardrailOf({ role }: EvaluatedRole, { causes: [first] }: TrustVerdict): GuardrailLevel | undefined {
  return (role.guardrails ?? []).find(({ policies }) =>
    policies.some(
      (one) => one.kind === "document" && one.document.statements.some(({ place }) => place === first?.place),
    ),
  );
}
