import type { Deployment } from "./deployment.js";
import { Resolver } from "./resolver.js";
import { likelyOf } from "./scenario.js";
import { listedAccounts, type StackSet } from "./stack-set.js";
import { Uses } from "./uses.js";

/**
 * The accounts in which a stack set creates its stacks if the parameters have their defaults. Undefined unless the defaults determine all
 * of them.
 */
export function defaultAccounts(
  { groups, scope }: StackSet,
  { outcomes }: Pick<Deployment, "outcomes">,
): readonly string[] | undefined {
  if (groups === undefined) return [];
  const [first, ...others] = likelyOf(outcomes.scenarios(new Uses().in(groups, scope), new Set())).map((scenario) =>
    listedAccounts(new Resolver(scope, scenario).resolve(groups))?.flat(),
  );
  return others.every((one) => one?.join() === first?.join()) ? first : undefined;
}
