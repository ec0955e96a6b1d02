import { append } from "../../source/append.js";
import type { ConditionTest } from "../model.js";
import { covers, literal, normalize, overlaps, wildcards } from "../pattern.js";
import type { Ternary } from "../verdict.js";
import { inOrder } from "./compare.js";
import type { KeyValue } from "./context.js";
import { parseDate } from "./date.js";
import { parseNumber } from "./number.js";
import { type Operator, parseOperator } from "./operator.js";

/** Keys with one value per request. If a key has several values, each may meet a different test. */
const SINGLE_VALUED = /^(?:aws:(?!calledvia$|tagkeys$|.*orgpaths$|.*list$)|sts:externalid$)/;

/** Bounds the work: a hostile policy may have a hundred thousand long values. */
const MAX_TESTED = 100;
const MAX_LETTERS = 400;

/** A test whose values are known and contain no variables. */
interface Known extends Operator {
  readonly texts: readonly string[];
}

/**
 * Returns a key that fails at least one test whatever its value, even if it is absent. Returns null if there is no such key.
 *
 * @param outcome the result of a test for a value
 */
export function contradictingKey(
  tests: readonly ConditionTest[],
  isUnknown: (key: string) => boolean,
  outcome: (test: ConditionTest, key: string, value: KeyValue) => Ternary,
): string | null {
  const byKey = new Map<string, ConditionTest[]>();
  for (const test of tests) {
    append(byKey, test.key.toLowerCase(), test);
  }
  for (const [key, all] of byKey) {
    if (all.length < 2 || all.length > MAX_TESTED || !SINGLE_VALUED.test(key) || !isUnknown(key)) continue;
    const known = all.flatMap(readTest);
    const isNever = (test: Known): boolean =>
      wantedValues(test)?.every((value) => all.some((one) => outcome(one, key, value) === "no")) === true;
    if (known.some(isNever) || haveNoCommonString(known) || isNoneBetween(known)) return all[0]?.key ?? null;
  }
  return null;
}

function readTest({ operator: name, values }: ConditionTest): readonly Known[] {
  const operator = parseOperator(name);
  const texts = values.flatMap(({ text }) => (typeof text === "string" && !text.includes("${") ? [text] : []));
  return operator === null || texts.length < values.length || texts.length > MAX_TESTED ? [] : [{ ...operator, texts }];
}

/** Whether a test requires the key to have one of the test's values. */
function isWanting({ ifExists, negated, set }: Operator): boolean {
  return !ifExists && !negated && set === null;
}

/** The values for which a test holds. Returns undefined if it may also hold for others. */
function wantedValues(test: Known): readonly KeyValue[] | undefined {
  const { comparison, texts } = test;
  if (!isWanting(test)) return undefined;
  if (comparison === "null") return texts.every((text) => /^true$/i.test(text)) ? ["missing"] : undefined;
  if (comparison === "bool") return texts.map((text) => [text.toLowerCase()]);
  return comparison === "string" ? texts.map((text) => [text]) : undefined;
}

/**
 * Whether the tests require a number or a time, but no value meets all of them: every value that they compare with, and one value in each
 * interval in between, fails a test.
 */
function isNoneBetween(known: readonly Known[]): boolean {
  const kind = known.some(({ comparison }) => comparison === "date") ? "date" : "number";
  const tests = known
    .filter(({ comparison }) => comparison === kind)
    .map((one) => ({ ...one, ends: one.texts.map(kind === "date" ? parseDate : parseNumber) }));
  const ends = [...new Set(tests.flatMap((one) => one.ends.flatMap((end) => end ?? [])))].sort(
    (one, other) => one - other,
  );
  const between = ends.map((end, at) => end / 2 + (ends[at - 1] ?? -Infinity) / 2);
  return (
    ends.length <= MAX_TESTED &&
    tests.some(isWanting) &&
    [...ends, ...between, Infinity].every((value) =>
      tests.some((one) => one.ends.some((end) => inOrder(one.order, value, end)) === one.negated),
    )
  );
}

/** Whether one test requires a string that can't meet another test. */
function haveNoCommonString(known: readonly Known[]): boolean {
  const tests = known.flatMap((one) => {
    const read = one.comparison === "string" ? literal : one.comparison === "string-like" ? wildcards : null;
    return read === null ? [] : [{ ...one, patterns: one.texts.map((text) => normalize(read(text))) }];
  });
  return (
    String(tests.map(({ texts }) => texts)).length <= MAX_LETTERS &&
    tests.some(
      (one) =>
        isWanting(one) &&
        tests.some(({ negated, patterns }) =>
          one.patterns.every((wanted) =>
            negated ? patterns.some((left) => covers(left, wanted)) : !patterns.some((held) => overlaps(held, wanted)),
          ),
        ),
    )
  );
}
