import { type Node, partsOf, type TextPart, textOf } from "../../source/node.js";
import { defaultOf } from "./compared-parameters.js";
import { type Comparison, outcomeOf, sidesOf } from "./comparison.js";
import { fixedText, isOpen, type Known, REGION, withKeys } from "./equation.js";
import { type Facts, valuesOf, withFact } from "./parameter-facts.js";
import { holds, intersection, noneOf, oneOf, type ValueSet } from "./value-set.js";

/** Parameters with more distinguishing values than this aren't tried value by value. */
const MAX_VALUES = 16;

/** Longer strings aren't split into parts. */
const MAX_LENGTH = 64;

/** Some of a parameter's values, and a comparison's outcome for them. The outcome is null if it depends on another parameter. */
interface Class {
  readonly values: ValueSet;
  readonly outcome: boolean | null;
}

/** Facts about one of a comparison's parameters, and the comparison's outcome if the facts decide it. */
export interface Deciding {
  readonly facts: Facts;
  readonly outcome: boolean | null;
  /** Whether the facts allow the parameter's default. */
  readonly isLikely: boolean;
}

/**
 * Splits the values of one of several parameters by outcome. A value gets a separate entry if the outcome then depends
 * on another parameter, because only a fixed value lets the comparison restrict that other parameter. Returns null if
 * no parameter has few enough values.
 */
export function decidingValues(comparison: Comparison, known: Known): readonly Deciding[] | null {
  return firstSplit(openIn(comparison, known), comparison, known, classesOf);
}

/** Like `decidingValues`, for the parameters of interest, regardless of the values of other parameters. Leaves all outcomes undecided. */
export function tellingValues(
  names: ReadonlySet<string>,
  comparison: Comparison,
  known: Known,
): readonly Deciding[] | null {
  const whole = { ...known, facts: new Map() };
  const open = openIn(comparison, whole).filter((name) => names.has(name));
  return firstSplit(open, comparison, known, (name) =>
    classesOf(name, comparison, whole).map((one) => ({ ...one, outcome: null })),
  );
}

/**
 * If one side of a comparison is fixed and the comparison's outcome is already certain, returns a single entry with all
 * possible values of the first parameter of interest in it that has a default and no facts yet. Returns null if there
 * is no such parameter, or if its values can't be listed.
 */
export function listedValues(
  names: ReadonlySet<string>,
  comparison: Comparison,
  known: Known,
): readonly Deciding[] | null {
  const { parameters, scope } = comparison;
  const isFixed = (side: Node | null) => fixedText(side) !== null;
  if (outcomeOf(comparison, known) === null || !sidesOf(comparison, known).some(isFixed)) return null;
  for (const name of parameters) {
    if (!names.has(name) || known.facts.has(name) || defaultOf(name, scope) === null) continue;
    const keys = withKeysOf(name, comparison, known);
    const all = keys && valuesOf(name, keys, scope);
    const facts = all?.kind === "one of" ? withFact(name, all, known.facts, scope) : null;
    if (facts !== null) return [{ facts, outcome: null, isLikely: true }];
  }
  return null;
}

/** The comparison's parameters that have no value yet. Empty if there is only one and the comparison contains no other unknown part. */
function openIn(comparison: Comparison, known: Known): readonly string[] {
  const open = comparison.parameters.filter((name) => isOpen(name, known.facts, comparison.scope));
  const isJoined = (side: Node | null) => unknownsIn(side).length > 1;
  return open.length > 1 || (open.length === 1 && sidesOf(comparison, known).some(isJoined)) ? open : [];
}

function unknownsIn(side: Node | null): readonly TextPart[] {
  const text = side === null ? undefined : textOf(side);
  return text === undefined ? [] : partsOf(text).filter((part) => typeof part !== "string");
}

function firstSplit(
  names: readonly string[],
  comparison: Comparison,
  known: Known,
  split: (name: string, comparison: Comparison, known: Known) => readonly Class[],
): readonly Deciding[] | null {
  const { scope } = comparison;
  for (const name of names) {
    const likely = defaultOf(name, scope);
    const ways = split(name, comparison, known).flatMap(({ values, outcome }): readonly Deciding[] => {
      const facts = withFact(name, values, known.facts, scope);
      return facts === null ? [] : [{ facts, outcome, isLikely: likely !== null && holds(values, likely) }];
    });
    const [one] = ways;
    if (ways.length > 1 || (one !== undefined && one.outcome !== null)) return ways;
  }
  return null;
}

function classesOf(name: string, comparison: Comparison, known: Known): readonly Class[] {
  const { scope } = comparison;
  const facts = withKeysOf(name, comparison, known);
  if (facts === null) return [];
  const all = valuesOf(name, facts, scope);
  const byOutcome = new Map<boolean | null, string[]>([true, false, null].map((one) => [one, []]));
  for (const value of all.kind === "one of" ? all.values : fitting(name, sidesOf(comparison, known))) {
    const given = withFact(name, oneOf([value]), facts, scope);
    if (given !== null) byOutcome.get(outcomeOf(comparison, { ...known, facts: given }))?.push(value);
  }
  const [when = [], unless = [], either = []] = byOutcome.values();
  const likely = defaultOf(name, scope);
  if (either.length > MAX_VALUES)
    return likely === null || !holds(all, likely)
      ? []
      : [oneOf([likely]), intersection(all, noneOf([likely]))].map((values) => ({ values, outcome: null }));
  if (when.length + either.length === 0 && all.kind === "none of") return [];
  return [
    ...either.map((value) => ({ values: oneOf([value]), outcome: null })),
    { values: oneOf(when), outcome: true },
    { values: all.kind === "one of" ? oneOf(unless) : noneOf([...when, ...either]), outcome: false },
  ];
}

/** The facts under which each side that uses the parameter as a key in a map finds an entry. Null if there are none. */
function withKeysOf(name: string, { sides, scope }: Comparison, { facts }: Known): Facts | null {
  return sides.reduce<Facts | null>((one, side) => one && withKeys(name, side, one, scope), facts);
}

/** The values that a parameter at the start or end of a string can have so that the string equals a known string. */
function fitting(name: string, [left, right]: readonly (Node | null)[]): readonly string[] {
  const value = fixedText(left ?? null) ?? fixedText(right ?? null);
  const text = [left, right].flatMap((side) => (side && fixedText(side) === null && textOf(side)) || [])[0];
  if (value === null || text === undefined || value.length > MAX_LENGTH) return [];
  const parts = partsOf(text);
  const isIt = (part: TextPart | undefined) => typeof part === "object" && part.expression === `Ref ${name}`;
  const first = parts.findIndex((part) => typeof part !== "string");
  const last = parts.findLastIndex((part) => typeof part !== "string");
  const index = isIt(parts[first]) ? first : last;
  if (!isIt(parts[index])) return [];
  const textAt = (at: number): string => {
    const part = parts[at];
    return typeof part === "string" ? part : "";
  };
  const [before, after] = [textAt(index - 1), textAt(index + 1)];
  return Array.from({ length: value.length + 1 }, (_, at) => at).flatMap((at) => {
    const [from, to] = index === first ? [before.length, at] : [at, value.length - after.length];
    const part = value.slice(from, to);
    const fits = from <= to && value.slice(0, from).endsWith(before) && value.startsWith(after, to);
    return fits && (name !== "AWS::Region" || REGION.test(part)) ? part : [];
  });
}
