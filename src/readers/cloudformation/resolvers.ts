import type { Node } from "../../source/node.js";
import type { Deployment } from "./deployment.js";
import type { Existing } from "./existence.js";
import { PARTITION_PARAMETERS } from "./possible-partitions.js";
import { Resolver } from "./resolver.js";
import type { Scenario } from "./scenario.js";
import type { Resource } from "./template.js";
import { Uses } from "./uses.js";

/** Every scenario that makes a difference to some resources, provided that all `required` ones exist. */
export function scenariosOf(
  resources: readonly Resource[],
  required: readonly Resource[],
  deployment: Deployment,
): readonly Scenario[] {
  const uses = new Uses();
  for (const name of PARTITION_PARAMETERS) uses.parameters.add(name);
  for (const resource of resources) uses.of(resource);
  return deployment.outcomes.scenarios(uses, new Set(required.flatMap(({ conditions }) => conditions)));
}

/** A resolver for every scenario that makes a difference to some values of a resource, provided that it exists. */
export function resolversFor(
  { scope, conditions }: Existing,
  values: readonly Node[],
  deployment: Deployment,
): readonly Resolver[] {
  const uses = new Uses();
  for (const value of values) uses.in(value, scope);
  const scenarios = deployment.outcomes.scenarios(uses, new Set(conditions));
  return scenarios.map((scenario) => new Resolver(scope, scenario));
}
