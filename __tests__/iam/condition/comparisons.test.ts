import { countedAs, mayCompare } from "../../../src/iam/condition/comparisons.js";
import type { ConditionTest } from "../../../src/iam/model.js";
import { filePlace } from "../../../src/source/place.js";

const listOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `value-${index}`);

function testOf(count: number): ConditionTest {
  const place = filePlace("a.json");
  return {
    kind: "test",
    operator: "StringLike",
    key: "aws:x",
    values: listOf(count).map((text) => ({ text, place })),
    place,
  };
}

/** How often the complete comparison is allowed. */
function times(values: readonly string[], count: number): number {
  for (let turn = 0; turn < 100_000; turn += 1) if (!mayCompare(values, testOf(count))) return turn;
  return Number.POSITIVE_INFINITY;
}

test("limits how often two long lists are compared, even if chosen from one", () => {
  const values = listOf(5000);
  const turns = times(values, 1000);
  expect(turns).toBeGreaterThan(2);
  expect(turns).toBeLessThan(100);
  expect(mayCompare(countedAs(values, values.slice(1)), testOf(1000))).toBe(false);
  expect(mayCompare(listOf(5000), testOf(1000))).toBe(true);
});

test("compares a few values at no cost", () => {
  expect(times(listOf(10), 100)).toBe(Number.POSITIVE_INFINITY);
  expect(times(listOf(500), 5)).toBe(Number.POSITIVE_INFINITY);
});
