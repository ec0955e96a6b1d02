import fc from "fast-check";
import { covers, literal, matchesPattern, overlaps, wildcards } from "../../src/iam/pattern.js";

/** A matcher that is obviously correct, although exponential. */
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

test("a covering pattern matches everything that the covered pattern matches", () => {
  fc.assert(
    fc.property(shortPattern, shortPattern, shortText, (wide, narrow, word) => {
      const covered = covers(wildcards(wide), wildcards(narrow)) && naive(narrow, word);
      return !covered || naive(wide, word);
    }),
    { numRuns: 10_000 },
  );
});

test("every pattern is covered by itself and by `*`", () => {
  fc.assert(
    fc.property(pattern, (one) => covers(wildcards(one), wildcards(one)) && covers(wildcards("*"), wildcards(one))),
  );
});

test("finds that patterns overlap if they match a common text", () => {
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
])("knows whether %s covers %s: %s", (wide, narrow, result) => {
  expect(covers(wildcards(wide), wildcards(narrow))).toBe(result);
});

test("spends at most the product of the lengths on a hostile pattern", () => {
  expect(covers(wildcards("*a".repeat(5_000)), literal("a".repeat(4_999)))).toBe(false);
  expect(covers(wildcards("*".repeat(1_000_000)), literal("a"))).toBe(true);
});

/** All strings of at most `longest` letters. */
function wordsOf(characters: string, longest: number): readonly string[] {
  const words = [""];
  for (let from = 0, length = 1; length <= longest; length += 1) {
    const until = words.length;
    for (const word of words.slice(from, until)) for (const character of characters) words.push(word + character);
    from = until;
  }
  return words;
}

test("decides overlap and coverage of all short patterns by the texts that they match", () => {
  // The third letter represents all letters that no pattern contains. For any two of these patterns, strings of six
  // letters are enough to decide.
  const texts = wordsOf("abc", 6);
  const patterns = wordsOf("ab*?", 3).map((written) => ({
    written,
    tokens: wildcards(written),
    matched: new Set(texts.filter((word) => matchesPattern(written, word))),
  }));
  const wrong: string[] = [];
  for (const one of patterns) {
    for (const other of patterns) {
      const meet = [...other.matched].some((word) => one.matched.has(word));
      if (overlaps(one.tokens, other.tokens) !== meet) wrong.push(`${one.written} overlaps ${other.written}`);
      const holds = [...other.matched].every((word) => one.matched.has(word));
      const covered = covers(one.tokens, other.tokens);
      const isBeyond = one.written.includes("?") && other.written.includes("*");
      if (isBeyond ? covered && !holds : covered !== holds) wrong.push(`${one.written} covers ${other.written}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("finds that long patterns overlap if their different parts do", () => {
  const end = "z".repeat(40);
  fc.assert(
    fc.property(pattern, pattern, (left, right) => {
      const [first, second] = [wildcards(left), wildcards(right)];
      return overlaps(wildcards(left + end), wildcards(right + end)) === overlaps(first, second);
    }),
    { numRuns: 2000 },
  );
});

test("treats a character outside the basic plane as one character", () => {
  expect(literal("a😀b")).toEqual([0x61, 0x1f600, 0x62]);
  expect(literal("\uffff\u{10000}x")).toEqual([0xffff, 0x10000, 0x78]);
  expect(matchesPattern("?", "😀")).toBe(true);
  expect(matchesPattern("??", "😀")).toBe(false);
  expect(matchesPattern("a?b", "a😀b")).toBe(true);
});
