import { boundaryBlocksAction } from "./boundary-blocks-action.js";
import { callerCannotAssume } from "./caller-cannot-assume.js";
import { conditionalAction } from "./conditional-action.js";
import { coverageLost } from "./coverage-lost.js";
import { deniedAction } from "./denied-action.js";
import { excessAccess } from "./excess-access.js";
import { guardrailBlocksAction } from "./guardrail-blocks-action.js";
import { instanceProfileMissing } from "./instance-profile-missing.js";
import { invalidPolicy } from "./invalid-policy.js";
import { keyPolicyBlocksAction } from "./key-policy-blocks-action.js";
import { missingAction } from "./missing-action.js";
import { partialAction } from "./partial-action.js";
import { policyQuota } from "./policy-quota.js";
import type { RoleRule, RuleDescription } from "./rule.js";
import { runRules } from "./run-rules.js";
import { stalePlan } from "./stale-plan.js";
import { trustConditional } from "./trust-conditional.js";
import { trustDenied } from "./trust-denied.js";
import { trustMissing } from "./trust-missing.js";
import { trustSuspectPrincipal } from "./trust-suspect-principal.js";
import { trustTooWide } from "./trust-too-wide.js";
import { undeterminedAction } from "./undetermined-action.js";
import { unknownAction } from "./unknown-action.js";
import { weakenedAction } from "./weakened-action.js";

/** The rules about a role, in the best order for reading a role's findings. */
export const roleRules: readonly RoleRule[] = [
  missingAction,
  deniedAction,
  boundaryBlocksAction,
  guardrailBlocksAction,
  weakenedAction,
  stalePlan,
  partialAction,
  conditionalAction,
  undeterminedAction,
  callerCannotAssume,
  keyPolicyBlocksAction,
  trustMissing,
  trustDenied,
  trustConditional,
  trustTooWide,
  trustSuspectPrincipal,
  instanceProfileMissing,
  invalidPolicy,
  unknownAction,
  policyQuota,
  excessAccess,
];

/** Every rule, for severities, SARIF, and the documentation. */
export const allRules: readonly RuleDescription[] = [...roleRules, coverageLost, ...Object.values(runRules)];
