import type { Role } from "../iam/model.js";
import type { Cause } from "../iam/verdict.js";
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
import { takeOut, withoutAws } from "./take-out.js";

export const boundaryBlocksAction: RoleRule = {
  id: "boundary-blocks-action",
  defaultSeverity: "error",
  summary: "Required actions that a policy grants but the permissions boundary leaves out or denies.",
  check: (evaluated) => [false, true].flatMap((isDenied) => drafts(evaluated, isDenied)),
};

/** With `isDenied`, drafts about actions that a Deny of the boundary blocks. For these, adding an Allow to the boundary doesn't help. */
function drafts(evaluated: EvaluatedRole, isDenied: boolean): readonly Draft[] {
  const role = roleWord(evaluated.role);
  return draftsByKind(
    evaluated,
    (verdict) => verdict.deniedBy === "boundary" && isDeniedOnly(verdict) === isDenied,
    (kind, verdicts) => {
      const causes = limitingCauses(verdicts, isDenied);
      const [first] = causes;
      const boundary = `the permissions boundary${first === undefined ? "" : ` "${first.policy}"`}`;
      return {
        message:
          isDenied && first !== undefined
            ? `${role} is denied ${countOf(kind, verdicts)} by its permissions boundary (${describeReason(first)})`
            : `${boundary} of ${role} leaves out ${countOf(kind, verdicts)}`,
        help: isDenied
          ? `${takeOut(evaluated.role, causes, `remove ${them(verdicts)} from the Deny of the boundary`)}: a Deny overrides every Allow`
          : `${allowing(evaluated.role, causes, them(verdicts))}: a role can do only what its policies and its boundary both allow`,
        place: first?.place ?? evaluated.role.place,
        related: relatedPlaces(causes.slice(1)),
      };
    },
  );
}

function allowing(role: Role, causes: readonly Cause[], those: string): string {
  const [first] = causes;
  const without = first === undefined ? null : withoutAws(role, first);
  if (without !== null) return without;
  return `allow ${those} in the boundary as well${causes.some(isDeny) ? `, and remove ${those} from its Deny` : ""}`;
}
