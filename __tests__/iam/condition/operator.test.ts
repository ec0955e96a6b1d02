import { parseOperator, suggestOperator } from "../../../src/iam/condition/operator.js";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const OPERATORS: [name: string, comparison: string, order: string, negated: boolean][] = [
  ["StringEquals", "string", "equal", false],
  ["StringNotEquals", "string", "equal", true],
  ["StringEqualsIgnoreCase", "string-ignore-case", "equal", false],
  ["StringNotEqualsIgnoreCase", "string-ignore-case", "equal", true],
  ["StringLike", "string-like", "equal", false],
  ["StringNotLike", "string-like", "equal", true],
  ["NumericEquals", "number", "equal", false],
  ["NumericNotEquals", "number", "equal", true],
  ["NumericLessThan", "number", "less", false],
  ["NumericLessThanEquals", "number", "less-or-equal", false],
  ["NumericGreaterThan", "number", "greater", false],
  ["NumericGreaterThanEquals", "number", "greater-or-equal", false],
  ["DateEquals", "date", "equal", false],
  ["DateNotEquals", "date", "equal", true],
  ["DateLessThan", "date", "less", false],
  ["DateLessThanEquals", "date", "less-or-equal", false],
  ["DateGreaterThan", "date", "greater", false],
  ["DateGreaterThanEquals", "date", "greater-or-equal", false],
  ["Bool", "bool", "equal", false],
  ["BinaryEquals", "binary", "equal", false],
  ["IpAddress", "ip", "equal", false],
  ["NotIpAddress", "ip", "equal", true],
  ["ArnEquals", "arn", "equal", false],
  ["ArnLike", "arn", "equal", false],
  ["ArnNotEquals", "arn", "equal", true],
  ["ArnNotLike", "arn", "equal", true],
  ["Null", "null", "equal", false],
];

test.each(OPERATORS)(
  "parses %s in any case, alone and with its prefixes and suffixes",
  (name, comparison, order, negated) => {
    const plain = { comparison, order, negated, ifExists: false, set: null };
    expect(parseOperator(name)).toEqual(plain);
    expect(parseOperator(name.toUpperCase())).toEqual(plain);
    expect(parseOperator(`ForAllValues:${name}`)).toEqual({ ...plain, set: "all" });
    expect(parseOperator(`foranyvalue:${name}`)).toEqual({ ...plain, set: "any" });
    // "You can add IfExists to the end of any condition operator name except the Null condition".
    const ifExists = name === "Null" ? null : { ...plain, ifExists: true };
    expect(parseOperator(`${name}IfExists`)).toEqual(ifExists);
    expect(parseOperator(`ForAnyValue:${name}IfExists`)).toEqual(ifExists && { ...ifExists, set: "any" });
  },
);

test.each([
  "",
  "Equals",
  "StringMatches",
  "BoolNot",
  "BinaryNotEquals",
  "NumericLike",
  "DateLike",
  "IfExistsBool",
  "BoolForAnyValue:",
  "ForSomeValue:Bool",
  "ForAnyValue:",
  "ForAnyValue:ForAllValues:Bool",
])("rejects operator %j", (name) => expect(parseOperator(name)).toBeNull());

test.each([
  ["StringEqual", "StringEquals"],
  ["stringequal", "StringEquals"],
  ["StringNotEqualIfExists", "StringNotEqualsIfExists"],
  ["StringEqualsIfExist", "StringEqualsIfExists"],
  ["ForAnyValues:StringLikes", "ForAnyValue:StringLike"],
  ["ForAllValue:StringEquals", "ForAllValues:StringEquals"],
  ["ForAnyValue:StringLik", "ForAnyValue:StringLike"],
  ["NumericLessThen", "NumericLessThan"],
  ["IPAdress", "IpAddress"],
  ["NullIfExists", "Null"],
  ["Nul", "Null"],
  ["Elephant", null],
  ["Unlike:StringEquals", null],
  ["ForAnyValue:Elephant", null],
  ["", null],
])("the operator nearest to %s is %s", (written, near) => expect(suggestOperator(written)).toBe(near));
