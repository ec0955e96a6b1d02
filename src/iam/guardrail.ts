import { filePlace } from "../source/place.js";
import type { RequestedAction } from "./action-pattern.js";
import type { ConditionContext } from "./condition/context.js";
import type { Decision } from "./decision.js";
import type { Deployment } from "./deployment.js";
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
const EVERYTHING: PatternList = { negated: false, patterns: [{ text: "*", place: NOWHERE }], place: NOWHERE };
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

const PRINCIPAL_ARN = "aws:principalarn";

/** What is known of every request of a role: guardrails make exceptions for certain roles. */
export function contextOfGuardrails(
  role: Role,
  context: ConditionContext,
  deployment: Deployment | null,
): ConditionContext {
  if (role.guardrails === undefined) return context;
  const arns = principalArns(role, deployment);
  return {
    ...context,
    valueOf(key) {
      const value = context.valueOf(key);
      return value === "unknown" && key === PRINCIPAL_ARN ? (arns ?? value) : value;
    },
  };
}

/** What `aws:PrincipalArn` may be. The role's path and its account may not be known: where an exception looks at either, the key stays unknown. */
function principalArns(role: Role, deployment: Deployment | null): readonly string[] | undefined {
  const accounts = deployment?.accounts ?? [];
  const path = pathOf(role);
  const all = (role.guardrails ?? []).flatMap(({ policies }) => policies.flatMap(principalPatterns));
  const patterns = all.filter((text) => !isOfNoSuchRole(text, path));
  // AWS's example denies the root user all: what fits no role needs no name.
  const ofRole = role.name ?? (patterns.every((text) => text.endsWith(":role/*")) ? "x" : null);
  if (ofRole === null) return undefined;
  const tellsNoMore = patterns.every((text) => {
    const [, account = "", name = ""] = /^arn:[^:]*:(?:iam|\*):[^:]*:([^:]*):(.*)$/.exec(text) ?? [];
    if (name === "" || text.includes("${") || !(/^\*+$/.test(account) || accounts.length > 0)) return false;
    return path !== undefined || (!/\/\*.+\*$/.test(name) && name.split("/").length < 3);
  });
  const among = accounts.length > 0 ? accounts : ["000000000000"];
  return tellsNoMore
    ? among.map((one) => `arn:${deployment?.partition ?? "aws"}:iam::${one}:role${path ?? "/"}${ofRole}`)
    : undefined;
}

/** Undefined where it is not known: the policies of a file by themselves have none. */
function pathOf({ path, format }: Role): string | undefined {
  if (path === undefined) return format === "policy-json" ? path : "/";
  return path.includes("${") ? undefined : path;
}

/** Whatever the account: those of other principals, and of roles on paths where nobody but AWS makes any. */
const OF_NO_ROLE =
  /:root$|^arn:[^:]*:sts:|^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:user|group|assumed-role|federated-user)\/|role\/aws-(?:service-role|reserved)\/)/;

/** Whether a pattern fits no role on a path. */
function isOfNoSuchRole(pattern: string, path: string | undefined): boolean {
  if (OF_NO_ROLE.test(pattern)) return true;
  const start = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(role\/[^*?$]*)/.exec(pattern)?.[1];
  if (path === undefined || start === undefined) return false;
  const own = `role${path}`;
  return start.startsWith(own) ? start.slice(own.length).includes("/") : !own.startsWith(start);
}

function principalPatterns(policy: Policy): readonly string[] {
  if (policy.kind !== "document") return [];
  const tests = policy.document.statements.flatMap(({ conditions }) => conditions);
  return tests.flatMap((test) =>
    test.kind === "test" && test.key.toLowerCase() === PRINCIPAL_ARN
      ? test.values.map(({ text }) => (typeof text === "string" ? text : "${"))
      : [],
  );
}
