import { causeWords, countOf, distinctCauses, draftsByKind, relatedPlaces, roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { settlingHelp } from "./settling.js";
import { isWeakened } from "./weakened-action.js";

export const conditionalAction: RoleRule = {
  id: "conditional-action",
  defaultSeverity: "warning",
  summary: "Required actions that are granted under a condition that can't be settled.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict, kind) => verdict.verdict === "conditional" && !isWeakened(evaluated, kind, verdict),
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["limits", "denies", "allows", "unknown"]);
        const why = causes[0] === undefined ? "" : ` (${causeWords(causes[0])})`;
        return {
          message: `${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} under a condition only${why}`,
          help: settlingHelp(causes[0]),
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};
