import { RULE_IDS } from "../config/rule-ids.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { pageText } from "./page-text.js";
import { usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

/** Prints a rule's page. */
export async function explainRule(name: string, terminal: Terminal): Promise<number> {
  const id = RULE_IDS.find((known) => known === name);
  if (id === undefined) {
    const near = nearestWord(name, RULE_IDS);
    return near === null
      ? usageError(terminal, `${name} is not a rule; to explain a role, also name an action`, EXAMPLE)
      : usageError(terminal, `unknown rule ${name}`, `${advice(near, "")} For a role, name an action as well`);
  }
  const { rulePages } = await import("./rule-pages.js");
  terminal.say(pageText(rulePages()[id], Math.min(terminal.columns, MAX_WIDTH)));
  return 0;
}

export const USAGE = "explain takes a role and one action, or a rule";
export const EXAMPLE = "for example: worker-iam-check explain VeeamRole ec2:RunInstances infra";

/** Longer lines of prose are hard to read. */
const MAX_WIDTH = 100;
