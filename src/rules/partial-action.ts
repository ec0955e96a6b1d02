import type { Cause } from "../iam/verdict.js";
import {
  countOf,
  distinctCauses,
  draftsByKind,
  isDeny,
  neededResources,
  reasonWords,
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
        const [first] = causes;
        const why = first === undefined ? "" : ` (${reasonWords(first)})`;
        const denied = first !== undefined && isDeny(first) ? ", as a Deny takes the others back" : "";
        return {
          message: `${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} on some resources only${denied}${why}`,
          help: helpFor(causes, neededResources(kind, verdicts)),
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};

/** What a Deny takes back no further grant gives. */
function helpFor(causes: readonly Cause[], resources: string): string {
  const grant = `grant them on ${resources}, as the requirements do`;
  const cover = "make sure that the resources cover all that is backed up";
  const denies = causes.filter(isDeny).length;
  if (denies === 0) return `${grant}, or ${cover}`;
  const take = "take them out of the Deny";
  const spare = "make sure that it spares all that is backed up";
  return causes.some(({ effect }) => effect === "limits") ? `${grant}, and ${take}` : `${take}, or ${spare}`;
}
