import { argumentOf, childrenOf, literalOf } from "../../../../src/readers/terraform-plan/source/hcl-values.js";

const whole = (text: string) => ({ start: 0, end: text.length });

function children(text: string): Readonly<Record<string, string>> | null {
  const found = childrenOf(text, whole(text));
  return found === null
    ? null
    : Object.fromEntries([...found].map(([key, { start, end }]) => [key, text.slice(start, end)]));
}

test.each<[string, ReturnType<typeof children>]>([
  ['{ a = 1, "b" : [2] }', { a: "1", b: "[2]" }],
  ["{\n  a = f({\n    b = 1\n  })\n  c = 2 # }\n}", { a: "f({\n    b = 1\n  })", c: "2" }],
  ["[1, f(2, 3), ]", { 0: "1", 1: "f(2, 3)" }],
  ["[]", {}],
  ["[for x in y : x]", null],
  ["{ for k, v in y : k => v }", null],
  ["{ (a) = 1 }", null],
  ['{ "${a}" = 1 }', null],
  ["[1][0]", null],
  ["a ? [1] : [2]", null],
  ["concat([1], [2])", null],
])("what is written out in %s", (text, expected) => {
  expect(children(text)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['"a\\"b"', 'a"b'],
  ["-1.5", -1.5],
  ["true", true],
  ["null", null],
  ['"a${b}"', undefined],
  ['"$${b}"', undefined],
  ['"a" == "b"', undefined],
  ["truest", undefined],
  ["a.b", undefined],
  [`"${"a".repeat(10_000_000)}"`, "a".repeat(10_000_000)],
])("literals (%#)", (text, expected) => {
  expect(literalOf(text, whole(text))).toBe(expected);
});

test.each<[string, string | null]>([
  ["jsonencode({ a = 1 })", "{ a = 1 }"],
  ["jsonencode(a) + jsonencode(b)", null],
  ["jsonencode(a, b)", null],
  ["jsonencode()", null],
  ["jsondecode(a)", null],
])("the argument of %s", (text, expected) => {
  const range = argumentOf(text, whole(text), "jsonencode");
  expect(range === null ? null : text.slice(range.start, range.end)).toBe(expected);
});
