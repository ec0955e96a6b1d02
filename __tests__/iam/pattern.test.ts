import fc from "fast-check";
import { covers, literal, overlaps, wildcards } from "../../src/iam/pattern.js";

/** The matcher that nobody can get wrong, exponential as it is. */
function naive(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [first] = pattern;
  if (first === "*") return naive(pattern.slice(1), text) || (text !== "" && naive(pattern, text.slice(1)));
  return text !== "" && (first === "?" || first === text[0]) && naive(pattern.slice(1), text.slice(1));
}

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
const shortPattern = fc.string({ unit: fc.constantFrom("a", "*", "?"), maxLength: 3 });
const shortText = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 });

test("agrees with a naive matcher", () => {
  fc.assert(
    fc.property(pattern, text, (left, right) => covers(wildcards(left), literal(right)) === naive(left, right)),
    { numRuns: 5000 },
  );
});

test("a pattern that covers another one matches all that the other one matches", () => {
  fc.assert(
    fc.property(shortPattern, shortPattern, shortText, (wide, narrow, word) => {
      const covered = covers(wildcards(wide), wildcards(narrow)) && naive(narrow, word);
      return !covered || naive(wide, word);
    }),
    { numRuns: 10_000 },
  );
});

test("every pattern covers itself and is covered by *", () => {
  fc.assert(
    fc.property(pattern, (one) => covers(wildcards(one), wildcards(one)) && covers(wildcards("*"), wildcards(one))),
  );
});

test("patterns overlap where they match a common text", () => {
  const words = ["", ..."abc"].flatMap((a) => ["", ..."abc"].flatMap((b) => ["", ..."abc"].map((c) => a + b + c)));
  const short = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 3 });
  fc.assert(
    fc.property(short, short, (left, right) => {
      const common = words.some((word) => naive(left, word) && naive(right, word));
      return !common || overlaps(wildcards(left), wildcards(right));
    }),
    { numRuns: 1000 },
  );
  expect(overlaps(wildcards("arn:aws:s3:::a/*"), wildcards("arn:aws:s3:::b/*"))).toBe(false);
  expect(overlaps(wildcards("*a*b"), wildcards("b?a*"))).toBe(true);
});

test.each([
  ["*", "*", true],
  ["arn:aws:ec2:*:*:*", "*", false],
  ["*", "arn:aws:ec2:*:*:*", true],
  ["arn:aws:s3:::b*", "arn:aws:s3:::bucket/*", true],
  ["?*", "*?", true],
  ["?", "*", false],
])("%s covers %s: %s", (wide, narrow, result) => {
  expect(covers(wildcards(wide), wildcards(narrow))).toBe(result);
});

test("a hostile pattern costs no more than the product of the lengths", () => {
  expect(covers(wildcards("*a".repeat(5_000)), literal("a".repeat(4_999)))).toBe(false);
  expect(covers(wildcards("*".repeat(1_000_000)), literal("a"))).toBe(true);
});
