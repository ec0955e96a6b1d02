import type { Role } from "../iam/model.js";
import type { Cause } from "../iam/verdict.js";
import { cannotPassAllRoles } from "../path/passing.js";
import {
  accountHelp,
  countOf,
  describeReason,
  distinctCauses,
  draftsByKind,
  isDeny,
  type Needed,
  neededActions,
  needsConditions,
  relatedPlaces,
  roleWord,
  settlesAll,
} from "./action-draft.js";
import { declaringHelp } from "./declaring.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";
import { takeOut } from "./take-out.js";
import { isWeakened } from "./weakened-action.js";

export const partialAction: RoleRule = {
  id: "partial-action",
  defaultSeverity: "warning",
  summary: "Required actions that are granted only on some resources.",
  check: (evaluated) => [false, true].flatMap((isBroken) => drafts(evaluated, isBroken)),
};

/** `isBroken` selects the actions that lack something that is certainly needed. */
function drafts(evaluated: EvaluatedRole, isBroken: boolean): readonly Draft[] {
  return draftsByKind(
    evaluated,
    (verdict, kind) =>
      verdict.verdict === "partial" &&
      isBroken === (verdict.passes?.length === 0) &&
      !isWeakened(evaluated, kind, verdict),
    (kind, verdicts) => {
      const causes = distinctCauses(verdicts, ["allows", "limits", "denies"]);
      const [first] = causes;
      const why = first === undefined ? "" : ` (${describeReason(first)})`;
      const denied = first !== undefined && isDeny(first) ? `, ${takenBack(first)}` : "";
      const isOpen =
        isBroken || (needsConditions(kind) && verdicts.some(({ underCondition }) => underCondition === true));
      return {
        ...(isOpen ? { severity: "error" as const } : {}),
        message: `${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} only on some resources${denied}${why}`,
        help: `${helpFor(evaluated.role, causes, neededActions(kind, verdicts), (words) => {
          const declarable = verdicts.filter((one) => !cannotPassAllRoles(one));
          if (declarable.length === 0) return "";
          return declaringHelp(declarable, settlesAll(evaluated, kind, declarable), words);
        })}${accountHelp(evaluated.role)}`,
        place: causes[0]?.place ?? evaluated.role.place,
        related: relatedPlaces(causes.slice(1)),
      };
    },
  );
}

/** Says how a Deny affects the rest: a Deny with only a condition may block all of it or nothing, and any other blocks some of it. */
function takenBack({ detail }: Cause): string {
  return detail?.startsWith("condition ") ? "unless a Deny blocks them" : "because a Deny blocks the others";
}

/** No further grant overrides a Deny. Declaring where the product works doesn't help with actions that are needed on specific resources. */
function helpFor(
  role: Role,
  causes: readonly Cause[],
  { words, isEverywhere, condition }: Needed,
  declaring: (words: string | undefined) => string,
): string {
  const isLimited = causes.some(({ effect, detail }) => effect === "limits" && /(?:^|, )condition /.test(detail ?? ""));
  const open = isLimited && condition === undefined ? " and without the condition" : "";
  const grant = `grant them on ${words}${open}, as the requirements do`;
  const lines = declaring(isEverywhere ? undefined : "");
  const declare = lines === "" ? "" : `; or, if the product needs less, declare that in the configuration: ${lines}`;
  if (!causes.some(isDeny)) return `${grant}${declare}`;
  const take = takeOut(role, causes, "remove them from the Deny");
  const both = causes.some(({ effect }) => effect === "limits") ? `${grant}, and ${take}` : take;
  return `${both}${declare}`;
}
