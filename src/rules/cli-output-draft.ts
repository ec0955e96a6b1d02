import type { RuleId } from "../config/rule-ids.js";
import type { Role } from "../iam/model.js";
import type { Draft } from "./rule.js";

const WHERE = "in AWS or where the role is declared (this file is output of the AWS CLI: save it again afterwards)";

/** Adjusts a draft for a role read from AWS's own output. That file isn't the role's source, so a fix doesn't belong there. */
export function answerDraft(draft: Draft, rule: RuleId, { isCliOutput }: Role): Draft {
  if (isCliOutput !== true) return draft;
  const { remedy: _, help, ...rest } = draft;
  // Unknown values are looked up in AWS, not changed there.
  return { ...rest, help: help === null || rule === "undetermined-action" ? help : `${WHERE}: ${help}` };
}
