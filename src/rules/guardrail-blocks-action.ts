import { countOf, distinctCauses, draftsByKind, reasonWords, relatedPlaces, roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

export const guardrailBlocksAction: RoleRule = {
  id: "guardrail-blocks-action",
  defaultSeverity: "error",
  summary: "Required actions that the role grants and a policy of its organization does not let it do.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict) => verdict.verdict === "denied" && verdict.deniedBy === "guardrail",
      (kind, verdicts) => {
        const [cause, ...others] = distinctCauses(verdicts, ["denies", "limits"]);
        const isDeny = cause?.effect === "denies";
        const by =
          cause === undefined ? "" : isDeny ? ` by ${reasonWords(cause)}` : `: ${cause.policy} does not allow it`;
        return {
          message: `the organization does not let ${roleWord(evaluated.role)} do ${countOf(kind, verdicts)}${by}`,
          help: isDeny
            ? "take them out of the Deny, or make an exception for the role in its Condition: no policy of the account wins over a guardrail"
            : "allow them in a policy of that level as well: every level from the root to the account has to allow",
          place: cause?.place ?? evaluated.role.place,
          related: relatedPlaces(others),
        };
      },
    ),
};
