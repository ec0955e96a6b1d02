import { NO_SCENARIO, type Scenario } from "./scenario.js";
import type { Scope } from "./scope.js";
import { Uses } from "./uses.js";

const known = new WeakMap<Scope, Scenario>();

/**
 * Facts about a template that hold for every outcome of its conditions. A parameter that a condition tests doesn't
 * necessarily have its default.
 */
export function beforeConditions(scope: Scope): Scenario {
  const before = known.get(scope);
  if (before !== undefined) return before;
  // Prevents endless recursion through a condition that imports a value. CloudFormation rejects such a condition.
  known.set(scope, NO_SCENARIO);
  const uses = new Uses();
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent?.scope)
    for (const node of at.conditions.values()) uses.in(node, at);
  const scenario = uses.parameters.size === 0 ? NO_SCENARIO : { ...NO_SCENARIO, unsettled: uses.parameters };
  known.set(scope, scenario);
  return scenario;
}
