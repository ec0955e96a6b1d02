import { GrammarProblems } from "../../src/iam/grammar-problems.js";
import { reportKeys, shown } from "../../src/iam/policy-keys.js";
import type { MapNode } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";

const place = filePlace("policy.json");

function reported(known: readonly string[], ...keys: readonly string[]): readonly string[] {
  const value = { kind: "scalar", place, value: 1 } as const;
  const map: MapNode = { kind: "map", place, entries: keys.map((key) => ({ key, keyPlace: place, value })) };
  const problems = new GrammarProblems();
  reportKeys(map, known, "a thing", problems);
  return problems.all().map(({ message, help }) => `${message} | ${help}`);
}

test.each<[string, readonly string[], readonly string[]]>([
  ["known keys", ["Effect", "Action"], []],
  [
    "a key that occurs twice and three times",
    ["Effect", "Effect", "Effect"],
    Array.from({ length: 2 }, () => '"Effect" occurs twice in a thing, which AWS rejects | merge the two'),
  ],
  ["a key in another case", ["EFFECT"], ['"EFFECT" is not an element of a thing | write "Effect": case matters']],
  ["an unknown key", ["Sidd"], ['"Sidd" is not an element of a thing | a thing may have Effect, Action']],
])("checks %s", (_, keys, problems) => expect(reported(["Effect", "Action"], ...keys)).toEqual(problems));

test.each([
  [80, "a".repeat(80)],
  [81, `${"a".repeat(77)}...`],
])("prints at most 80 characters of a key with %d", (length, text) => expect(shown("a".repeat(length))).toBe(text));
