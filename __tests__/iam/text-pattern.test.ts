import { type ConditionContext, type KeyValue, noUnknowns } from "../../src/iam/condition/context.js";
import { literal, matchesPattern } from "../../src/iam/pattern.js";
import { matchText, readText, type TextReading } from "../../src/iam/text-pattern.js";
import type { Text } from "../../src/source/node.js";
import { partial, ref } from "./unknown-text.js";

function context(values: Readonly<Record<string, KeyValue>>, alternatives = true): ConditionContext {
  return { valueOf: (key) => values[key] ?? "unknown", alternatives };
}

/** Whether the policy's text matches another text, and what that depends on. */
function matched(text: Text, other: string, reading: Partial<TextReading> = {}) {
  const unknowns = noUnknowns();
  const pattern = readText(text, { wildcards: true, foldCase: false, variables: null, unknowns, ...reading });
  return { answer: matchText(pattern, literal(other)), on: [...unknowns.expressions, ...unknowns.keys] };
}

test.each<[string, Text, string, string, readonly string[]]>([
  ["a text", "abc", "abc", "yes", []],
  ["a pattern", "a*c", "abbbc", "yes", []],
  ["what is known in part", partial("a", ref("Ref X"), "c"), "abc", "unknown", ["Ref X"]],
  ["what is known in part and differs", partial("a", ref("Ref X"), "c"), "abd", "no", ["Ref X"]],
  ["what is unknown", ref("Ref X"), "abc", "unknown", ["Ref X"]],
  ["a variable where there are none", "${aws:username}", "${aws:username}", "yes", []],
])("%s", (_, text, other, answer, on) => expect(matched(text, other)).toEqual({ answer, on }));

describe("variables", () => {
  const variables = context({
    "aws:username": ["Veeam"],
    "aws:several": ["a", "b"],
    "aws:none": "missing",
    "aws:empty": [],
    "aws:star": ["*"],
  });
  test.each<[string, string, string, string, readonly string[]]>([
    ["of one value", "home/${aws:username}", "home/Veeam", "yes", []],
    ["whatever the case of the key", "${AWS:UserName}", "Veeam", "yes", []],
    ["of another value", "${aws:username}", "veeam", "no", []],
    ["of several values, one of which it is", "${aws:several}", "a", "unknown", ["aws:several"]],
    ["of several values, with a default", "${aws:several, 'c'}", "x", "unknown", ["aws:several"]],
    ["that the request lacks", "${aws:none}", "", "no", []],
    ["that the request lacks, with a default", "${aws:none, 'c'}", "c", "yes", []],
    ["without a value", "${aws:empty}", "", "no", []],
    ["without a value, with a default", "${aws:empty, 'c'}", "c", "yes", []],
    ["that nobody declared", "x${aws:else}", "xyz", "unknown", ["aws:else"]],
    ["that nobody declared, with a default", "${aws:else, 'c'}", "x", "unknown", ["aws:else"]],
    ["that nobody declared, behind what differs", "x${aws:else}", "abc", "no", ["aws:else"]],
    ["whose value looks like a pattern", "${aws:star}", "abc", "no", []],
    ["that stand for a letter", "${*}${?}${$}", "*?$", "yes", []],
    ["that stand for a letter, which is no wildcard", "${*}", "abc", "no", []],
  ])("%s", (_, text, other, answer, on) => expect(matched(text, other, { variables })).toEqual({ answer, on }));

  test("of a request that has several values at once: AWS takes none of them", () => {
    const atOnce = context({ "aws:several": ["a", "b"] }, false);
    expect(matched("${aws:several}", "a", { variables: atOnce })).toEqual({ answer: "no", on: [] });
    expect(matched("${aws:several, 'c'}", "c", { variables: atOnce })).toEqual({ answer: "yes", on: [] });
  });

  test("are folded as the text around them is", () => {
    expect(matched("${aws:username}X", "veeamx", { variables, foldCase: true }).answer).toBe("yes");
    expect(matched("${aws:none, 'ABC'}", "abc", { variables, foldCase: true }).answer).toBe("yes");
  });

  test.each([
    ["a:b:${aws:username}", "a:b:Veeam", "yes"],
    ["a:b${aws:username}", "a:b${aws:username}", "yes"],
    ["a::${aws:username}", "a::Veeam", "yes"],
    ["${aws:username}", "${aws:username}", "yes"],
  ])("count behind so many colons only: %s", (text, other, answer) => {
    expect(matched(text, other, { variables, variablesAfterColons: 2 }).answer).toBe(answer);
  });
});

test("a text of wildcards is a text where there are none", () => {
  expect(matched("a*", "abc", { wildcards: false }).answer).toBe("no");
  expect(matched("a*", "a*", { wildcards: false }).answer).toBe("yes");
  expect(matchesPattern("a*", "abc")).toBe(true);
});
