import { evaluateConditions, type PolicyVersion } from "../../../src/iam/condition/condition.js";
import type { ConditionContext, KeyValue } from "../../../src/iam/condition/context.js";
import type { Text } from "../../../src/source/node.js";
import { filePlace } from "../../../src/source/place.js";
import { cpuSeconds } from "../../cpu-time.js";

const place = filePlace("policy.json");
const ref = { kind: "unresolved", expression: "Ref X" } as const;

type Written = readonly [operator: string, key: string, ...values: readonly Text[]];

const request: Readonly<Record<string, KeyValue>> = {
  "aws:username": ["veeam"],
  "aws:principalarn": ["arn:aws:iam::111122223333:role/veeam"],
  "aws:tagkeys": ["a", "b"],
  "aws:none": "missing",
  "aws:empty": [],
};

/** Whether the conditions hold, followed by the keys that fail and the unknown values. */
function held(tests: readonly Written[], alternatives = false, version: PolicyVersion = "2012-10-17") {
  const context: ConditionContext = { valueOf: (key) => request[key] ?? "unknown", alternatives };
  const conditions = tests.map(([operator, key, ...values]) => {
    return { kind: "test", operator, key, values: values.map((text) => ({ text, place })), place } as const;
  });
  const { holds, unknowns, failed } = evaluateConditions(conditions, version, context);
  return [holds, ...failed, ...unknowns.keys, ...unknowns.expressions];
}

describe("a request with one key", () => {
  test.each<[Written, readonly string[]]>([
    [["StringEquals", "AWS:UserName", "veeam"], ["yes"]],
    [["StringEquals", "aws:username", "x", "veeam"], ["yes"]],
    [
      ["StringEquals", "aws:username", "x", "y"],
      ["no", "aws:username"],
    ],
    [["StringNotEquals", "aws:username", "x", "y"], ["yes"]],
    [
      ["StringNotEquals", "aws:username", "x", "veeam"],
      ["no", "aws:username"],
    ],
    [
      ["StringEquals", "aws:username", ref],
      ["unknown", "Ref X"],
    ],
    [
      ["StringEquals", "aws:username", ref, "veeam"],
      ["yes", "Ref X"],
    ],
    [
      ["StringNotEquals", "aws:username", ref],
      ["unknown", "Ref X"],
    ],
    [
      ["StringEquals", "aws:else", "x"],
      ["unknown", "aws:else"],
    ],
    [
      ["NoSuchOperator", "aws:username", "veeam"],
      ["unknown", "NoSuchOperator"],
    ],
    [
      ["StringEquals", "aws:none", "x"],
      ["no", "aws:none"],
    ],
    [["StringNotEquals", "aws:none", "x"], ["yes"]],
    [["StringEqualsIfExists", "aws:none", "x"], ["yes"]],
    [
      ["StringEqualsIfExists", "aws:username", "x"],
      ["no", "aws:username"],
    ],
    [
      ["StringEquals", "aws:empty", "x"],
      ["no", "aws:empty"],
    ],
    [["ArnNotEquals", "aws:principalarn", "arn:aws:iam::*:role/x"], ["yes"]],
    [
      ["ArnNotLike", "aws:principalarn", "arn:aws:iam::*:role/v*"],
      ["no", "aws:principalarn"],
    ],
    [["ForAllValues:StringEquals", "aws:none", "x"], ["yes"]],
    [
      ["ForAnyValue:StringEquals", "aws:none", "x"],
      ["no", "aws:none"],
    ],
    [["ForAnyValue:StringEqualsIfExists", "aws:none", "x"], ["yes"]],
  ])("%j: %j", (test, outcome) => expect(held([test])).toEqual(outcome));
});

describe("a request with several values", () => {
  test.each<[Written, readonly string[], readonly string[]]>([
    [["ForAllValues:StringEquals", "aws:TagKeys", "a", "b", "c"], ["yes"], ["yes"]],
    [
      ["ForAllValues:StringEquals", "aws:TagKeys", "a"],
      ["no", "aws:TagKeys"],
      ["no", "aws:TagKeys"],
    ],
    [["ForAnyValue:StringEquals", "aws:TagKeys", "b"], ["yes"], ["yes"]],
    [
      ["ForAnyValue:StringEquals", "aws:TagKeys", "c"],
      ["no", "aws:TagKeys"],
      ["no", "aws:TagKeys"],
    ],
    [["StringEquals", "aws:TagKeys", "b"], ["yes"], ["unknown", "aws:TagKeys"]],
    [["StringEquals", "aws:TagKeys", "a", "b"], ["yes"], ["yes"]],
    [
      ["StringEquals", "aws:TagKeys", "c"],
      ["no", "aws:TagKeys"],
      ["no", "aws:TagKeys"],
    ],
  ])("%j: %j in one request, %j as a possible value", (test, atOnce, oneOf) => {
    expect(held([test])).toEqual(atOnce);
    expect(held([test], true)).toEqual(oneOf);
  });
});

describe("Null tests whether a key is present", () => {
  test.each<[Written, readonly string[]]>([
    [["Null", "aws:none", "true"], ["yes"]],
    [["Null", "aws:none", "TRUE"], ["yes"]],
    [
      ["Null", "aws:none", "false"],
      ["no", "aws:none"],
    ],
    [["Null", "aws:empty", "true"], ["yes"]],
    [
      ["Null", "aws:username", "true"],
      ["no", "aws:username"],
    ],
    [["Null", "aws:username", "False"], ["yes"]],
    [
      ["Null", "aws:username", "nonsense"],
      ["no", "aws:username"],
    ],
    [
      ["Null", "aws:username", ref],
      ["unknown", "aws:username"],
    ],
    [
      ["Null", "aws:username", ref, "false"],
      ["yes", "aws:username"],
    ],
    [
      ["Null", "aws:else", "true"],
      ["unknown", "aws:else"],
    ],
  ])("%j: %j", (test, outcome) => expect(held([test])).toEqual(outcome));
});

test("joins operators and keys with AND and names each key that fails", () => {
  const holds: Written = ["StringEquals", "aws:username", "veeam"];
  const fails: Written = ["StringEquals", "aws:UserName", "x"];
  const open: Written = ["StringEquals", "aws:else", "x"];
  expect(held([])).toEqual(["yes"]);
  expect(held([holds, holds])).toEqual(["yes"]);
  expect(held([holds, open])).toEqual(["unknown", "aws:else"]);
  expect(held([open, fails, holds, ["Null", "aws:none", "false"]])).toEqual([
    "no",
    "aws:UserName",
    "aws:none",
    "aws:else",
  ]);
});

// For a key of unknown type, `context` may declare a range, a word, or a pattern that no request has.
test.each([
  ["IpAddress", "10.0.0.0/24", "10.0.0.0/8"],
  ["NotIpAddress", "10.0.0.0/24", "203.0.113.0/24"],
  ["NotIpAddress", "10.0.0.*", "203.0.113.0/24"],
  ["ForAnyValue:IpAddress", "10.0.0.0/24", "10.0.0.0/8"],
  ["ForAllValues:IpAddress", "10.0.0.0/24", "10.0.0.0/8"],
  ["IpAddressIfExists", "10.0.0.0/24", "10.0.0.0/8"],
  ["Bool", "no", "false"],
  ["NumericGreaterThan", "2h", "3600"],
  ["DateLessThan", "today", "2026-01-01"],
  ["ArnNotLike", "veeam", "arn:aws:iam::*:role/x"],
])("leaves %s undecided for a declared value of a different type: %s", (operator, value, text) => {
  const test = { kind: "test", operator, key: "x:Key", values: [{ text, place }], place } as const;
  const outcome = (alternatives: boolean) =>
    evaluateConditions([test], "2012-10-17", { valueOf: () => [value], alternatives });
  expect(outcome(true)).toMatchObject({ holds: "unknown", unknowns: { keys: new Set(["x:Key"]) } });
  expect(outcome(false).holds).not.toBe("unknown");
});

// "If ... multiple values for a single key, they are evaluated using a logical OR":
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
test.each<[Written, string]>([
  [["Null", "aws:else", "true", "false"], "yes"],
  [["Null", "aws:else", "True", "FALSE"], "yes"],
  [["Null", "aws:else", "true", "true"], "unknown"],
  [["Bool", "aws:SecureTransport", "true", "false"], "yes"],
  [["Bool", "aws:MultiFactorAuthPresent", "true", "false"], "unknown"],
  [["BoolIfExists", "aws:MultiFactorAuthPresent", "true", "false"], "yes"],
  [["StringEquals", "aws:SecureTransport", "true", "false"], "unknown"],
])("requires nothing of a present key if both booleans are allowed: %j", (test, holds) => {
  expect(held([test], true)[0]).toBe(holds);
});

test("treats an unknown condition block as unknown", () => {
  const context: ConditionContext = { valueOf: () => "missing", alternatives: true };
  const { holds, unknowns } = evaluateConditions(
    [{ kind: "unresolved", expression: "Fn::If C", place }],
    "2012-10-17",
    context,
  );
  expect([holds, ...unknowns.expressions]).toEqual(["unknown", "Fn::If C"]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
test("treats policy variables as plain text in version 2008-10-17", () => {
  const test: Written = ["StringEquals", "aws:username", "${aws:username}"];
  expect(held([test], false, "2012-10-17")).toEqual(["yes"]);
  expect(held([test], false, "2008-10-17")).toEqual(["no", "aws:username"]);
});

// AWS names the type of each operator's values; values that can't be compared don't match:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe("values of the wrong type for the operator", () => {
  /** Operators with a request's value and a policy's value that it meets. */
  const BASES: readonly (readonly [name: string, request: string, policy: string])[] = [
    ["NumericEquals", "10", "10"],
    ["NumericNotEquals", "10", "11"],
    ["NumericLessThan", "10", "11"],
    ["NumericLessThanEquals", "10", "11"],
    ["NumericGreaterThan", "10", "9"],
    ["NumericGreaterThanEquals", "10", "9"],
    ["DateEquals", "2026-01-01", "2026-01-01"],
    ["DateNotEquals", "2026-01-01", "2027-01-01"],
    ["DateLessThan", "2026-01-01", "2027-01-01"],
    ["DateLessThanEquals", "2026-01-01", "2027-01-01"],
    ["DateGreaterThan", "2026-01-01", "2025-01-01"],
    ["DateGreaterThanEquals", "2026-01-01", "2025-01-01"],
    ["IpAddress", "10.0.0.1", "10.0.0.0/8"],
    ["NotIpAddress", "10.0.0.1", "11.0.0.0/8"],
    ["Bool", "true", "TRUE"],
  ];
  const NAMES = BASES.flatMap(([name, request, policy]) =>
    ["", "ForAllValues:", "ForAnyValue:"].flatMap((set) =>
      ["", "IfExists"].map((end) => ({ name: `${set}${name}${end}`, request, policy })),
    ),
  );
  const holds = (name: string, known: KeyValue, ...values: readonly string[]) => {
    const context: ConditionContext = { valueOf: () => known, alternatives: false };
    const texts = values.map((text) => ({ text, place }));
    const test = { kind: "test", operator: name, key: "aws:x", values: texts, place } as const;
    return evaluateConditions([test], "2012-10-17", context).holds;
  };

  test.each(NAMES)("evaluates $name", ({ name, request, policy }) => {
    expect(holds(name, [request], policy)).toBe("yes");
    expect(holds(name, [request], "none")).toBe("no");
    expect(holds(name, [request], "none", policy)).toBe(name.includes("Not") ? "no" : "yes");
    expect(holds(name, ["none"], policy)).toBe("no");
    expect(holds(name, ["none"], "none")).toBe("no");
  });

  test.each(NAMES)("evaluates $name of a key that may be missing", ({ name, policy }) => {
    const isNegated = name.includes("Not");
    const isAnyOf = name.startsWith("ForAny");
    const withoutKey = name.endsWith("IfExists") || name.startsWith("ForAll") || (isNegated && !isAnyOf);
    expect(holds(name, "missing", "none")).toBe(withoutKey ? "yes" : "no");
    expect(holds(name, "unknown", "none")).toBe(withoutKey ? "unknown" : "no");
    expect(holds(name, "unknown", "none", policy)).toBe(isNegated && !withoutKey ? "no" : "unknown");
    expect(holds(name, "unknown", policy)).toBe("unknown");
  });

  test.each([
    ["10.0.0.0/33", "10.0.0.1"],
    ["10.0.0", "10.0.0.1"],
    ["::/129", "::1"],
    ["10.0.0.0/8", "10.0.0.0/8"],
  ])("never matches NotIpAddress %s for %s", (range, address) =>
    expect(holds("NotIpAddress", [address], range)).toBe("no"),
  );

  test("decides a key that each request has without its value", () => {
    expect(held([["DateGreaterThan", "aws:CurrentTime", "soon"]])).toEqual(["no", "aws:CurrentTime"]);
    expect(held([["DateNotEquals", "aws:CurrentTime", "soon"]])).toEqual(["no", "aws:CurrentTime"]);
    expect(held([["Bool", "aws:SecureTransport", "yes"]])).toEqual(["no", "aws:SecureTransport"]);
    expect(held([["BoolIfExists", "aws:SecureTransport", "yes"]])).toEqual(["no", "aws:SecureTransport"]);
  });
});

describe("contradictory tests of one key are never true", () => {
  const AGE = "aws:MultiFactorAuthAge";
  const TIME = "aws:TokenIssueTime";
  const EPOCH = "aws:EpochTime";
  const less = (value: string, more = ""): Written => [`NumericLessThan${more}`, AGE, value];
  const more = (value: string, more = ""): Written => [`NumericGreaterThan${more}`, AGE, value];
  const not = (value: string): Written => ["NumericNotEquals", AGE, value];
  const until = (value: string): Written => ["DateLessThan", TIME, value];
  const since = (value: string): Written => ["DateGreaterThan", TIME, value];
  const EQUALS: Written = ["StringEquals", "aws:RequestedRegion", "eu-west-1", "eu-west-2"];
  test.each<[string, readonly Written[], string]>([
    ["a value and its negation", [EQUALS, ["StringNotEquals", "AWS:requestedregion", "eu-west-1", "eu-west-2"]], "no"],
    [
      "times without an overlap, of a present key",
      [["Null", TIME, "false"], since("2026-02-01T00:00:00Z"), until("2026-01-01T00:00:00Z")],
      "no",
    ],
    ["one remaining value", [EQUALS, ["StringNotEquals", "aws:RequestedRegion", "eu-west-1"]], "unknown"],
    ["a pattern that matches no value", [EQUALS, ["StringLike", "aws:RequestedRegion", "us-*"]], "no"],
    ["a pattern that matches a value", [EQUALS, ["StringLike", "aws:RequestedRegion", "*-2"]], "unknown"],
    ["in another case", [EQUALS, ["StringEqualsIgnoreCase", "aws:RequestedRegion", "EU-WEST-2"]], "unknown"],
    [
      "two values",
      [
        ["StringEquals", "aws:SourceVpc", "a"],
        ["StringEqualsIfExists", "aws:SourceVpc", "b"],
      ],
      "no",
    ],
    [
      "possibly missing",
      [
        ["StringEqualsIfExists", "aws:SourceVpc", "a"],
        ["StringNotEquals", "aws:SourceVpc", "a"],
      ],
      "unknown",
    ],
    [
      "missing and present",
      [
        ["Null", "aws:SourceVpc", "true"],
        ["StringEquals", "aws:SourceVpc", "a"],
      ],
      "no",
    ],
    [
      "missing and possibly missing",
      [
        ["Null", "aws:SourceVpc", "true"],
        ["StringNotEquals", "aws:SourceVpc", "a"],
      ],
      "unknown",
    ],
    [
      "true and false",
      [
        ["Bool", "aws:ViaAWSService", "True"],
        ["BoolIfExists", "aws:ViaAWSService", "false"],
      ],
      "no",
    ],
    [
      "true and true",
      [
        ["Bool", "aws:ViaAWSService", "True"],
        ["StringEquals", "aws:ViaAWSService", "true"],
      ],
      "unknown",
    ],
    [
      "two keys",
      [
        ["StringEquals", "aws:SourceVpc", "a"],
        ["StringNotEquals", "aws:SourceVpce", "a"],
      ],
      "unknown",
    ],
    // Each value of a multivalued key may meet one of the tests.
    [
      "a multivalued key",
      [
        ["Null", "aws:PrincipalOrgPaths", "true"],
        ["StringEquals", "aws:PrincipalOrgPaths", "b"],
      ],
      "unknown",
    ],
    [
      "several values",
      [
        ["StringEquals", "aws:CalledVia", "a"],
        ["StringLike", "aws:CalledVia", "b"],
      ],
      "unknown",
    ],
    [
      "a service's key",
      [
        ["StringEquals", "dynamodb:Attributes", "a"],
        ["StringLike", "dynamodb:Attributes", "b"],
      ],
      "unknown",
    ],
    [
      "a variable",
      [
        ["StringEquals", "aws:SourceVpc", "${aws:a}"],
        ["StringLike", "aws:SourceVpc", "b"],
      ],
      "unknown",
    ],
    [
      "an unknown value",
      [
        ["StringEquals", "aws:SourceVpc", ref],
        ["StringLike", "aws:SourceVpc", "b"],
      ],
      "unknown",
    ],
    [
      "two patterns",
      [
        ["StringLike", "aws:SourceVpc", "a*", "b?"],
        ["StringLikeIfExists", "aws:SourceVpc", "c*", "b"],
      ],
      "no",
    ],
    [
      "two patterns that share a value",
      [
        ["StringLike", "aws:SourceVpc", "a*"],
        ["StringLike", "aws:SourceVpc", "*b"],
      ],
      "unknown",
    ],
    [
      "patterns that allow a missing key",
      [
        ["StringLikeIfExists", "aws:SourceVpc", "a*"],
        ["StringLikeIfExists", "aws:SourceVpc", "b*"],
      ],
      "unknown",
    ],
    [
      "a pattern and the negation of a wider one",
      [
        ["StringLike", "aws:SourceVpc", "vpc-a*"],
        ["StringNotLike", "aws:SourceVpc", "x", "vpc-*"],
      ],
      "no",
    ],
    [
      "a pattern and the negation of a narrower one",
      [
        ["StringLike", "aws:SourceVpc", "vpc-*"],
        ["StringNotLike", "aws:SourceVpc", "vpc-a*"],
      ],
      "unknown",
    ],
    [
      "patterns in another case",
      [
        ["StringLike", "aws:SourceVpc", "A*"],
        ["StringEqualsIgnoreCase", "aws:SourceVpc", "ab"],
      ],
      "unknown",
    ],
    // A value that isn't an ARN doesn't match a pattern of ARNs, and an ARN's `*` doesn't match a colon.
    [
      "a negated ARN pattern",
      [
        ["StringLike", "aws:SourceVpcArn", "arn:aws:*"],
        ["ArnNotLike", "aws:SourceVpcArn", "arn:aws:*:*:*:*"],
      ],
      "unknown",
    ],
    [
      "patterns of a service's multivalued key",
      [
        ["StringLike", "kms:EncryptionContextKeys", "a*"],
        ["StringLike", "kms:EncryptionContextKeys", "b*"],
      ],
      "unknown",
    ],
    [
      "each value of a single-valued key",
      [
        ["ForAllValues:StringLike", "aws:SourceVpc", "a*"],
        ["StringLike", "aws:SourceVpc", "b*"],
      ],
      "no",
    ],
  ])("%s", (_name, tests, expected) => {
    const [outcome, ...keys] = held(tests);
    expect(outcome).toBe(expected);
    if (expected === "no") expect(keys[0]?.toLowerCase()).toBe(tests[0]?.[1].toLowerCase());
  });

  // Between numbers or times, a range or a single value may remain.
  const FAR = "2150-01-01T00:00:00Z";
  test.each<[string, readonly Written[], string]>([
    ["below one and above five", [less("1"), more("5")], "no"],
    ["below five and above one", [less("5"), more("1")], "unknown"],
    ["below and above the same number", [less("5"), more("5")], "no"],
    ["at most and at least the same number", [less("5", "Equals"), more("5", "Equals")], "unknown"],
    ["at most, at least, and not the same number", [less("5", "Equals"), more("5", "Equals"), not("5")], "no"],
    ["one of two lists", [["NumericEquals", AGE, "1", "2", "3"], more("2")], "unknown"],
    ["none of a list", [["NumericEquals", AGE, "1", "2", "3"], more("3")], "no"],
    ["below or above, because values are joined by OR", [less("1"), ["NumericGreaterThan", AGE, "5", "0"]], "unknown"],
    ["below zero", [less("0"), more("-1e300")], "unknown"],
    ["distant numbers", [less("1e308"), more("1e309")], "no"],
    ["large numbers", [less("100000000000000000"), not("500000000000000000")], "unknown"],
    [
      "possibly missing",
      [
        ["NumericLessThanIfExists", AGE, "1"],
        ["NumericGreaterThanIfExists", AGE, "5"],
      ],
      "unknown",
    ],
    ["possibly missing for one", [less("1"), ["NumericGreaterThanIfExists", AGE, "5"]], "no"],
    ["and missing", [less("1"), ["Null", AGE, "true"]], "no"],
    ["and present", [less("1"), ["Null", AGE, "false"]], "unknown"],
    ["an unknown value", [["NumericLessThan", AGE, ref], more("5")], "unknown"],
    ["an unknown value next to a known one", [less("1"), more("5"), ["NumericNotEquals", AGE, ref]], "no"],
    ["numbers as strings", [less("1"), ["StringLike", AGE, "5*"]], "unknown"],
    ["two times", [until("2149-01-01"), since(FAR)], "no"],
    ["two times in reverse", [until(FAR), since("2149-01-01")], "unknown"],
    [
      "a time and its epoch seconds",
      [
        ["DateEquals", TIME, FAR],
        ["DateNotEquals", TIME, "5680281600"],
      ],
      "no",
    ],
    ["a fraction of a second", [["DateEquals", TIME, "5680281600.0005"], since("2149-01-01")], "unknown"],
    [
      "a time and a number",
      [
        ["NumericGreaterThan", EPOCH, "5"],
        ["DateGreaterThan", EPOCH, FAR],
      ],
      "unknown",
    ],
    ["invalid times", [until("9999999999999999999"), since("99999999999999999999")], "no"],
  ])("%s", (_name, tests, expected) => {
    expect(held(tests)[0]).toBe(expected);
  });

  test("leaves tests with more than a hundred numbers or four hundred characters undecided", () => {
    const numbers = Array.from({ length: 101 }, (_, index) => String(index));
    expect(held([["NumericEquals", AGE, ...numbers], more("200")])[0]).toBe("unknown");
    expect(held([["NumericEquals", AGE, ...numbers.slice(2)], more("200")])[0]).toBe("no");
    const likes = (length: number) =>
      held([
        ["StringLike", "aws:SourceVpc", `a${"b".repeat(length)}*`],
        ["StringLike", "aws:SourceVpc", "b*"],
      ])[0];
    expect([likes(390), likes(400)]).toEqual(["no", "unknown"]);
  });

  test("checks a thousand statements with many patterns, numbers, or dates in two seconds", () => {
    const texts = (operator: string, key: string, text: (index: number) => string): Written => [
      operator,
      key,
      ...Array.from({ length: 49 }, (_, index) => text(index)),
    ];
    const likes: Written[] = [
      ["StringLike", "aws:SourceVpc", "*ab".repeat(65)],
      ["StringLikeIfExists", "aws:SourceVpc", `${"*ba".repeat(65)}c`],
    ];
    const numbers = [texts("NumericEquals", AGE, String), texts("NumericNotEquals", AGE, (index) => `${index}.5`)];
    const dates = [
      texts("DateEquals", TIME, (index) => `${2100 + index}-01-01`),
      texts("DateNotEquals", TIME, (index) => `${2100 + index}-02-01`),
    ];
    for (const tests of [likes, numbers, dates])
      expect(
        cpuSeconds(() => {
          for (let count = 0; count < 1000; count += 1) held(tests);
        }),
      ).toBeLessThan(2);
  });

  test("leaves long lists undecided", () => {
    const values = Array.from({ length: 101 }, (_, index) => `vpc-0123456789${index}`);
    const tests: Written[] = [
      ["StringEquals", "aws:SourceVpc", ...values],
      ["StringLike", "aws:SourceVpc", "x"],
    ];
    expect(held(tests)[0]).toBe("unknown");
    expect(
      held([
        ["StringEquals", "aws:SourceVpc", ...values.slice(1)],
        ["StringLike", "aws:SourceVpc", "x"],
      ])[0],
    ).toBe("no");
  });
});

test("checks twenty thousand unknown keys in a second", () => {
  const tests = Array.from(
    { length: 20_000 },
    (_, index): Written => ["StringEquals", `aws:PrincipalTag/${index}`, "a"],
  );
  expect(cpuSeconds(() => held(tests))).toBeLessThan(1);
});
