import { entryOf, type Node } from "../../source/node.js";
import type { Deployment } from "./deployment.js";
import type { Existing } from "./existence.js";
import { PARTITION_PARAMETERS } from "./possible-partitions.js";
import { Resolver } from "./resolver.js";
import { NO_SCENARIO, type Scenario } from "./scenario.js";
import { withinGroups } from "./stack-set.js";
import type { Resource } from "./template.js";
import { Uses } from "./uses.js";

/** Every scenario that affects the given resources, assuming that all `required` ones exist. */
export function scenariosOf(
  resources: readonly Resource[],
  required: readonly Resource[],
  deployment: Deployment,
): readonly Scenario[] {
  const uses = new Uses();
  for (const name of PARTITION_PARAMETERS) uses.parameters.add(name);
  for (const resource of resources) uses.of(resource);
  const all = deployment.outcomes.scenarios(uses, new Set(required.flatMap(({ conditions }) => conditions)));
  const [about] = resources;
  return about === undefined ? all : withinGroups(about.scope, all);
}

/** Properties that apply to the whole role. Unlike its policies, their branches can't be combined into one. */
const WHOLE = ["PermissionsBoundary", "RoleName", "AssumeRolePolicyDocument"];
const MAX_WAYS_OF_WHOLE = 16;

/** Beyond the limits, still tries the conditions of these properties as long as they are few. */
export function withWholeTried(
  { scope, properties, conditions }: Resource,
  scenarios: readonly Scenario[],
  { outcomes }: Deployment,
): readonly Scenario[] {
  const isOpen = ({ undecided, faults }: Scenario) => undecided !== null && faults.size === 0;
  if (!scenarios.some(isOpen)) return scenarios;
  let tried: readonly Node[] = [];
  let ways: readonly Scenario[] = [NO_SCENARIO];
  for (const key of WHOLE) {
    const value = entryOf(properties, key)?.value;
    if (value === undefined) continue;
    const uses = new Uses();
    for (const one of [...tried, value]) uses.in(one, scope);
    const found = withinGroups(scope, outcomes.scenarios(uses, new Set(conditions)));
    if (found.length > MAX_WAYS_OF_WHOLE || found.some(({ undecided }) => undecided !== null)) continue;
    tried = [...tried, value];
    ways = found;
  }
  return scenarios.flatMap((scenario) =>
    isOpen(scenario)
      ? ways.map((way) => ({
          ...scenario,
          conditions: new Map([...scenario.conditions, ...way.conditions]),
          facts: new Map([...scenario.facts, ...way.facts]),
        }))
      : scenario,
  );
}

/** A resolver for every scenario that affects the given values of a resource, assuming that the resource exists. */
export function resolversFor(
  { scope, conditions }: Existing,
  values: readonly Node[],
  { outcomes }: Pick<Deployment, "outcomes">,
): readonly Resolver[] {
  const uses = new Uses();
  for (const value of values) uses.in(value, scope);
  const scenarios = outcomes.scenarios(uses, new Set(conditions));
  return scenarios.map((scenario) => new Resolver(scope, scenario));
}
