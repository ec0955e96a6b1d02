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
    if (refused !== undefined || call === undefined)
      return `role ${id}: ${action} on ${roleWord(role)} is missing: its trust policy leaves this role out`;
    const verdict = call.verdict === "granted" ? call.trusts : call.verdict;
    const isEnough = verdict === "granted" && call.causes.some(({ policy }) => policy === FULL_ACCESS.name);
    const why = isEnough ? ": its trust policy asks for no permission" : "";
    return `role ${id}: ${action} on ${roleWord(role)} is ${verdict}${why}`;
  });
}
