import fc from "fast-check";
import { matchesPattern } from "../../src/iam/pattern.js";
import { commonPatterns } from "../../src/iam/pattern-intersection.js";
import { cpuSeconds } from "../cpu-time.js";

test.each<[string, string, readonly string[]]>([
  ["*", "veeam-*", ["veeam-*"]],
  ["volume/*", "*", ["volume/*"]],
  ["*/*", "veeam-*", ["veeam-*/*"]],
  ["role/*", "user/*", []],
  ["a*", "*b", ["a*b"]],
  ["aba*", "*bab", ["abab", "aba*bab"]],
  ["v?l*", "vo*e", ["vol*e"]],
  ["", "", [""]],
])("intersects %p and %p to %j", (first, second, common) => {
  expect([...commonPatterns(first, second)].sort()).toEqual([...common].sort());
});

test("one of the common patterns matches everything that both match", () => {
  const pattern = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 6 }).map((parts) => parts.join(""));
  const text = fc.array(fc.constantFrom("a", "b"), { maxLength: 7 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(pattern, pattern, text, (first, second, word) => {
      const common = commonPatterns(first, second);
      const both = matchesPattern(first, word) && matchesPattern(second, word);
      // If there are too many for an exact answer, it is the second pattern.
      const exact = common.length !== 1 || common[0] !== second;
      const one = common.some((candidate) => matchesPattern(candidate, word));
      expect(exact ? one === both : one || !both).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("handles a long pattern quickly", () => {
  const seconds = cpuSeconds(() => {
    expect(commonPatterns(`*${"a*".repeat(60)}b`, `*${"*a".repeat(60)}*`)).toHaveLength(1);
    expect(commonPatterns("*a".repeat(2000), `${"a*b".repeat(2000)}a`)).toHaveLength(1);
  });
  expect(seconds).toBeLessThan(2);
});
