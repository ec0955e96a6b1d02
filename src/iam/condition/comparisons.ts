import { showText } from "../../source/node.js";
import type { ConditionTest } from "../model.js";

/** So much costs nothing that would show: pairs of letters, of values of a request and of a policy. */
const FREE = 500_000;

/** What all policies of a run may spend on comparing the values that are declared for one key. */
const MOST = 2_000_000_000;

const spent = new WeakMap<readonly string[], { pairs: number }>();

/** Whether there is anything left for comparing what is known of a key with what a test asks for: of two lists that a pull request writes, each pair is looked at. */
export function mayCompare(values: readonly string[], test: ConditionTest): boolean {
  const pairs = lengthOf(values) * lengthOf(test.values.map(({ text }) => showText(text)));
  if (pairs <= FREE) return true;
  const all = spent.get(values) ?? { pairs: 0 };
  spent.set(values, all);
  all.pairs += pairs;
  return all.pairs <= MOST;
}

/** Values that were chosen among those that are declared spend with them. */
export function countedAs(declared: readonly string[], chosen: readonly string[]): readonly string[] {
  const all = spent.get(declared) ?? { pairs: 0 };
  spent.set(declared, all).set(chosen, all);
  return chosen;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 1, 0);
}
