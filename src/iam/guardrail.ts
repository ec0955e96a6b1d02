import { filePlace } from "../source/place.js";
import type { RequestedAction } from "./action-pattern.js";
import type { ConditionContext } from "./condition/context.js";
import { arnsOf } from "./condition/role-arn.js";
import type { Decision } from "./decision.js";
import {
  type DocumentPolicy,
  type GuardrailLevel,
  overVariantsOf,
  type PatternList,
  type Policy,
  type PrincipalList,
  type Role,
  type Statement,
} from "./model.js";
import { covers, overlaps, type Pattern, wildcards } from "./pattern.js";
import { PolicySet } from "./policy-set.js";
import type { RequestedResource } from "./resource-reach.js";
import { any, not } from "./ternary.js";
import type { Cause, DeniedBy, Ternary } from "./verdict.js";

/** A limit that must allow an action in addition to the identity policies. */
export interface Limit {
  readonly by: DeniedBy;
  /** The name that messages use. */
  readonly name: string;
  /** Whether the limit applies to an action at all. */
  concerns(action: RequestedAction): boolean;
  readonly set: PolicySet;
  /** The cause for an action that none of its statements allows. */
  readonly outside: Cause;
  decide(action: RequestedAction, requested: RequestedResource): Decision;
}

/**
 * The guardrails above a role: every level from the root to the account must allow, and none may deny
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).
 */
export function guardrailLimits(role: Role, context: ConditionContext): readonly Limit[] {
  if (role.guardrails === undefined || isServiceLinked(role)) return [];
  // The organization writes them in its own account.
  const arns = context.arns?.map((arn) => ({ ...arn, own: null })) ?? [];
  return role.guardrails.map((level) => limitOf(level, { ...context, arns }));
}

/**
 * SCPs don't affect service-linked roles
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html), and no other role's name may begin
 * like theirs (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html).
 */
function isServiceLinked({ name }: Role): boolean {
  return name?.startsWith("AWSServiceRoleFor") === true;
}

/**
 * Adds the Deny statements of resource control policies that concern the role to its trust policy. AWS checks these policies in each
 * request to assume it (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html).
 */
export function withResourcePolicies(
  role: Role,
  partitions: () => readonly string[],
  accounts: readonly string[],
): Role {
  const policies = (role.guardrails ?? []).flatMap((level) => (level.isOfResources ? level.policies : []));
  if (policies.length === 0 || isServiceLinked(role)) return role;
  // These policies never grant anything, so an Allow has no effect.
  const denials = policies
    .flatMap((one) =>
      one.kind === "document" ? one.document.statements.map((own) => ({ ...own, policy: one.name })) : [],
    )
    .filter(({ effect }) => effect !== "Allow");
  const arns = arnsOf(role, partitions(), accounts).map(({ pattern }) => pattern);
  // An unknown part of them can only be a Deny.
  const open = policies.flatMap((one) => {
    const parts = one.kind === "unresolved" ? [one] : one.kind === "document" ? one.document.unresolved : [];
    return parts.map((part): Statement => {
      const { place, expression } = part;
      const conditions = [{ kind: "unresolved", expression, place }] as const;
      const policy = one.kind === "reference" ? {} : { policy: one.name };
      return { ...ALLOW_ALL, ...policy, place, effect: "Deny", resources: null, principals: ANYONE, conditions };
    });
  });
  return overVariantsOf(role, (variant) => {
    const { trust } = variant;
    if (trust === null || !("statements" in trust)) return variant;
    const { place, version, problems, size } = trust;
    const statements = [...trust.statements, ...denials.flatMap((one) => ofRole(one, arns)), ...open];
    return { ...variant, trust: { place, version, problems, size, statements, unresolved: trust.unresolved } };
  });
}

/** The statement, if its Resource matches a role with one of the ARNs. If that is uncertain, an unknown condition is added. */
function ofRole(statement: Statement, arns: readonly Pattern[]): readonly Statement[] {
  const { resources, conditions, place } = statement;
  const holds = resources === null ? "yes" : holdsRole(resources, arns);
  if (holds === "no") return [];
  if (holds === "yes" && statement.effect === "Deny") return [statement];
  const unknown = { kind: "unresolved", expression: "its Resource", place } as const;
  return [{ ...statement, effect: "Deny", conditions: [...conditions, unknown] }];
}

function holdsRole({ patterns, negated }: PatternList, arns: readonly Pattern[]): Ternary {
  const held = any(
    patterns.map(({ text }) => {
      if (typeof text !== "string") return "unknown";
      const pattern = wildcards(text);
      if (arns.every((arn) => covers(pattern, arn))) return "yes";
      return arns.some((arn) => overlaps(pattern, arn)) ? "unknown" : "no";
    }),
  );
  return negated ? not(held) : held;
}

function limitOf(level: GuardrailLevel, context: ConditionContext): Limit {
  const set = PolicySet.guardrailsOf(attachedAt(level), context);
  const { name, place, isOfResources } = level;
  const outside: Cause = {
    effect: "limits",
    policy: name,
    statement: null,
    place,
    detail: "no policy there allows it",
  };
  return {
    by: "guardrail",
    name,
    concerns: (action) => !isOfResources || takesResourcePolicies(action.folded),
    set,
    outside,
    decide(action, requested) {
      if (!this.concerns(action)) return { verdict: "granted", deniedBy: null, causes: [] };
      const whole = set.decide(action, requested);
      // AWS's own policy is no cause: it obviously allows everything, and it is in no file.
      const decision = { ...whole, causes: whole.causes.filter(({ statement }) => statement !== ALLOW_ALL) };
      const unknown = set.unknownFor(action);
      // Unlike an unknown identity policy, an unknown guardrail may deny what others allow.
      const isSure = unknown.length === 0 || decision.verdict === "denied";
      return isSure ? decision : { verdict: "undetermined", deniedBy: null, causes: [...unknown, ...decision.causes] };
    },
  };
}

/**
 * "List of AWS services that support RCPs", read on 2026-09-26:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html. The same page exempts
 * `kms:RetireGrant`.
 */
const OF_RESOURCES = new Set(
  "aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray".split(
    " ",
  ),
);

function takesResourcePolicies(action: string): boolean {
  return OF_RESOURCES.has(action.split(":", 1).join()) && action !== "kms:retiregrant";
}

function attachedAt({ isAllowList, policies }: GuardrailLevel): readonly Policy[] {
  return isAllowList ? policies : [FULL_ACCESS, ...policies];
}

const NOWHERE = filePlace("FullAWSAccess");
export const EVERYTHING: PatternList = { negated: false, patterns: [{ text: "*", place: NOWHERE }], place: NOWHERE };
export const ALLOW_ALL: Statement = {
  place: NOWHERE,
  sid: null,
  effect: "Allow",
  actions: EVERYTHING,
  resources: EVERYTHING,
  principals: null,
  conditions: [],
};

const ANYONE: PrincipalList = {
  negated: false,
  principals: [{ type: "AWS", id: "*", place: NOWHERE }],
  place: NOWHERE,
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
