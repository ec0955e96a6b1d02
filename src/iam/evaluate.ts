import type { RequestedAction } from "./action-pattern.js";
import { type AskedAction, conditionText, type Request, RequestsOfRun } from "./asked-resources.js";
import type { Authorization } from "./authorization.js";
import { type ConditionContext, declaredContext, requestContext } from "./condition/context.js";
import { type Decision, overResources, overVariants, withinBoundary } from "./decision.js";
import { areApart } from "./joint-reach.js";
import type { Role, RoleVariant } from "./model.js";
import { outsideBoundary, PolicySet } from "./policy-set.js";
import type { AskedResource } from "./resource-reach.js";
import { variantLimits } from "./variant-cause.js";
import type { ActionVerdict, Cause, DeclaredContext } from "./verdict.js";

/** Decides one action on a role. */
export type RoleVerdicts = (asked: AskedAction) => ActionVerdict;

/**
 * Decides what a role may do: the union of its identity policies, less what a Deny takes back, within its permissions
 * boundary. One verdict for each action asked, in the same order.
 */
export function evaluateRole(
  role: Role,
  actions: readonly AskedAction[],
  context: DeclaredContext,
  authorization: Authorization,
): ActionVerdict[] {
  return actions.map(new Evaluation(context, authorization).of(role));
}

/** The same for many roles and several lists of actions, which share most of theirs. */
export class Evaluation {
  readonly #requests: RequestsOfRun;
  readonly #context: DeclaredContext;
  readonly #today: string | null;

  /** @param today `YYYY-MM-DD`; null where nothing is known of the time of requests */
  constructor(context: DeclaredContext, authorization: Authorization, today: string | null = null) {
    this.#requests = new RequestsOfRun(authorization);
    this.#context = context;
    this.#today = today;
  }

  of(role: Role): RoleVerdicts {
    const requests = this.#requests.for(role);
    const inContext = new Map<string, readonly EvaluatedVariant[]>();
    const variantsFor = ({ condition }: AskedAction): readonly EvaluatedVariant[] => {
      const key = conditionText(condition);
      const context = declaredContext(requestContext(this.#context, condition), this.#today);
      const variants = inContext.get(key) ?? role.variants.map((variant) => new EvaluatedVariant(variant, context));
      inContext.set(key, variants);
      return variants;
    };
    const limits = variantLimits(role);
    const verdictOf = (asked: AskedAction): ActionVerdict => {
      const request = requests.of(asked);
      if (needsNoPermission(request.action.folded)) {
        return { action: asked.action, verdict: "granted", deniedBy: null, causes: [] };
      }
      const decisions = variantsFor(asked).map((variant) => variant.decideAll(request));
      return { action: asked.action, ...overVariants(decisions, limits) };
    };
    const known = new Map<string, ActionVerdict>();
    return (asked) => {
      const key = [asked.action, conditionText(asked.condition), ...asked.resources].join("\n");
      const verdict = known.get(key) ?? verdictOf(asked);
      known.set(key, verdict);
      return verdict;
    };
  }
}

/**
 * AWS answers whoever asks, even where a policy denies it:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function needsNoPermission(action: string): boolean {
  return action === "sts:getcalleridentity";
}

class EvaluatedVariant {
  readonly #identity: PolicySet;
  readonly #boundary: { readonly policies: PolicySet; readonly outside: Cause } | null;

  constructor({ policies, boundary }: RoleVariant, context: ConditionContext) {
    this.#identity = PolicySet.ofIdentity(policies, context);
    this.#boundary =
      boundary === null
        ? null
        : { policies: PolicySet.ofBoundary(boundary, context), outside: outsideBoundary(boundary) };
  }

  decideAll({ action, resources, needed }: Request): Decision {
    const decisions = resources.map((resource) => this.#decide(action, resource));
    const failing = needed
      .map((resource) => decisions[resources.indexOf(resource)])
      .find((decision) => decision?.verdict === "denied" || decision?.verdict === "missing");
    return failing ?? overResources(decisions);
  }

  #decide(action: RequestedAction, asked: AskedResource): Decision {
    const granted = this.#identity.decide(action, asked);
    if (this.#boundary === null) return granted;
    const { policies, outside } = this.#boundary;
    const boundary = policies.decide(action, asked);
    const isApart =
      granted.verdict === "partial" &&
      boundary.verdict === "partial" &&
      areApart(this.#identity.allowing(action, asked), policies.allowing(action, asked));
    if (isApart) return { verdict: "denied", deniedBy: "boundary", causes: [outside, ...boundary.causes] };
    return withinBoundary(granted, boundary, outside);
  }
}
