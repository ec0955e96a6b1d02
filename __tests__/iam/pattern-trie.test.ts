import fc from "fast-check";
import { matchesPattern, wildcards } from "../../src/iam/pattern.js";
import { PatternTrie } from "../../src/iam/pattern-trie.js";
import { cpuSeconds } from "../cpu-time.js";

function trieOf(patterns: readonly string[]): PatternTrie<string> {
  const trie = new PatternTrie<string>();
  for (const pattern of patterns) trie.add(wildcards(pattern), pattern);
  return trie;
}

const found = (patterns: readonly string[], text: string) => [...trieOf(patterns).matchingText(text)].sort();

test("finds the patterns that match the whole text, whether few or many", () => {
  const others = Array.from({ length: 100 }, (_, index) => `ec2:*${index}*`);
  for (const more of [[], others]) {
    expect(found(["a", "*", "?", "a*", "*a", "b", "??", "", ...more], "a")).toEqual(["*", "*a", "?", "a", "a*"]);
    expect(found(["", "*", "?", ...more], "")).toEqual(["", "*"]);
  }
});

/** Few letters, so that patterns have common starts and matches. */
const characters = fc.constantFrom("a", "b", "*", "?");
const pattern = fc.string({ unit: characters, maxLength: 7 });

test("finds the same matches as each pattern alone", () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 60 }),
      fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 7 }),
      fc.constantFrom("", "b".repeat(70)),
      (patterns, text, start) => {
        const all = patterns.map((one) => `${start}${one}`);
        const expected = all.filter((one) => matchesPattern(one, `${start}${text}`));
        expect(found(all, `${start}${text}`)).toEqual([...new Set(expected)].sort());
      },
    ),
  );
});

const MANY = 20_000;
const many = (write: (index: number) => string) => Array.from({ length: MANY }, (_, index) => write(index));
const LONG = "ec2:DescribeReplaceRootVolumeTasksAndMore";

test.each<[string, (index: number) => string]>([
  ["numbers after a run", (index) => `ec2:*${index}*a*`],
  ["numbers before a run", (index) => `ec2:${index}*`],
  [
    "runs between characters that all match",
    (index) => `ec2:*${[...index.toString(2)].map((bit) => (bit === "1" ? "e*" : "R*")).join("")}`,
  ],
  ["the same pattern repeatedly", () => "ec2:*e*"],
  ["long prefixes", (index) => `ec2:${"*e".repeat(40)}${index}`],
])("matches twenty thousand patterns, %s, a hundred times quickly", (_, write) => {
  const patterns = many(write);
  const requested = Array.from({ length: 100 }, (_text, index) => `${LONG}${index}`);
  const seconds = cpuSeconds(() => {
    const trie = trieOf(patterns);
    for (const text of requested) trie.matchingText(text);
  });
  expect(seconds).toBeLessThan(2);
});
