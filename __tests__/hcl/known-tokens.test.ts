import fc from "fast-check";
import { memoizedParse, tokensWithin } from "../../src/hcl/known-tokens.js";
import { hclTokens } from "../../src/hcl/tokens.js";

const PARTS = [
  "a",
  "=",
  '"x ${f("}")} y"',
  "{",
  "}",
  "[",
  "]",
  "\n",
  " ",
  "# c\n",
  "/* c */",
  "<<-E\n a ${b}\n E\n",
  '"',
  "${",
  "9.5",
];

const whole = (text: string) => ({ start: 0, end: text.length });

test("finds the same tokens in any part of a cached text as a new scan", () => {
  const texts = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (parts, first, last) => {
      const text = parts.join("");
      const all = [...tokensWithin(text, whole(text))];
      expect(all).toEqual([...hclTokens(text, whole(text))]);
      const [from, to] = [first % (all.length || 1), last % (all.length || 1)].sort((a, b) => a - b);
      const range = { start: all[from ?? 0]?.start ?? 0, end: all[to ?? 0]?.end ?? 0 };
      expect([...tokensWithin(text, range)]).toEqual([...hclTokens(text, range)]);
    }),
  );
});

test("scans the content of a text's quotes again", () => {
  const text = 'a = "x ${b.c} y"';
  expect([...tokensWithin(text, whole(text))]).toHaveLength(3);
  expect([...tokensWithin(text, { start: 9, end: 12 })].map(({ kind }) => kind)).toEqual(["name", "other", "name"]);
});

test("parses an expression of a cached text once and evicts the oldest texts", () => {
  const text = "a = 1";
  let count = 0;
  const parse = () => ({ end: 5, expression: null, fault: ++count });
  const ask = () => memoizedParse(text, { start: 4, end: 5 }, parse).fault;
  expect([ask(), ask()]).toEqual([1, 2]);
  tokensWithin(text, whole(text));
  expect([ask(), ask()]).toEqual([3, 3]);
  for (let at = 0; at < 6; at += 1) tokensWithin("[".repeat(100_000 - at), { start: 0, end: 100_000 - at });
  expect([ask(), ask()]).toEqual([4, 5]);
});
