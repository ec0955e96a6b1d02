import {
  causeWords,
  countOf,
  distinctCauses,
  draftsByKind,
  neededResources,
  relatedPlaces,
  roleWord,
} from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { isWeakened } from "./weakened-action.js";

export const partialAction: RoleRule = {
  id: "partial-action",
  defaultSeverity: "warning",
  summary: "Required actions that are granted on some resources only.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict, kind) => verdict.verdict === "partial" && !isWeakened(evaluated, kind, verdict),
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["allows", "limits", "denies"]);
        const why = causes[0] === undefined ? "" : ` (${causeWords(causes[0])})`;
        return {
          message: `${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} on some resources only${why}`,
          help: `grant them on ${neededResources(kind, verdicts)}, as the requirements do, or make sure that the resources cover all that is backed up`,
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};
