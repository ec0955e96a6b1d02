import type { RuleId } from "../config/rule-ids.js";
import type { Role } from "../iam/model.js";
import type { Draft } from "./rule.js";

const WHERE = "in AWS or where the role is declared (this file is AWS's answer: save it anew afterwards)";

/** Of a role that AWS has told: its file is no source, so that nothing is mended there. */
export function answerDraft(draft: Draft, rule: RuleId, { isAnswer }: Role): Draft {
  if (isAnswer !== true) return draft;
  const { remedy: _, help, ...rest } = draft;
  // What is unknown is asked of AWS, not changed there.
  return { ...rest, help: help === null || rule === "undetermined-action" ? help : `${WHERE}: ${help}` };
}
