import { readFileSync, writeFileSync } from "node:fs";
import { syntaxFault } from "../../../src/hcl/parse-expression.js";
import { type Answer, expressionsFile, recordedAnswers, recordedLocals } from "./answers.js";
import { DECISIONS, decisionOf } from "./decided.js";
import { hasItsType, type Standing, standingOf } from "./standing.js";

const answers = recordedAnswers();
const locals = recordedLocals();

const statuses = new Map([...answers.values()].flat().map((answer) => [answer, standingOf(answer, locals)] as const));

/** Returns the family's expressions that have the given standing. */
function standing(family: readonly Answer[], expected: Standing): readonly string[] {
  return family.filter((answer) => statuses.get(answer) === expected).map(({ expression }) => expression);
}

/**
 * A list that may only get shorter. If you fix one of its expressions, remove it with `UPDATE_GOLDEN=1 npm run jest --
 * __tests__/hcl/recorded`, which adds nothing.
 */
function knownToBeWrong(family: string, found: readonly string[]): readonly string[] {
  const file = "__tests__/golden/hcl/still-wrong.json";
  const lists = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, readonly string[]>>;
  const list = lists[family] ?? [];
  if (process.env.UPDATE_GOLDEN !== "1") return list;
  const left = list.filter((expression) => found.includes(expression));
  const { [family]: _, ...others } = lists;
  writeFileSync(file, `${JSON.stringify(left.length === 0 ? others : { ...lists, [family]: left }, null, 1)}\n`);
  return left;
}

describe.each([...answers])("%s", (family, recorded) => {
  test("finds only values that are correct or known to be wrong", () => {
    const found = standing(recorded, "wrong");
    expect(found).toEqual(knownToBeWrong(family, found));
  });

  test("finds no value of a type other than Terraform's", () => {
    const right = recorded.filter((answer) => statuses.get(answer) === "right");
    expect(right.filter((answer) => hasItsType(answer, locals) === false).map(({ expression }) => expression)).toEqual(
      [],
    );
  });

  test("has a value or a reason for every expression", () => {
    const found = standing(recorded, "unresolved");
    expect(found.filter((expression) => decisionOf(expression) === undefined)).toEqual([]);
  });

  test("has the answers of these expressions", () => {
    const lines = expressionsFile(family)
      .split(/^"""\n/m)
      .flatMap((part, at) => (at % 2 === 1 ? [part.slice(0, -1)] : part.split("\n")))
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(recorded.map(({ expression }) => expression)).toEqual([...new Set(lines)]);
  });
});

test.each(DECISIONS)("$reason: $count expressions", ({ reason, count }) => {
  const unresolved = [...answers.values()].flatMap((recorded) => standing(recorded, "unresolved"));
  expect(unresolved.filter((expression) => decisionOf(expression)?.reason === reason)).toHaveLength(count);
  expect(count).toBeGreaterThan(0);
});

test("never rejects an expression that Terraform accepts", () => {
  const taken = [...recordedAnswers()].flatMap(([family, answers]) =>
    answers.filter((answer) => family !== "conversions" && "value" in answer).map(({ expression }) => expression),
  );
  expect(taken.length).toBeGreaterThan(2500);
  const refused = taken.filter((text) => syntaxFault(text, { start: 0, end: text.length }) !== null);
  expect(refused).toEqual([]);
});
