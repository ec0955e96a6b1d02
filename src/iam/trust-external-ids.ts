import { showText } from "../source/node.js";
import { parseOperator } from "./condition/operator.js";
import type { Condition, ConditionTest, PolicyDocument, Statement } from "./model.js";

/** None, and some. */
export const ANY_ID: readonly (string | null)[] = [null, "0"];

/** More are not tried; each condition on one is then taken for met by itself. */
const MOST = 100;

/**
 * External ids to try a caller with, null for none: those that the policy names, with wildcards filled. A request has one, so that what
 * statements ask for and deny has to leave one in common. Empty where a single condition asks, or an Allow asks for none in particular: nobody
 * knows then which one the caller gives.
 * @param speaksOf whether a statement's principals hold the caller
 */
export function externalIds(
  { statements }: PolicyDocument,
  speaksOf: (statement: Statement) => boolean,
): readonly (string | null)[] {
  const testsOf = (effect: string) =>
    statements
      .filter((one) => one.effect === effect && speaksOf(one))
      .map(({ conditions }) => conditions.filter(isKnownExternalId));
  const allows = testsOf("Allow");
  const denies = testsOf("Deny").flat();
  const ids = [...new Set([...allows.flat(), ...denies].flatMap(named))];
  const isOne = allows.flat().length + denies.length < 2;
  return isOne || !allows.every((tests) => tests.some(asks)) || ids.length > MOST ? [] : ids;
}

/** External ids to tell by which ones a policy asks for: those that it names, known or not, none, and some other. Empty where it asks for none. */
export function idsToTry({ statements }: PolicyDocument): readonly (string | null)[] {
  const tests = statements.flatMap(({ conditions }) =>
    conditions.flatMap((one) => (one.kind === "test" && isExternalId(one) ? [one] : [])),
  );
  return tests.length === 0 ? [] : [...ANY_ID, ...tests.flatMap(named)].slice(0, MOST);
}

function named({ operator, values }: ConditionTest): readonly (string | null)[] {
  const texts = values.map(({ text }) => showText(text));
  if (parseOperator(operator)?.comparison === "null") return texts.map((text) => (text === "true" ? null : "0"));
  return texts.map((text) => text.replace(/[*?]/g, "0"));
}

function asks({ operator, values }: ConditionTest): boolean {
  return values.length > 0 && parseOperator(operator)?.negated === false;
}

export function isExternalId({ key }: ConditionTest): boolean {
  return key.toLowerCase() === "sts:externalid";
}

/** A condition on the external id all of whose values are known. */
export function isKnownExternalId(condition: Condition): condition is ConditionTest {
  return (
    condition.kind === "test" &&
    isExternalId(condition) &&
    condition.values.every(({ text }) => typeof text === "string")
  );
}
