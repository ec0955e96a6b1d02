import { append } from "../../source/append.js";
import { likelyText } from "./likely-value.js";
import type { Facts } from "./parameter-facts.js";
import type { Scenario } from "./scenario.js";
import { declaring, isUpToDefault, type Scope } from "./scope.js";
import { holds, oneOf, onlyValue } from "./value-set.js";

/** The default of a parameter that a deployment gives no value; null: it has none. */
export function defaultOf(name: string, scope: Scope): string | null {
  const declared = declaring(scope, name);
  if (declared === null || !isUpToDefault(declared.name, declared.scope)) return null;
  const parameter = declared.scope.parameters.get(declared.name);
  return parameter === undefined ? null : likelyText(parameter, null);
}

/**
 * Where conditions leave a parameter several values that can be counted, each is a way of its own: its default, first, would else stand for
 * all. The empty text gives it none. Null where those are more than `most`.
 */
export function eachValue(
  facts: Facts,
  parameters: ReadonlySet<string>,
  scope: Scope,
  most: number,
): readonly Facts[] | null {
  let ways: readonly Facts[] = [facts];
  for (const [name, set] of facts) {
    const likely = parameters.has(name) ? defaultOf(name, scope) : null;
    if (likely === null || set.kind !== "one of" || set.values.size < 2 || !holds(set, likely)) continue;
    const values = [likely, ...[...set.values].filter((value) => value !== likely && value !== "")];
    if (ways.length * values.length > most) return null;
    ways = ways.flatMap((way) => values.map((value) => new Map(way).set(name, oneOf([value]))));
  }
  return ways;
}

/**
 * The ways of a question, each with what conditions beside it say of parameters: these have their defaults, or known values. Where they are
 * empty, or have other values that nobody knows, nothing is said of what uses them all the same, and the defaults stand.
 */
export function withKnownValues(
  own: readonly Scenario[],
  finer: readonly Scenario[],
  scope: Scope,
): readonly Scenario[] {
  const isOpen = ({ facts, unsettled }: Scenario, name: string): boolean => {
    if (unsettled.has(name)) return true;
    const set = facts.get(name);
    const likely = set === undefined ? null : defaultOf(name, scope);
    return set !== undefined && likely !== null && !holds(set, likely) && !onlyValue(set);
  };
  const outcomeOf = ({ conditions }: Scenario): string => JSON.stringify([...conditions]);
  const alike = new Map<string, Scenario[]>();
  for (const one of own) append(alike, outcomeOf(one), one);
  const left = finer.filter((scenario) => {
    const same = alike.get(outcomeOf(scenario)) ?? [];
    const named = [...scenario.facts.keys(), ...scenario.unsettled];
    return named.every((name) => !isOpen(scenario, name) || same.some((one) => isOpen(one, name)));
  });
  const outcomes = new Set(left.map(outcomeOf));
  return [...alike.keys()].every((outcome) => outcomes.has(outcome)) ? left : own;
}
