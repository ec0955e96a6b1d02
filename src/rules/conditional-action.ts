import type { ActionVerdict } from "../iam/verdict.js";
import { firstFew } from "../source/first-few.js";
import {
  accountHelp,
  countOf,
  describeReason,
  distinctCauses,
  draftsByKind,
  isDeny,
  neededActions,
  needsConditions,
  relatedPlaces,
  roleWord,
  settlesAll,
  them,
} from "./action-draft.js";
import { type ActionList, actionListsToExtend, hasAction, lineOf } from "./best-list.js";
import type { EvaluatedKind, EvaluatedRole, RoleRule } from "./rule.js";
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
        const isOfVarFile = hasVarFile(causes);
        const lists = isOfVarFile && first?.policy === null ? lackingLists(evaluated, kind, verdicts) : [];
        const [list] = lists;
        const { role } = evaluated;
        const how = first !== undefined && isDeny(first) ? "unless a Deny blocks them" : "only under a condition";
        return {
          ...(needsConditions(kind) || isOfVarFile ? { severity: "error" as const } : {}),
          message: `${roleWord(role)} has ${countOf(kind, verdicts)} ${how}${why}`,
          help: `${
            list
              ? `add ${them(verdicts)} to the list at ${firstFew(lists.map(({ statement }) => lineOf(statement.actions.place)))}`
              : settlingHelp(causes, evaluated, verdicts, (context, some) =>
                  settlesAll(
                    evaluated,
                    kind,
                    verdicts.filter((one) => some.includes(one)),
                  )({ context }),
                )
          }${accountHelp(role)}`,
          place: (list?.statement.actions ?? first ?? role).place,
          related: relatedPlaces(causes.slice(1)),
          ...(list && {
            remedy: { kind: "add-actions", role, lists, actions: verdicts.map(({ action }) => action) } as const,
          }),
        };
      },
    ),
};

/** The lists of the variable files that lack some of the actions. */
function lackingLists(
  { role, sharedWith }: EvaluatedRole,
  kind: EvaluatedKind,
  verdicts: readonly ActionVerdict[],
): readonly ActionList[] {
  const { isEverywhere, condition } = neededActions(kind, verdicts);
  if (!isEverywhere) return [];
  return actionListsToExtend(role, kind.kind, condition, (places) => !!sharedWith?.(places, kind.kind.name)).filter(
    (list) => !verdicts.every(({ action }) => hasAction(list, action)),
  );
}
