/** Every rule's id: the names that configs, suppressions, SARIF and the pages in docs/rules use. Never renamed. */
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

/** Where the rules' pages are read on the web. A test holds it against package.json. */
export const RULE_PAGES = "https://github.com/OWNER/worker-iam-check/blob/main/docs/rules/";
