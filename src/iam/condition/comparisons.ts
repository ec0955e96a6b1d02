import { showText } from "../../source/node.js";
import type { ConditionTest } from "../model.js";

/** A comparison of up to this many pairs of letters (one from the request's values and one from the policy's) is free. */
const FREE = 500_000;

/** The budget, in pairs of letters, that all policies of a run share for comparisons with the values declared for one key. */
const LIMIT = 2_000_000_000;

const spent = new WeakMap<readonly string[], { pairs: number }>();

/**
 * Whether the budget allows comparing a key's known values with the values of a test. A pull request can control both lists, and
 * every pair is compared.
 */
export function mayCompare(values: readonly string[], test: ConditionTest): boolean {
  const pairs = lengthOf(values) * lengthOf(test.values.map(({ text }) => showText(text)));
  if (pairs <= FREE) return true;
  const all = spent.get(values) ?? { pairs: 0 };
  spent.set(values, all);
  all.pairs += pairs;
  return all.pairs <= LIMIT;
}

/** Returns the values chosen from the declared ones, which now share the budget of the declared values. */
export function countedAs(declared: readonly string[], chosen: readonly string[]): readonly string[] {
  const all = spent.get(declared) ?? { pairs: 0 };
  spent.set(declared, all).set(chosen, all);
  return chosen;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 1, 0);
}
