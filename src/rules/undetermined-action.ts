import type { Cause } from "../iam/verdict.js";
import { causeWords, countOf, distinctCauses, draftsByKind, relatedPlaces, roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { FIX_GRAMMAR } from "./settling.js";
import { isWeakened } from "./weakened-action.js";

export const undeterminedAction: RoleRule = {
  id: "undetermined-action",
  defaultSeverity: "warning",
  summary: "Required actions that can't be decided, because a value or a managed policy is not known.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict, kind) => verdict.verdict === "undetermined" && !isWeakened(evaluated, kind, verdict),
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["unknown"]);
        const why = causes.length === 0 ? "" : `: ${causes.slice(0, 3).map(causeWords).join("; ")}`;
        // A kind of which nothing at all could be decided was not checked, and must not pass as checked.
        const nothingDecided = verdicts.length === kind.kind.actions.length;
        return {
          ...(nothingDecided ? { severity: "error" as const } : {}),
          message: `whether ${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} can't be decided${why}`,
          help: helpFor(causes),
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};

/** A policy that is named by its ARN stands somewhere: a copy of it may stand in the repository. */
function helpFor(causes: readonly Cause[]): string {
  const isDeployedElsewhere = causes.some(
    ({ statement, policy }) => statement === null && policy?.startsWith("arn:") === true,
  );
  if (causes[0]?.statement?.isFaulty) return FIX_GRAMMAR;
  return isDeployedElsewhere
    ? "name a file with the policy's document under `policies` in the config, or grant the actions in a statement that is known"
    : "make the value known to the file or the plan, or grant the actions in a statement that is";
}
