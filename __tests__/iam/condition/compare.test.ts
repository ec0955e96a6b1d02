import { comparer, RequestValue } from "../../../src/iam/condition/compare.js";
import { declaredContext, noUnknowns } from "../../../src/iam/condition/context.js";
import { parseOperator } from "../../../src/iam/condition/operator.js";
import type { Text } from "../../../src/source/node.js";
import { partial, ref } from "../unknown-text.js";

/** The result, and the unknown parts that it depends on. */
function compared(name: string, value: string, expected: Text, declared: Readonly<Record<string, string>> = {}) {
  const operator = parseOperator(name);
  if (operator === null) throw new Error(`no operator ${name}`);
  const unknowns = noUnknowns();
  const context = new Map(Object.entries(declared).map(([key, one]) => [key, [one]]));
  const answer = comparer(operator, expected, { variables: declaredContext(context), unknowns })(
    new RequestValue(operator, value),
  );
  return { answer, parts: [...unknowns.expressions], keys: [...unknowns.keys] };
}

const ARN = "arn:aws:iam::111122223333:role/Veeam";

test.each<[string, string, string, string]>([
  ["StringEquals", "Veeam", "Veeam", "yes"],
  ["StringEquals", "Veeam", "veeam", "no"],
  ["StringEquals", "Veeam", "V*", "no"],
  ["StringEqualsIgnoreCase", "Veeam", "vEEAM", "yes"],
  ["StringEqualsIgnoreCase", "Veeam", "v*", "no"],
  ["StringLike", "Veeam", "V*m", "yes"],
  ["StringLike", "Veeam", "v*m", "no"],
  ["StringLike", "Veeam", "Veea?", "yes"],
  ["ArnEquals", ARN, ARN, "yes"],
  ["ArnLike", ARN, "arn:aws:iam::*:role/V*", "yes"],
  ["ArnLike", ARN, "arn:aws:iam::*:role/v*", "no"],
  ["Bool", "TRUE", "true", "yes"],
  ["Bool", "true", "False", "no"],
  ["Bool", "false", "FALSE", "yes"],
  ["Bool", "yes", "yes", "no"],
  ["BinaryEquals", "QQ==", "QQ==", "yes"],
  ["BinaryEquals", "QQ==", "QR8=", "no"],
  ["IpAddress", "10.1.2.3", "10.0.0.0/8", "yes"],
  ["IpAddress", "11.1.2.3", "10.0.0.0/8", "no"],
  ["NumericEquals", "10", "1e1", "yes"],
  ["NumericEquals", "10", "11", "no"],
  ["NumericLessThan", "10", "10", "no"],
  ["NumericLessThan", "9", "10", "yes"],
  ["NumericLessThanEquals", "10", "10", "yes"],
  ["NumericLessThanEquals", "11", "10", "no"],
  ["NumericGreaterThan", "10", "10", "no"],
  ["NumericGreaterThan", "11", "10", "yes"],
  ["NumericGreaterThanEquals", "10", "10", "yes"],
  ["NumericGreaterThanEquals", "9", "10", "no"],
  ["NumericLessThan", "nine", "10", "no"],
  ["NumericGreaterThan", "9", "ten", "no"],
  ["DateLessThan", "2020-04-01", "2020-04-02", "yes"],
  ["DateGreaterThan", "2020-04-01", "2020-04-02", "no"],
  ["DateEquals", "2020-04-01", "April", "no"],
])("evaluates %s with %s in the request and %s in the policy as %s", (operator, value, expected, answer) => {
  expect(compared(operator, value, expected)).toEqual({ answer, parts: [], keys: [] });
});

test.each([
  ["NumericEquals", "1"],
  ["DateEquals", "2020-04-01"],
  ["Bool", "true"],
  ["IpAddress", "10.1.2.3"],
  ["BinaryEquals", "QQ=="],
])("can't decide %s with a value known only at deployment", (operator, value) => {
  expect(compared(operator, value, ref("Ref Limit"))).toEqual({ answer: "unknown", parts: ["Ref Limit"], keys: [] });
  expect(compared(operator, value, partial("1", ref("Ref A"), ref("Ref B")))).toEqual({
    answer: "unknown",
    parts: ["Ref A", "Ref B"],
    keys: [],
  });
});

test("resolves variables only in strings and ARNs", () => {
  const declared = { "aws:username": "veeam" };
  expect(compared("StringEquals", "veeam", "${aws:username}", declared).answer).toBe("yes");
  expect(compared("StringEqualsIgnoreCase", "VEEAM", "${aws:username}", declared).answer).toBe("yes");
  expect(compared("StringLike", "x/veeam", "*/${aws:username}", declared).answer).toBe("yes");
  expect(compared("StringEquals", "veeam", "${aws:userid}", declared)).toEqual({
    answer: "unknown",
    parts: [],
    keys: ["aws:userid"],
  });
  expect(compared("NumericEquals", "1", "${aws:n}", { "aws:n": "1" }).answer).toBe("no");
});
