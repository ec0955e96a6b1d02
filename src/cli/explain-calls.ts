import { FULL_ACCESS } from "../iam/guardrail.js";
import type { Role } from "../iam/model.js";
import { roleWord } from "../rules/action-draft.js";
import type { EvaluatedRole } from "../rules/rule.js";

/** If the role is the appliance's own: what the check says about the roles that it assumes. */
export function explainCalls({ id, file }: Role, action: string, roles: readonly EvaluatedRole[]): readonly string[] {
  if (action.toLowerCase() !== "sts:assumerole") return [];
  return roles.flatMap(({ role, call, refused }) => {
    const caller = refused ?? call?.caller;
    if (caller?.id !== id || caller.file !== file) return [];
    const verdict = refused !== undefined || call === undefined ? "missing" : call.verdict;
    const isLeftOut = refused !== undefined && ": its trust policy leaves this role out";
    // The permission may be certain even if the trust isn't.
    const trusts = verdict === "granted" && call?.trusts !== verdict && ` by this role; its trust is ${call?.trusts}`;
    const isEnough =
      verdict === "granted" &&
      call?.causes.some(({ policy }) => policy === FULL_ACCESS.name) &&
      ": its trust policy asks for no permission";
    return `role ${id}: ${action} on ${roleWord(role)} is ${verdict}${isLeftOut || trusts || isEnough || ""}`;
  });
}
