import { type RequestedAction, requestedAction } from "./action-pattern.js";
import { type AskedAction, AskedResources } from "./asked-resources.js";
import type { Authorization } from "./authorization.js";
import { type ConditionContext, declaredContext } from "./condition/context.js";
import { type Decision, overResources, overVariants, withinBoundary } from "./decision.js";
import type { Role, RoleVariant } from "./model.js";
import { outsideBoundary, PolicySet } from "./policy-set.js";
import type { AskedResource } from "./resource-reach.js";
import { variantCause } from "./variant-cause.js";
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
  return actions.map(roleVerdicts(role, context, authorization));
}

/** The same for several lists of actions: kinds share most of theirs. */
export function roleVerdicts(role: Role, context: DeclaredContext, authorization: Authorization): RoleVerdicts {
  const asked = new AskedResources(role, authorization);
  const conditions = declaredContext(context);
  const variants = role.variants.map((variant) => new EvaluatedVariant(variant, conditions));
  const whens = role.variants.map((variant) => variantCause(role, variant));
  const known = new Map<string, ActionVerdict>();
  const verdictOf = ({ action, resources }: AskedAction): ActionVerdict => {
    const requested = requestedAction(action);
    const targets = asked.of(action, resources);
    const decisions = variants.map((variant) =>
      overResources(targets.map((target) => variant.decide(requested, target))),
    );
    return { action, ...overVariants(decisions, whens) };
  };
  return (one) => {
    const key = [one.action, ...one.resources].join("\n");
    const verdict = known.get(key) ?? verdictOf(one);
    known.set(key, verdict);
    return verdict;
  };
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
