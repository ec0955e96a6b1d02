import { partsOf, showText } from "../source/node.js";
import { parseOperator } from "./condition/operator.js";
import type { Condition, ConditionTest, PolicyDocument, Statement } from "./model.js";

/** Represents every request: a request without an external ID (null), and a request with an arbitrary ID. */
export const ANY_ID: readonly (string | null)[] = [null, "0"];

/** The maximum number of IDs to try. With more, each condition on the external ID counts as met separately. */
const LIMIT = 100;

/** The maximum number of trials: each ID is tried with each caller on each statement. */
const MAX_TRIALS = 100_000;

/**
 * External IDs to try for a caller, with null for none: the IDs that the policy names, with wildcards filled in. A request has a single ID,
 * which must meet the conditions of an Allow and of no Deny. Empty if there is only one condition on it, or if an Allow requires no
 * particular ID: the caller's ID is then unknown.
 *
 * @param speaksOf whether a statement's principals include the caller
 * @param callers the number of callers to try
 */
export function externalIds(
  { statements }: PolicyDocument,
  speaksOf: (statement: Statement) => boolean,
  callers: number,
): readonly (string | null)[] {
  // Tested first, because hundreds of callers may be evaluated on hundreds of statements.
  const asking = statements.flatMap(({ conditions }) => conditions.filter(isKnownExternalId));
  if (asking.length < 2) return [];
  const testsOf = (effect: string) =>
    statements
      .filter((one) => one.effect === effect && speaksOf(one))
      .map(({ conditions }) => conditions.filter(isKnownExternalId));
  const allows = testsOf("Allow");
  const denies = testsOf("Deny").flat();
  const ids = [...new Set([...allows.flat(), ...denies].flatMap(named))];
  const isOne = allows.flat().length + denies.length < 2;
  const most = Math.min(LIMIT, MAX_TRIALS / (callers * statements.length));
  return isOne || !allows.every((tests) => tests.some(asks)) || ids.length > most ? [] : ids;
}

/**
 * External IDs that show which ones a policy requires: the IDs that it names, known or not, no ID, and an arbitrary one. Empty if the
 * policy tests no external ID.
 */
export function idsToTry({ statements }: PolicyDocument): readonly (string | null)[] {
  const tests = statements.flatMap(({ conditions }) =>
    conditions.flatMap((one) => (one.kind === "test" && isExternalId(one) ? [one] : [])),
  );
  return tests.length === 0 ? [] : [...ANY_ID, ...tests.flatMap(named)].slice(0, LIMIT);
}

function named({ operator, values }: ConditionTest): readonly (string | null)[] {
  const texts = values.map(({ text }) => showText(text));
  if (parseOperator(operator)?.comparison === "null") return texts.map((text) => (text === "true" ? null : "0"));
  return values.map(({ text }) =>
    partsOf(text)
      .map((part) => (typeof part === "string" ? part.replace(/[*?]/g, "0") : showText(part)))
      .join(""),
  );
}

function asks({ operator, values }: ConditionTest): boolean {
  return values.length > 0 && parseOperator(operator)?.negated === false;
}

export function isExternalId({ key }: ConditionTest): boolean {
  return key.toLowerCase() === "sts:externalid";
}

/** Whether a condition tests the external ID and all of its values are known. */
export function isKnownExternalId(condition: Condition): condition is ConditionTest {
  return (
    condition.kind === "test" &&
    isExternalId(condition) &&
    condition.values.every(({ text }) => typeof text === "string")
  );
}
