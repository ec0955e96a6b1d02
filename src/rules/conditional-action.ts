import {
  accountHelp,
  countOf,
  describeReason,
  distinctCauses,
  draftsByKind,
  isDeny,
  needsConditions,
  relatedPlaces,
  roleWord,
  settlesAll,
} from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { hasVarFile, settlingHelp } from "./settling.js";
import { isWeakened } from "./weakened-action.js";

export const conditionalAction: RoleRule = {
  id: "conditional-action",
  defaultSeverity: "warning",
  summary: "Required actions that depend on a condition whose outcome is unknown.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict, kind) => verdict.verdict === "conditional" && !isWeakened(evaluated, kind, verdict),
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["limits", "denies", "allows", "unknown"]);
        const [first] = causes;
        const why = first === undefined ? "" : ` (${describeReason(first)})`;
        const how = first !== undefined && isDeny(first) ? "unless a Deny blocks them" : "only under a condition";
        return {
          ...(needsConditions(kind) || hasVarFile(causes) ? { severity: "error" as const } : {}),
          message: `${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} ${how}${why}`,
          help: `${settlingHelp(causes, evaluated, verdicts, (context, some) =>
            settlesAll(
              evaluated,
              kind,
              verdicts.filter((one) => some.includes(one)),
            )({ context }),
          )}${accountHelp(evaluated.role)}`,
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};
