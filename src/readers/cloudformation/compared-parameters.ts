import { append } from "../../source/append.js";
import { likelyText } from "./likely-value.js";
import { type Facts, valuesOf } from "./parameter-facts.js";
import type { Scenario } from "./scenario.js";
import { declaring, type Scope, usesDefault } from "./scope.js";
import { ANY_VALUE, holds, intersection, oneOf, onlyValue, type ValueSet } from "./value-set.js";

/** The default of a parameter to which the deployment gives no value. Returns null if it gives one, or if there is no default. */
export function defaultOf(name: string, scope: Scope): string | null {
  const declared = declaring(scope, name);
  if (declared === null || !usesDefault(declared.name, declared.scope)) return null;
  const parameter = declared.scope.parameters.get(declared.name);
  return parameter === undefined ? null : likelyText(parameter, null);
}

/**
 * If conditions leave a parameter several values that can be listed, returns a separate set of facts for each value,
 * the default first. Without separate sets, the default would represent all values. The empty string gets no set unless
 * it is the default. Returns null if there are more than `most`.
 */
export function eachValue(facts: Facts, scope: Scope, most: number): readonly Facts[] | null {
  let ways: readonly Facts[] = [facts];
  for (const [name, set] of facts) {
    const values = countedValues(name, set, scope);
    if (values.length < 2) continue;
    if (ways.length * values.length > most) return null;
    ways = ways.flatMap((way) => values.map((value) => new Map(way).set(name, oneOf([value]))));
  }
  return ways;
}

function countedValues(name: string, set: ValueSet, scope: Scope): readonly string[] {
  const likely = defaultOf(name, scope);
  if (likely === null || set.kind !== "one of") return [];
  const others = [...set.values].filter((value) => value !== likely && value !== "");
  return holds(set, likely) ? [likely, ...others] : others;
}

/**
 * If there are more than `most` combinations of parameter values, replaces them with at most two scenarios: one in
 * which every parameter has its default, if the facts allow that, and one in which each parameter is unknown but has
 * one of the values `left` to it.
 */
export function withUntriedValues(scenario: Scenario, left: Facts, scope: Scope, most: number): readonly Scenario[] {
  const facts = new Map(scenario.facts);
  const untried = new Map(scenario.untried);
  let hasDefaults = true;
  for (const [name, values] of left) {
    const set = intersection(valuesOf(name, facts, scope), values);
    const isAny = set.kind === "none of" && holds(set, defaultOf(name, scope) ?? "");
    if (!isAny && countedValues(name, set, scope).length < 2) continue;
    facts.set(name, set);
    untried.set(name, most);
    hasDefaults &&= holds(set, defaultOf(name, scope) ?? "");
  }
  if (untried.size === scenario.untried.size) return [scenario];
  return [...(hasDefaults ? [scenario] : []), { ...scenario, facts, untried, byDefault: false }];
}

/** The values that decide a condition in one of the scenarios: the parameter's default, and the values that conditions compare it with. */
export function comparedValues(name: string, ways: readonly Scenario[], scope: Scope): ValueSet {
  if (ways.some(({ undecided }) => undecided !== null)) return ANY_VALUE;
  const sets = ways.flatMap(({ facts }) => facts.get(name) ?? []);
  const likely = defaultOf(name, scope) ?? "";
  if (likely !== "" && sets.some((set) => set.kind === "none of" && !holds(set, likely))) return ANY_VALUE;
  return oneOf([likely, ...sets.flatMap((set) => (set.kind === "one of" ? [...set.values] : []))]);
}

/**
 * Refines a question's scenarios with the facts that other conditions imply about parameters: each has its default or a
 * different value. Drops refinements in which a parameter is empty, or is unknown where its default is empty. Returns
 * the original scenarios, with the defaults, if an outcome would have no scenario left.
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
    if (set === undefined || likely === null || holds(set, likely)) return false;
    // A non-empty default may be overridden with any string, but an empty default only means that the deployer must
    // give a value.
    return likely === "" ? !onlyValue(set) : onlyValue(set) === "";
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
  if (![...alike.keys()].every((outcome) => outcomes.has(outcome))) return own;
  // Whether an empty default works depends on where it is used.
  return left.map((scenario) => {
    const equal = alike.get(outcomeOf(scenario)) ?? [];
    const isEmpty = (name: string, set: ValueSet) =>
      onlyValue(set) === "" && defaultOf(name, scope) === "" && !equal.some(({ facts }) => facts.has(name));
    return { ...scenario, facts: new Map([...scenario.facts].filter(([name, set]) => !isEmpty(name, set))) };
  });
}
