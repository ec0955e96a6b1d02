/** The IDs of all rules. Configs, suppressions, SARIF, and the pages in docs/rules use these names, so they never change. */
export const RULE_IDS = [
  "missing-action",
  "denied-action",
  "boundary-blocks-action",
  "guardrail-blocks-action",
  "weakened-action",
  "stale-plan",
  "partial-action",
  "conditional-action",
  "undetermined-action",
  "caller-cannot-assume",
  "key-policy-blocks-action",
  "trust-missing",
  "trust-denied",
  "trust-conditional",
  "trust-too-wide",
  "trust-suspect-principal",
  "instance-profile-missing",
  "invalid-policy",
  "unknown-action",
  "policy-quota",
  "excess-access",
  "coverage-lost",
  "unreadable-file",
  "no-worker-role",
  "unmatched-role",
  "stale-suppression",
  "unread-config",
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** Where to read the rules' pages on the web. A test compares it with package.json. */
export const RULE_PAGES = "https://github.com/OWNER/worker-iam-check/blob/main/docs/rules/";
