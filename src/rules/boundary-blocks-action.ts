import { countOf, distinctCauses, draftsByKind, relatedPlaces, roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

export const boundaryBlocksAction: RoleRule = {
  id: "boundary-blocks-action",
  defaultSeverity: "error",
  summary: "Required actions that a policy grants and the permissions boundary leaves out.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict) => verdict.verdict === "denied" && verdict.deniedBy === "boundary",
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["denies", "limits"]);
        const boundary = causes[0]?.policy ?? "of the role";
        return {
          message: `the permissions boundary ${boundary} of ${roleWord(evaluated.role)} leaves out ${countOf(kind, verdicts)}`,
          help: "allow them in the boundary as well: a role can do only what its policies and its boundary both allow",
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};
