import { reasonWords, relatedPlaces, roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

export const callerCannotAssume: RoleRule = {
  id: "caller-cannot-assume",
  defaultSeverity: "error",
  summary: "Roles that trust the appliance's own role, which has no permission to assume them.",
  check({ role, call }) {
    if (call === undefined || call.verdict === "granted") return [];
    const { caller, verdict } = call;
    const isSure = verdict === "missing" || verdict === "denied";
    const causes = call.causes.filter(({ effect }) => effect !== "allows");
    const [cause] = causes;
    const why = cause === undefined ? "" : ` (${reasonWords(cause)})`;
    const takes = causes.some(({ effect }) => effect === "denies") ? "take it out of the Deny" : "";
    const grant = "allow it sts:AssumeRole on the role, in its own policy and within its boundary and guardrails";
    return [
      {
        role: role.id,
        kind: null,
        actions: ["sts:AssumeRole"],
        ...(isSure ? {} : { severity: "warning" as const }),
        message: `${roleWord(caller)} ${isSure ? "may not" : "may be unable to"} assume ${roleWord(role)}${why}`,
        help: takes || grant,
        place: cause?.place ?? caller.place,
        related: relatedPlaces(causes.slice(1)),
      },
    ];
  },
};
