import type { RequestedAction } from "./action-pattern.js";
import { type AskedAction, conditionText, RequestsOfRun } from "./asked-resources.js";
import type { Authorization } from "./authorization.js";
import { type ConditionContext, declaredContext, requestContext } from "./condition/context.js";
import { type Decision, overResources, overVariants, withinBoundary } from "./decision.js";
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

  constructor(context: DeclaredContext, authorization: Authorization) {
    this.#requests = new RequestsOfRun(authorization);
    this.#context = context;
  }

  of(role: Role): RoleVerdicts {
    const requests = this.#requests.for(role);
    const inContext = new Map<string, readonly EvaluatedVariant[]>();
    const variantsFor = ({ condition }: AskedAction): readonly EvaluatedVariant[] => {
      const key = conditionText(condition);
      const context = declaredContext(requestContext(this.#context, condition));
      const variants = inContext.get(key) ?? role.variants.map((variant) => new EvaluatedVariant(variant, context));
      inContext.set(key, variants);
      return variants;
    };
    const limits = variantLimits(role);
    const verdictOf = (asked: AskedAction): ActionVerdict => {
      const { action, resources } = requests.of(asked);
      const decisions = variantsFor(asked).map((variant) =>
        overResources(resources.map((resource) => variant.decide(action, resource))),
      );
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

  decide(action: RequestedAction, asked: AskedResource): Decision {
    const granted = this.#identity.decide(action, asked);
    if (this.#boundary === null) return granted;
    const { policies, outside } = this.#boundary;
    return withinBoundary(granted, policies.decide(action, asked), outside);
  }
}
