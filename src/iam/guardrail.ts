import { filePlace } from "../source/place.js";
import type { RequestedAction } from "./action-pattern.js";
import type { ConditionContext } from "./condition/context.js";
import type { Decision } from "./decision.js";
import type { DocumentPolicy, GuardrailLevel, PatternList, Policy, Role, Statement } from "./model.js";
import { PolicySet } from "./policy-set.js";
import type { AskedResource } from "./resource-reach.js";
import type { Cause, DeniedBy } from "./verdict.js";

/** What has to allow an action beside the identity policies. */
export interface Limit {
  readonly by: DeniedBy;
  readonly set: PolicySet;
  /** The limit as the reason why an action that no statement of it allows can't be done. */
  readonly outside: Cause;
  decide(action: RequestedAction, asked: AskedResource): Decision;
}

/**
 * The guardrails above a role: every level from the root to the account has to allow, and none may deny
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).
 */
export function guardrailLimits(role: Role, context: ConditionContext): readonly Limit[] {
  if (role.guardrails === undefined || isServiceLinked(role)) return [];
  return role.guardrails.map((level) => limitOf(level, context));
}

/**
 * SCPs leave service-linked roles alone (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html), and no other
 * role's name may begin so (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html).
 */
function isServiceLinked({ name }: Role): boolean {
  return name?.startsWith("AWSServiceRoleFor") === true;
}

function limitOf(level: GuardrailLevel, context: ConditionContext): Limit {
  const set = PolicySet.guardrailsOf(attachedAt(level), context);
  const { name, place } = level;
  const outside: Cause = {
    effect: "limits",
    policy: name,
    statement: null,
    place,
    detail: "no policy there allows it",
  };
  return {
    by: "guardrail",
    set,
    outside,
    decide(action, asked) {
      const whole = set.decide(action, asked);
      // That AWS's own policy allows everything goes without saying, and it stands in no file.
      const decision = { ...whole, causes: whole.causes.filter(({ statement }) => statement !== ALLOW_ALL) };
      const unknown = set.unknownFor(action);
      // Unlike an identity policy, one that is not known may deny what others allow.
      const isSure = unknown.length === 0 || decision.verdict === "denied";
      return isSure ? decision : { verdict: "undetermined", deniedBy: null, causes: [...unknown, ...decision.causes] };
    },
  };
}

function attachedAt({ isAllowList, policies }: GuardrailLevel): readonly Policy[] {
  return isAllowList ? policies : [FULL_ACCESS, ...policies];
}

const NOWHERE = filePlace("FullAWSAccess");
export const EVERYTHING: PatternList = { negated: false, patterns: [{ text: "*", place: NOWHERE }], place: NOWHERE };
const ALLOW_ALL: Statement = {
  place: NOWHERE,
  sid: null,
  effect: "Allow",
  actions: EVERYTHING,
  resources: EVERYTHING,
  principals: null,
  conditions: [],
};

/** AWS's own policy, which allows everything. */
export const FULL_ACCESS: DocumentPolicy = {
  kind: "document",
  name: "FullAWSAccess",
  attachment: "managed",
  document: {
    place: NOWHERE,
    version: "2012-10-17",
    statements: [ALLOW_ALL],
    unresolved: [],
    problems: [],
    size: null,
  },
  awsManaged: true,
  place: NOWHERE,
};
