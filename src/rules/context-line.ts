import { isTimeOfRequest } from "../iam/condition/every-request.js";
import { isForwardedKey, ownValues, valueFault } from "../iam/condition/key-types.js";
import { parseOperator } from "../iam/condition/operator.js";
import type { ConditionTest } from "../iam/model.js";
import type { Cause, DeclaredContext } from "../iam/verdict.js";
import { append } from "../source/append.js";
import type { EvaluatedRole } from "./rule.js";

const MAX_VALUES = 6;
const MAX_TRIED = 32;

/** A possible value of a key, and whether the policy itself names it. */
interface Candidate {
  readonly value: string | readonly string[];
  readonly isNamed: boolean;
}

/**
 * The `context` line that settles the conditions of some statements with values that the policy names. Returns null if the policy doesn't
 * name the values or they can't be tried, and "none" if no value settles them.
 */
export function contextLine(
  causes: readonly Cause[],
  { context, regions = [], accounts = [] }: Pick<EvaluatedRole, "context" | "regions" | "accounts">,
  settles: (context: DeclaredContext) => boolean | null,
): string | "none" | null {
  const tests = causes.flatMap(({ effect, statement }) => (effect === "allows" ? [] : (statement?.conditions ?? [])));
  const byKey = new Map<string, ConditionTest[]>();
  for (const test of tests) {
    if (test.kind !== "test") return null;
    const key = test.key.toLowerCase();
    const isDeclared = context.has(key) || (key === "aws:requestedregion" && regions.length > 0);
    if (!isDeclared && !isTimeOfRequest(key) && !isForwardedKey(key) && !isOnlyInHumanRequests(key))
      append(byKey, key, test);
  }
  let combinations: readonly (readonly Candidate[])[] = [[]];
  for (const [key, of] of byKey) {
    const candidates = candidatesOf(key, of, accounts);
    combinations = combinations.flatMap((some) => candidates.map((one) => [...some, one]));
    if (combinations.length > MAX_TRIED) return null;
  }
  const keys = [...byKey.keys()];
  let isTried = true;
  const found = combinations.find((some) => {
    const answer = isTried ? settles(new Map(keys.map((key, at) => [key, [some[at]?.value ?? ""].flat()]))) : null;
    isTried &&= answer !== null;
    return answer;
  });
  if (!isTried) return null;
  if (found === undefined) return "none";
  if (found.length === 0 || !found.every(({ isNamed }) => isNamed)) return null;
  const written = [...byKey.values()].map(([test], at) => `"${test?.key}": ${JSON.stringify(found[at]?.value)}`);
  return `context: { ${written.join(", ")} }`;
}

/** Whether a key is only in requests by people, who sign in with an identity provider or an MFA device. */
function isOnlyInHumanRequests(key: string): boolean {
  return key === "aws:federatedprovider" || key === "aws:multifactorauthage";
}

/**
 * The possible values of a key, starting with the ones that the policy names. If the product's own requests have known values, only those
 * are possible.
 */
function candidatesOf(key: string, tests: readonly ConditionTest[], accounts: readonly string[]): readonly Candidate[] {
  if (key === "aws:resourceaccount" && accounts.length > 0) {
    return [{ value: accounts.length === 1 ? accounts.join() : accounts, isNamed: true }];
  }
  if (key === "aws:viaawsservice") return [{ value: "false", isNamed: false }];
  const own = ownValues(key);
  const all = tests.flatMap(({ operator: name, values }) => {
    const comparison = parseOperator(name)?.comparison;
    if (comparison === "bool") return ["true", "false"].map((value) => ({ value, isNamed: true }));
    return values.flatMap(({ text, isSecret }) =>
      typeof text !== "string" || text.includes("${") || isSecret === true || comparison === "null"
        ? []
        : variants(text, comparison === "number" || comparison === "date" || comparison === "ip"),
    );
  });
  const possible = all.filter(({ value }) => {
    return own === null ? valueFault(key, value) === null : own.includes(value);
  });
  const distinct: Candidate[] = [...new Map(possible.map((one) => [one.value, one])).values()];
  if (own === null) distinct.push({ value: "other", isNamed: false });
  return distinct.toSorted((one, other) => Number(other.isNamed) - Number(one.isNamed)).slice(0, MAX_VALUES);
}

/** Example values for a range or a pattern, including some next to a range's bound. The real value is unknown. */
function variants(text: string, isRange: boolean): readonly { readonly value: string; readonly isNamed: boolean }[] {
  if (isRange) {
    const [bound = ""] = text.split("/");
    const nearby = /^\d+$/.test(text)
      ? [String(Number(text) + 1), String(Number(text) - 1)]
      : ["1990-01-01", "203.0.113.9"];
    return [bound, ...nearby].map((value) => ({ value, isNamed: false }));
  }
  return [{ value: text.replace(/[*?]/g, "x"), isNamed: !/[*?]/.test(text) }];
}
