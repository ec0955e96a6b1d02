import type { CheckOptions } from "../config/options.js";
import type { Authorization } from "../iam/authorization.js";
import type { Deployment } from "../iam/deployment.js";
import { Evaluation } from "../iam/evaluate.js";
import { FULL_ACCESS } from "../iam/guardrail.js";
import type { Policy, Role, RoleVariant } from "../iam/model.js";
import type { RequiredAction } from "../iam/requests.js";
import type { DeclaredResources } from "../iam/resource-set.js";
import { documentsOf } from "../iam/role-documents.js";
import { declaredPartition } from "../iam/role-partitions.js";
import { evaluateTrust } from "../iam/trust.js";
import type { DeclaredContext, TrustParty } from "../iam/verdict.js";
import type { Requirements } from "../requirements/requirements.js";
import { unlistedResources } from "../select/unlisted-resources.js";
import { showText } from "../source/node.js";
import { filePlace } from "../source/place.js";

/** Declarations that a user may add to the existing ones. */
export interface Declarable {
  readonly context?: DeclaredContext;
  readonly deployment?: Deployment;
  readonly resources?: readonly DeclaredResources[];
  /** ARNs of policies, to see whether any documents for these policies would settle the question. */
  readonly policies?: readonly string[];
  /** For a role in a plan, its policies as they are now in the source. */
  readonly isRenewed?: true;
}

/**
 * Whether these declarations would grant all requested access. Null if they weren't tried. Help suggests only declarations that have an
 * effect.
 */
export type Settles = (more: Declarable) => boolean | null;

/** Tries declarations that help is about to suggest. */
export interface Simulation {
  /** Whether all of the actions would be granted. Null if the declarations weren't tried. */
  grants(required: readonly RequiredAction[], more: Declarable): boolean | null;
  /** Returns the actions that would still not be granted. Null if the declarations weren't tried. */
  lacking(required: readonly RequiredAction[], more: Declarable): readonly RequiredAction[] | null;
  trust(party: TrustParty, more: Pick<Declarable, "context" | "isRenewed">): boolean | null;
}

/**
 * The maximum number of declarations to try in a run, and the largest policy to try one for, in action patterns. In a run of twenty
 * thousand roles, nobody pastes a line for each role, and nobody reads a line about a policy with a hundred thousand actions.
 */
const MAX_TRIED = 300;
const MAX_PATTERNS = 2_000;

/** Tries declarations that help is about to suggest for a role. Everything else is as in the run. */
export function simulate(
  options: CheckOptions,
  requirements: Requirements,
  authorization: Authorization,
  today: string,
): (role: Role) => Simulation {
  let left = MAX_TRIED;
  const withMore = (context: DeclaredContext = new Map()) => new Map([...options.context, ...context]);
  const isRefused = ({ deployment, resources = [] }: Declarable): boolean =>
    (deployment !== undefined && (options.deployment !== null || options.context.has("aws:requestedregion"))) ||
    resources.some(({ actions }) => options.resources.some((own) => own.actions === actions)) ||
    unlistedResources(
      resources.map((one) => ({ ...one, place: filePlace(".") })),
      requirements,
      authorization,
    ).length > 0;
  const isSpent = (role: Role): boolean => {
    left -= 1;
    return left < 0 || patternsOf(role) > MAX_PATTERNS;
  };
  /** Returns a test for actions that are refused even then. Null if the declarations weren't tried. */
  const refusalWith = (role: Role, more: Declarable): ((one: RequiredAction) => boolean) | null => {
    const tried = more.isRenewed ? role.renewed?.() : role;
    if (tried === undefined || isSpent(role)) return null;
    if (isRefused(more)) return () => true;
    const context = withMore(more.context);
    const resources = [...(more.resources ?? []), ...options.resources];
    const declared = { ...options, context, resources, deployment: more.deployment ?? options.deployment };
    const of = new Evaluation(context, authorization, today, declared).of(
      allowing({ ...role, variants: tried.variants }, more.policies ?? []),
    );
    return (one) => of(one).verdict !== "granted";
  };
  return (role) => ({
    grants(required, more) {
      const refuses = refusalWith(role, more);
      return refuses && !required.some(refuses);
    },
    lacking(required, more) {
      const refuses = refusalWith(role, more);
      return refuses && required.filter(refuses);
    },
    trust(party, { context, isRenewed }) {
      const tried = isRenewed ? role.renewed?.() : role;
      if (tried === undefined) return null;
      left -= 1;
      const partition = declaredPartition(options);
      const verdict =
        left < 0 ? null : evaluateTrust(tried, party, options.appliance, withMore(context), today, partition);
      return verdict?.verdict === "granted";
    },
  });
}

function patternsOf(role: Role): number {
  const statements = documentsOf(role).flatMap(({ document }) => document.statements);
  return statements.reduce((sum, { actions, resources }) => {
    return sum + actions.patterns.length + (resources?.patterns.length ?? 0);
  }, 0);
}

/** The role as if the policies with these ARNs allowed everything. */
function allowing(role: Role, arns: readonly string[]): Role {
  if (arns.length === 0) return role;
  const known = (policy: Policy): Policy =>
    "arn" in policy && policy.arn !== undefined && arns.includes(showText(policy.arn)) ? FULL_ACCESS : policy;
  const [first, ...others] = role.variants.map(
    (variant): RoleVariant => ({
      ...variant,
      policies: variant.policies.map(known),
      boundary: variant.boundary === null ? null : known(variant.boundary),
    }),
  );
  return first === undefined ? role : { ...role, variants: [first, ...others] };
}
