import {
  countOf,
  describeReason,
  distinctCauses,
  draftsByKind,
  relatedPlaces,
  roleWord,
  them,
} from "./action-draft.js";
import { inSource, leftInSource } from "./in-source.js";
import type { RoleRule } from "./rule.js";
import { takeOut } from "./take-out.js";

export const deniedAction: RoleRule = {
  id: "denied-action",
  defaultSeverity: "error",
  summary: "Required actions that a Deny statement blocks.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict) => verdict.verdict === "denied" && verdict.deniedBy === "statement",
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["denies"]);
        const by = causes[0] === undefined ? "" : ` by ${describeReason(causes[0])}`;
        return {
          message: `${roleWord(evaluated.role)} is denied ${countOf(kind, verdicts)}${by}`,
          help: `${takeOut(evaluated.role, causes, `remove ${them(verdicts)} from the Deny statement`)}: a Deny overrides every Allow`,
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ).map((draft) =>
      leftInSource(draft, evaluated)?.length === 0 ? inSource(draft, `no longer denies ${them(draft.actions)}`) : draft,
    ),
};
