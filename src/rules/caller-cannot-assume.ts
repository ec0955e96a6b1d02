import { isRefused } from "../iam/verdict.js";
import { reasonWords, relatedPlaces, roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { trustPlace } from "./trust-draft.js";

export const callerCannotAssume: RoleRule = {
  id: "caller-cannot-assume",
  defaultSeverity: "error",
  summary: "Roles that the appliance's own role cannot assume: it has no permission, or they trust others.",
  check({ role, call, refused, trust }) {
    if (refused !== undefined)
      return [
        {
          role: role.id,
          kind: null,
          actions: ["sts:AssumeRole"],
          // Policy files needn't be named after their role, so the appliance's role is uncertain.
          ...(refused.format === "policy-json" ? { severity: "warning" as const } : {}),
          message: `the trust policy of ${roleWord(role)} leaves out ${roleWord(refused)}, the appliance's own`,
          help: "trust that role or its account; if another role is the appliance's, name it as `appliance` in the configuration",
          place: trustPlace(role),
          related: [],
        },
      ];
    if (call === undefined || call.verdict === "granted") return [];
    const { caller } = call;
    const isSure = isRefused(call);
    const causes = call.causes.filter(({ effect }) => effect !== "allows");
    const [cause] = causes;
    // A resource control policy also denies the trust, which `trust-denied` reports.
    const inTrust = trust.filter(({ verdict }) => verdict === "denied").flatMap((one) => one.causes);
    if (cause !== undefined && inTrust.some(({ statement, place }) => statement !== null && place === cause.place))
      return [];
    const why = cause === undefined ? "" : ` (${reasonWords(cause)})`;
    const takes = causes.some(({ effect }) => effect === "denies") ? "remove it from the Deny" : "";
    const grant =
      "allow it to call sts:AssumeRole on the role, in its own policy and within its boundary and guardrails";
    return [
      {
        role: role.id,
        kind: null,
        actions: ["sts:AssumeRole"],
        ...(isSure ? {} : { severity: "warning" as const }),
        message: `${roleWord(caller)} ${isSure ? "can't" : "may be unable to"} assume ${roleWord(role)}${why}`,
        help: takes || grant,
        place: cause?.place ?? caller.place,
        related: relatedPlaces(causes.slice(1)),
      },
    ];
  },
};
