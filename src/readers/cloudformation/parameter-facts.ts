import { isAllowedValue, possibleTexts } from "./allowed-text.js";
import { likelyText } from "./likely-value.js";
import { isList } from "./parameters.js";
import { declaring, type Scope } from "./scope.js";
import { ANY_VALUE, holds, intersection, isEmpty, noneOf, oneOf, type ValueSet } from "./value-set.js";

/** Known facts about parameters, keyed by qualified name. */
export type Facts = ReadonlyMap<string, ValueSet>;

/** The values that a parameter can have. */
export function valuesOf(name: string, facts: Facts, scope: Scope): ValueSet {
  const known = facts.get(name);
  if (known !== undefined) return known;
  const declared = declaring(scope, name);
  const parameter = declared?.scope.parameters.get(declared.name);
  // For a list parameter, the possible texts are the values of its items, not of the list.
  const allowed = parameter === undefined || isList(parameter) ? null : possibleTexts(parameter);
  return allowed === null ? ANY_VALUE : oneOf(allowed);
}

/** Adds a fact about a parameter. Returns null if it contradicts a known fact. */
export function withFact(name: string, values: ValueSet, facts: Facts, scope: Scope): Facts | null {
  const narrowed = allowedOf(name, intersection(valuesOf(name, facts, scope), values), scope);
  return isEmpty(narrowed) ? null : new Map(facts).set(name, narrowed);
}

/** Drops values that the parameter's pattern, lengths, or type rule out. Pseudo parameters, such as the region, are never empty. */
function allowedOf(name: string, values: ValueSet, scope: Scope): ValueSet {
  if (values.kind !== "one of") return values;
  const declared = declaring(scope, name);
  if (declared?.name.startsWith("AWS::") === true && declared.name !== "AWS::NotificationARNs")
    return intersection(values, noneOf([""]));
  const parameter = declared?.scope.parameters.get(declared.name);
  if (parameter === undefined) return values;
  return oneOf([...values.values].filter((value) => isAllowedValue(parameter, value)));
}

/** Whether the facts allow every parameter that has a default to have it. */
export function allowDefaults(facts: Facts, scope: Scope): boolean {
  return [...facts].every(([name, values]) => {
    const declared = declaring(scope, name);
    // A value passed by a stack replaces the default.
    const isPassed = declared?.scope.parent?.passed.has(declared.name) === true;
    const parameter = isPassed ? undefined : declared?.scope.parameters.get(declared.name);
    const value = parameter === undefined ? null : likelyText(parameter, null);
    return value === null || holds(values, value);
  });
}
