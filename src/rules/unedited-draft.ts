import type { RuleId } from "../config/rule-ids.js";
import type { Role } from "../iam/model.js";
import type { Draft } from "./rule.js";

const CLI_OUTPUT =
  "in AWS or where the role is declared (this file is output of the AWS CLI: save it again afterwards)";
const INCOMPLETE = "after all files of its group can be read";

/**
 * Adjusts a draft for a role whose files aren't to be edited: AWS's own output isn't the role's source, and a group's unread file may have
 * what the role seems to lack.
 */
export function uneditedDraft(draft: Draft, rule: RuleId, { isCliOutput, isIncomplete }: Role): Draft {
  if (isCliOutput !== true && isIncomplete !== true) return draft;
  const { remedy: _, help, ...rest } = draft;
  // Unknown values are looked up in AWS, not changed there.
  return {
    ...rest,
    help: help === null || rule === "undetermined-action" ? help : `${isCliOutput ? CLI_OUTPUT : INCOMPLETE}: ${help}`,
  };
}
