import { readFileSync } from "node:fs";
import { RULE_IDS, type RuleId } from "../config/rule-ids.js";

/** The Markdown pages of docs/rules. The build inlines them into the bundle (`scripts/pack-strings.mjs`). */
export const rulePages = (): Readonly<Record<RuleId, string>> =>
  Object.fromEntries(
    RULE_IDS.map((id) => [id, readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), "utf8")]),
  ) as Record<RuleId, string>;
