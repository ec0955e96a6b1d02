import { isTimeOfRequest } from "../iam/condition/every-request.js";
import { parseOperator } from "../iam/condition/operator.js";
import type { ConditionTest } from "../iam/model.js";
import type { Cause, DeclaredContext } from "../iam/verdict.js";

const MOST_VALUES = 6;
const MOST_TRIED = 32;

/** A value that a key may have, and whether the policy itself names it. */
interface Candidate {
  readonly value: string;
  readonly isNamed: boolean;
}

/**
 * The line of `context` with values that the policy names, which settles the conditions of some statements; null where one may and nothing
 * names it, "none" where none does.
 */
export function contextLine(
  causes: readonly Cause[],
  { context, regions = [] }: { readonly context: DeclaredContext; readonly regions?: readonly string[] },
  settles: (context: DeclaredContext) => boolean | null,
): string | "none" | null {
  const tests = causes.flatMap(({ effect, statement }) => (effect === "allows" ? [] : (statement?.conditions ?? [])));
  const byKey = new Map<string, ConditionTest[]>();
  for (const test of tests) {
    if (test.kind !== "test") return null;
    const key = test.key.toLowerCase();
    const isDeclared = context.has(key) || (key === "aws:requestedregion" && regions.length > 0);
    if (!isDeclared && !isTimeOfRequest(key)) byKey.set(key, [...(byKey.get(key) ?? []), test]);
  }
  let combinations: readonly (readonly Candidate[])[] = [[]];
  for (const of of byKey.values()) {
    const candidates = candidatesOf(of);
    combinations = combinations.flatMap((some) => candidates.map((one) => [...some, one]));
    if (combinations.length > MOST_TRIED) return null;
  }
  const keys = [...byKey.keys()];
  let isTried = true;
  const found = combinations.find((some) => {
    const answer = isTried ? settles(new Map(keys.map((key, at) => [key, [some[at]?.value ?? ""]]))) : null;
    isTried &&= answer !== null;
    return answer;
  });
  if (!isTried) return null;
  if (found === undefined) return "none";
  if (found.length === 0 || !found.every(({ isNamed }) => isNamed)) return null;
  const written = [...byKey.values()].map(([test], at) => `"${test?.key}": ${JSON.stringify(found[at]?.value)}`);
  return `context: { ${written.join(", ")} }`;
}

/** Those first that the policy names. */
function candidatesOf(tests: readonly ConditionTest[]): readonly Candidate[] {
  const all = tests.flatMap(({ operator: name, values }) => {
    const comparison = parseOperator(name)?.comparison;
    if (comparison === "bool") return ["true", "false"].map((value) => ({ value, isNamed: true }));
    return values.flatMap(({ text, isSecret }) =>
      typeof text !== "string" || text.includes("${") || isSecret === true || comparison === "null"
        ? []
        : variants(text, comparison === "number" || comparison === "date" || comparison === "ip"),
    );
  });
  const distinct = [...new Map(all.map((one) => [one.value, one])).values(), { value: "other", isNamed: false }];
  return distinct.toSorted((one, other) => Number(other.isNamed) - Number(one.isNamed)).slice(0, MOST_VALUES);
}

/** What a range or a pattern stands for, beside its bound; nothing tells which value it is in truth. */
function variants(text: string, isRange: boolean): readonly Candidate[] {
  if (isRange) {
    const [bound = ""] = text.split("/");
    const beside = /^\d+$/.test(text)
      ? [String(Number(text) + 1), String(Number(text) - 1)]
      : ["1990-01-01", "203.0.113.9"];
    return [bound, ...beside].map((value) => ({ value, isNamed: false }));
  }
  return [{ value: text.replace(/[*?]/g, "x"), isNamed: !/[*?]/.test(text) }];
}
