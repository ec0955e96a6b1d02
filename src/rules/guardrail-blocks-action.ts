import {
  countOf,
  describeReason,
  draftsByKind,
  isDeniedOnly,
  isDeny,
  limitingCauses,
  relatedPlaces,
  roleWord,
  them,
} from "./action-draft.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";

export const guardrailBlocksAction: RoleRule = {
  id: "guardrail-blocks-action",
  defaultSeverity: "error",
  summary: "Required actions that the role's policies grant but an organization policy blocks.",
  check: (evaluated) => [false, true].flatMap((isDenied) => drafts(evaluated, isDenied)),
};

function drafts(evaluated: EvaluatedRole, isDenied: boolean): readonly Draft[] {
  return draftsByKind(
    evaluated,
    (verdict) => verdict.deniedBy === "guardrail" && isDeniedOnly(verdict) === isDenied,
    (kind, verdicts) => {
      const causes = limitingCauses(verdicts, isDenied);
      const [cause, ...others] = causes;
      // Each level may leave out different actions.
      const levels = causes.flatMap((one) => (one.statement !== null || isDeny(one) ? [] : (one.policy ?? [])));
      const names = cause?.statement === null ? [...new Set(levels)] : [cause?.policy];
      const count = countOf(kind, verdicts);
      const role = roleWord(evaluated.role);
      const by = cause === undefined ? "" : `: ${names.join(" or ")} does not allow ${them(verdicts)}`;
      return {
        message:
          isDenied && cause !== undefined
            ? `${role} is denied ${count} by ${describeReason(cause).replace(/^(?=policy )/, "the organization's ")}`
            : `the organization does not let ${role} perform ${count}${by}`,
        help: isDenied
          ? `remove ${them(verdicts)} from the Deny, or make an exception for the role in its Condition: no policy in the account overrides a guardrail`
          : `allow ${them(verdicts)} in a policy at that level as well: every level from the root to the account must allow ${them(verdicts)}`,
        place: cause?.place ?? evaluated.role.place,
        related: relatedPlaces(others),
      };
    },
  );
}
