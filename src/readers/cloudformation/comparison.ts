import { jsonText } from "../../source/encoded-json.js";
import { type Node, showText, textOf } from "../../source/node.js";
import { Equation, fixedText, isParameter, type Known, resolverFor } from "./equation.js";
import { itemsOf } from "./expressions.js";
import { type Facts, valuesOf, withFact } from "./parameter-facts.js";
import type { Scope } from "./scope.js";
import { Uses } from "./uses.js";
import { intersection } from "./value-set.js";

/** A call of `Fn::Equals`, with its two arguments. */
export interface Comparison {
  readonly sides: readonly [Node, Node];
  readonly scope: Scope;
  /** A key that is the same for all comparisons of the same two values. */
  readonly key: string;
  /** The parameters that the comparison may depend on. */
  readonly parameters: readonly string[];
  /** The conditions that choose between values inside the comparison; such values may be passed into a nested template. */
  readonly conditions: readonly string[];
}

/** Reads the argument of `Fn::Equals`. Returns null unless it is a list of two values. */
export function comparisonOf(argument: Node, scope: Scope): Comparison | null {
  const [left, right] = itemsOf(argument);
  if (left === undefined || right === undefined) return null;
  const resolver = resolverFor(scope, { facts: new Map(), conditions: new Map() });
  const key = [left, right].map((side) => keyOf(side, resolver.resolve(side), scope)).sort();
  const { parameters, conditions } = new Uses().in(argument, scope);
  const used = { parameters: [...parameters], conditions: [...conditions] };
  return { sides: [left, right], scope, key: key.join(" = "), ...used };
}

function keyOf(written: Node, value: Node | null, scope: Scope): string {
  const text = value === null ? undefined : textOf(value);
  const shown = text === undefined ? "..." : showText(text);
  // Messages shorten long expressions, so two different expressions may look the same.
  return shown.includes("...") ? `${scope.prefix}${jsonText(written)}` : shown;
}

const outcomes = new WeakMap<Comparison, Map<string, boolean | null>>();

/**
 * The outcome of a comparison. Returns null if both outcomes are still possible. Cached, because trials repeat the
 * comparison with each further assumption.
 */
export function outcomeOf(comparison: Comparison, known: Known): boolean | null {
  const cached = outcomes.get(comparison) ?? new Map<string, boolean | null>();
  outcomes.set(comparison, cached);
  const { facts, conditions } = known;
  const values = comparison.parameters.map((name) => {
    const set = facts.get(name);
    return set === undefined ? null : [set.kind, ...set.values];
  });
  const key = JSON.stringify([values, comparison.conditions.map((name) => conditions.get(name))]);
  const before = cached.get(key);
  const outcome = before === undefined ? findOutcome(comparison, known) : before;
  cached.set(key, outcome);
  return outcome;
}

function findOutcome(comparison: Comparison, known: Known): boolean | null {
  const [left, right] = textsOf(comparison, known);
  if (left !== null && right !== null) return left === right;
  if (assume(comparison, true, known) === null) return false;
  return assume(comparison, false, known) === null ? true : null;
}

/** The facts about parameters that follow from an outcome of a comparison. Returns null if that outcome is impossible. */
export function assume(comparison: Comparison, outcome: boolean, known: Known): Facts | null {
  const { sides, scope } = comparison;
  const { facts } = known;
  const [left, right] = textsOf(comparison, known);
  if (left !== null && right !== null) return (left === right) === outcome ? facts : null;
  if (left === null && right === null) return ofTwoParameters(comparison, outcome, known);
  const [open, value] = left === null ? [sides[0], right ?? ""] : [sides[1], left];
  return new Equation(open, value, outcome, scope, known.conditions).solve(facts);
}

/** Whether the comparison restricts a parameter only once the other side, or its other parameters, are known. */
export function isJoint(comparison: Comparison, known: Known): boolean {
  return comparison.parameters.length > 1 || textsOf(comparison, known).every((text) => text === null);
}

/** The outcome if parameters have their defaults where possible. Returns null if it is unknown. */
export function likelyOutcome(comparison: Comparison, known: Known): boolean | null {
  const [left, right] = textsOf(comparison, known, "likely");
  return left === null || right === null ? null : left === right;
}

function textsOf(comparison: Comparison, known: Known, mode?: "likely"): readonly [string | null, string | null] {
  const [left, right] = sidesOf(comparison, known, mode);
  return [fixedText(left), fixedText(right)];
}

export function sidesOf(
  { sides, scope }: Comparison,
  known: Known,
  mode?: "likely",
): readonly [Node | null, Node | null] {
  const resolver = resolverFor(scope, known, mode);
  return [resolver.resolve(sides[0]), resolver.resolve(sides[1])];
}

/**
 * If two parameters are equal, each has only values that both may have. If they aren't, no facts are added: such facts
 * would separate scenarios that are otherwise the same.
 */
function ofTwoParameters(comparison: Comparison, outcome: boolean, known: Known): Facts | null {
  const { scope } = comparison;
  const { facts } = known;
  const [left, right] = sidesOf(comparison, known).map((side) => parameterIn(side, scope));
  if (typeof left !== "string" || typeof right !== "string") return facts;
  if (left === right) return outcome ? facts : null;
  const values = intersection(valuesOf(left, facts, scope), valuesOf(right, facts, scope));
  if (!outcome || values.kind === "none of") return facts;
  const narrowed = withFact(left, values, facts, scope);
  return narrowed === null ? null : withFact(right, values, narrowed, scope);
}

/** The parameter that a node refers to, if the node is nothing else. */
function parameterIn(node: Node | null, scope: Scope): string | null {
  const name = node?.kind === "unresolved" ? /^Ref (\S+)$/.exec(node.expression)?.[1] : undefined;
  return name !== undefined && isParameter(name, scope) ? name : null;
}
