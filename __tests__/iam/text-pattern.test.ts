import { type ConditionContext, type KeyValue, noUnknowns } from "../../src/iam/condition/context.js";
import { literal, matchesPattern } from "../../src/iam/pattern.js";
import { matchText, readText, type TextReading } from "../../src/iam/text-pattern.js";
import type { Text } from "../../src/source/node.js";
import { partial, ref } from "./unknown-text.js";

function context(values: Readonly<Record<string, KeyValue>>, alternatives = true): ConditionContext {
  return { valueOf: (key) => values[key] ?? "unknown", alternatives };
}

/** Whether the policy's string matches another one, and the unknown parts that this depends on. */
function matched(text: Text, other: string, reading: Partial<TextReading> = {}) {
  const unknowns = noUnknowns();
  const pattern = readText(text, { wildcards: true, foldCase: false, variables: null, unknowns, ...reading });
  return { answer: matchText(pattern, literal(other)), on: [...unknowns.expressions, ...unknowns.keys] };
}

test.each<[string, Text, string, string, readonly string[]]>([
  ["a string", "abc", "abc", "yes", []],
  ["a pattern", "a*c", "abbbc", "yes", []],
  ["a partly known string", partial("a", ref("Ref X"), "c"), "abc", "unknown", ["Ref X"]],
  ["a partly known string that differs", partial("a", ref("Ref X"), "c"), "abd", "no", ["Ref X"]],
  ["an unknown string", ref("Ref X"), "abc", "unknown", ["Ref X"]],
  ["a variable where none is resolved", "${aws:username}", "${aws:username}", "yes", []],
])("matches %s", (_, text, other, answer, on) => expect(matched(text, other)).toEqual({ answer, on }));

describe("variables in a pattern", () => {
  const variables = context({
    "aws:username": ["Veeam"],
    "aws:several": ["a", "b"],
    "aws:none": "missing",
    "aws:empty": [],
    "aws:star": ["*"],
  });
  test.each<[string, string, string, string, readonly string[]]>([
    ["with one value", "home/${aws:username}", "home/Veeam", "yes", []],
    ["with a key in any case", "${AWS:UserName}", "Veeam", "yes", []],
    ["with another value", "${aws:username}", "veeam", "no", []],
    ["with several values, one of which matches", "${aws:several}", "a", "unknown", ["aws:several"]],
    ["with several values and a default", "${aws:several, 'c'}", "x", "unknown", ["aws:several"]],
    ["missing from the request", "${aws:none}", "", "no", []],
    ["missing from the request, with a default", "${aws:none, 'c'}", "c", "yes", []],
    ["without a value", "${aws:empty}", "", "no", []],
    ["without a value, with a default", "${aws:empty, 'c'}", "c", "yes", []],
    ["undeclared", "x${aws:else}", "xyz", "unknown", ["aws:else"]],
    ["undeclared, with a default", "${aws:else, 'c'}", "x", "unknown", ["aws:else"]],
    ["undeclared, after a difference", "x${aws:else}", "abc", "no", ["aws:else"]],
    ["with a value that looks like a pattern", "${aws:star}", "abc", "no", []],
    ["that stand for one character", "${*}${?}${$}", "*?$", "yes", []],
    ["that stand for one character, which is not a wildcard", "${*}", "abc", "no", []],
  ])("match %s", (_, text, other, answer, on) => expect(matched(text, other, { variables })).toEqual({ answer, on }));

  test("never match several values of a request at once, like AWS", () => {
    const atOnce = context({ "aws:several": ["a", "b"] }, false);
    expect(matched("${aws:several}", "a", { variables: atOnce })).toEqual({ answer: "no", on: [] });
    expect(matched("${aws:several, 'c'}", "c", { variables: atOnce })).toEqual({ answer: "yes", on: [] });
  });

  test("fold case like the surrounding text", () => {
    expect(matched("${aws:username}X", "veeamx", { variables, foldCase: true }).answer).toBe("yes");
    expect(matched("${aws:none, 'ABC'}", "abc", { variables, foldCase: true }).answer).toBe("yes");
  });

  test.each([
    ["a:b:${aws:username}", "a:b:Veeam", "yes"],
    ["a:b${aws:username}", "a:b${aws:username}", "yes"],
    ["a::${aws:username}", "a::Veeam", "yes"],
    ["${aws:username}", "${aws:username}", "yes"],
  ])("are resolved only after enough colons: %s", (text, other, answer) => {
    expect(matched(text, other, { variables, variablesAfterColons: 2 }).answer).toBe(answer);
  });
});

test("treats wildcards as text if there are none", () => {
  expect(matched("a*", "abc", { wildcards: false }).answer).toBe("no");
  expect(matched("a*", "a*", { wildcards: false }).answer).toBe("yes");
  expect(matchesPattern("a*", "abc")).toBe(true);
});
