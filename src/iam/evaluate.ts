import { type RequestedAction, requestedAction } from "./action-pattern.js";
import { type AskedAction, AskedResources } from "./asked-resources.js";
import type { Authorization } from "./authorization.js";
import { type ConditionContext, declaredContext } from "./condition/context.js";
import { type Decision, overResources, overVariants, withinBoundary } from "./decision.js";
import type { Role, RoleVariant } from "./model.js";
import { outsideBoundary, PolicySet } from "./policy-set.js";
import type { AskedResource } from "./resource-reach.js";
import type { ActionVerdict, Cause, DeclaredContext } from "./verdict.js";

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
  const asked = new AskedResources(role, authorization);
  const conditions = declaredContext(context);
  const variants = role.variants.map((variant) => new EvaluatedVariant(variant, conditions));
  const whens = role.variants.map((variant) => whenCause(role, variant));
  return actions.map(({ action, resources }) => {
    const requested = requestedAction(action);
    const targets = asked.of(action, resources);
    const decisions = variants.map((variant) =>
      overResources(targets.map((target) => variant.decide(requested, target))),
    );
    return { action, ...overVariants(decisions, whens) };
  });
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

function whenCause(role: Role, { when }: RoleVariant): Cause {
  const detail = when === null ? null : `not when ${when}`;
  return { effect: "limits", policy: role.name ?? role.id, statement: null, place: role.place, detail };
}
