import { suspectPrincipals } from "../iam/suspect-principal.js";
import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

/** Reports principals of the trust policy that are probably mistakes. */
export const trustSuspectPrincipal: RoleRule = {
  id: "trust-suspect-principal",
  defaultSeverity: "warning",
  summary: "A principal in the trust policy that is most likely a mistake.",
  check({ role, partition }) {
    const [first, ...others] = suspectPrincipals(role, partition);
    if (first === undefined) return [];
    return [
      {
        role: role.id,
        kind: null,
        actions: [],
        message: `${roleWord(role)}: ${first.message}`,
        help: first.help,
        place: first.place,
        related: others.map(({ message, place }) => ({ message, place })),
      },
    ];
  },
};
