import { cpuSeconds } from "../../../cpu-time.js";
import { evaluateText, shown } from "./evaluate-text.js";

const LOCALS = { q: "local.queue.arn" };

function given(text: string): unknown {
  return shown(evaluateText(text, LOCALS));
}

/** Values from the console of terraform 1.11.4. */
test.each([
  ["jsonencode(toset([444455556666, 111122223333]))", "[111122223333,444455556666]"],
  ["jsonencode(toset([0.0000001, 1, 0.5]))", "[0.0000001,0.5,1]"],
  ["jsonencode(toset([1e21, 5, null, -3.5]))", "[-3.5,5,1000000000000000000000,null]"],
  ["jsonencode(toset([[444455556666], [111122223333], [5]]))", "[[111122223333],[444455556666],[5]]"],
  ["jsonencode(toset([{ a = 444455556666 }, { a = 111122223333 }]))", '[{"a":111122223333},{"a":444455556666}]'],
  ["jsonencode(setsubtract([444455556666, 111122223333, 5], [5]))", "[111122223333,444455556666]"],
  ['join(",", [for x in toset([444455556666, 111122223333]) : x])', "111122223333,444455556666"],
  ['"%{ for x in toset([444455556666, 111122223333]) }${x} %{ endfor }"', "111122223333 444455556666 "],
  ['yamldecode("a: 1\\na: 2")', { a: 2 }],
  ['jsonencode(yamldecode("a: 1\\nb: 3\\na:\\n  c: 1"))', '{"a":{"c":1},"b":3}'],
  ['" ${~ 1 ~} "', "1"],
  ['"${~ 1 ~}"', 1],
  ["<<A\n  ${~ 1 ~}\nA", "1"],
  ['can(regex("a{1001}", "a"))', false],
  ['can(regex("a{2,1001}", "aa"))', false],
  ['can(regexall("a{1001,}", "a"))', false],
  ['can(replace("a", "/a{1001}/", ""))', false],
  ['can(regex("[a{1001}]", "a"))', true],
  ['regexall("(?:ab|cd)+", "abcdxab")', ["abcd", "ab"]],
  // A branch that isn't taken determines the type, even if it fails.
  ['jsonencode(true ? 1 : (null ? "b" : "c"))', '"1"'],
  ['jsonencode(true ? [1, 2] : ("a" ? [] : ["a"]))', '["1","2"]'],
  ['jsonencode(true ? 1 : ([] ? "b" : "c"))', '"1"'],
  ['jsonencode(true ? {a = 1} : {for x in [{k="a",v="1"},{k="a",v="2"}] : x.k => x.v})', '{"a":"1"}'],
  ['jsonencode(true ? {a = 1} : {for x in [{k="a",v=1},{k="b",v="2"},{k="a",v=true}] : x.k => x.v})', '{"a":"1"}'],
  ['jsonencode(true ? 1 : (null ? true : "c"))', '"1"'],
  ['jsonencode(true ? 1 : (null ? [] : "c"))', "1"],
  ['jsonencode(true ? [1] : ({} ? ["x"] : []))', '["1"]'],
  ['jsonencode(false ? (null ? "b" : "c") : 1)', '"1"'],
  ['jsonencode(true ? 1 : tonumber(null ? "b" : "c"))', "1"],
  ['jsonencode(true ? "x" : (null ? 1 : 2))', '"x"'],
  ['jsonencode(true ? {a = 1, b = 2} : {for k in ["a","a"] : k => k})', '{"a":"1","b":"2"}'],
  ['jsonencode(true ? 1 : (null ? null : "x"))', '"1"'],
  ['jsonencode(true ? 1 : ("a" ? "x" : null))', '"1"'],
  ['jsonencode(true ? 1 : [for x in ["a"] : "b" if "q"])', "1"],
  ['jsonencode(true ? 1 : {for x in ["a"] : x => "b" if null})', "1"],
  ['can([for x in ["a"] : "b" if null])', false],
  // So does an unknown branch: `1 / 0` is a number, but can't be written.
  ['jsonencode(true ? [1, 2] : [1/0, "x"])', '[1,"2"]'],
  ['jsonencode(true ? 1 : (true ? 1/0 : "x"))', '"1"'],
  ['jsonencode(true ? 1 : ("a" ? 1/0 : "x"))', '"1"'],
  ['jsonencode(true ? 1 : (true ? tonumber(local.q) : "x"))', '"1"'],
  ["jsonencode(true ? 1 : (null ? tostring(null) : null))", '"1"'],
  ['jsonencode(true ? {a = 1} : (true ? {a = 1/0} : {a = "x"}))', '{"a":"1"}'],
  ["jsonencode(true ? true : !(1/0 > 1))", "true"],
  ["jsonencode(true ? 1 : upper(local.q))", '"1"'],
  ['jsonencode(true ? [1] : split(",", local.q))', '["1"]'],
])("evaluates %s", (text, value) => {
  expect(given(text)).toEqual(value);
});

test.each([
  "length(distinct([local.q, local.q]))",
  // Terraform 1.11.4 refuses these or panics.
  "jsonencode(true ? true : 1/0)",
  'jsonencode(true ? [true] : "${1/0}")',
  'jsonencode(true ? [1] : (null ? null : "x"))',
  'contains(setunion([null], [toset(["*"]), ["w"]]), toset(["*"]))',
  'length(setunion([["a"]], [null]))',
  "length(setintersection([null], [{ a = 1 }]))",
  // If the other value is a string, the number becomes a string, too.
  'coalesce(1, local.q) == "1"',
  '(true ? 1 : local.q) == "1"',
  "(true ? 1 : local.q) == 1",
  "(true ? true : local.q) == true",
  "contains([true ? 1 : local.q], 1)",
  "[true ? 1 : local.q] == [1]",
  "coalesce(1, local.q) == 1",
  "jsonencode(true ? 1 : local.q)",
  "jsonencode(coalesce(true, local.q))",
  "length(jsonencode(true ? [1] : [local.q]))",
  "yamlencode(true ? { a = 1 } : { a = local.q })",
  'jsonencode(true ? tolist([1]) : tolist([local.q])) == "[1]"',
  // A list isn't a number, regardless of its contents.
  'coalesce(3, split(",", local.q))',
  // Values that are equal but differ in a set. Terraform 1.11.4 is inconsistent here.
  "setsubtract([0, 1], [-0])",
  "toset([0]) == toset([-0])",
  "length(toset([local.q, local.q]))",
  'length(concat(distinct([local.q, local.q]), ["a"]))',
  "length(distinct([local.q, local.q])[*])",
  "length([for x in toset([local.q, local.q]) : x])",
  "length(setunion([local.q], [local.q]))",
  'distinct([local.q, local.q, "a"])[1]',
  'element(distinct([local.q, local.q, "a"]), 1)',
  "one(toset([local.q, local.q]))",
  'distinct(["${local.q}x", "${local.q}x", "a"])[1]',
  // Terraform distinguishes such numbers only by their first ten digits.
  'jsonencode(toset([[12345678901231], [12345678901232]])) == "[[12345678901231],[12345678901232]]"',
  "substr(jsonencode(toset([[12345678901231], [12345678901232]])), 0, 17)",
  'split(",", jsonencode(toset(["b", local.q])))[0]',
  "length(toset([-0, 0]))",
  'split(",", "x${jsonencode(toset(["b", local.q]))}")[0]',
  '"%{ for x in toset([[12345678901231], [12345678901232]]) }${x[0]} %{ endfor }"',
])("treats %s as unknown", (text) => {
  expect(given(text)).toMatch(/^\$\{/);
});

test.each([
  ["length(distinct([local.q]))", 1],
  ["length(distinct([{ a = 1, b = 2 }, { b = 2, a = 1 }]))", 1],
  ["length(toset([{ a = 1, b = 2 }, { b = 2, a = 1 }]))", 1],
  ["length(setsubtract([{ a = 1, b = 2 }], [{ b = 2, a = 1 }]))", 0],
  ["one(distinct([{ a = 1, b = 2 }, { b = 2, a = 1 }])).a", 1],
  ['length(toset(["a", "b", "a"]))', 2],
  ['jsondecode(jsonencode({ a = toset(["b", local.q]) })).a', ["b", "${local.queue.arn}"]],
  ['merge({ a = distinct(["b", local.q]) }, {}).a', ["b", "${local.queue.arn}"]],
])("knows %s", (text, value) => {
  expect(given(text)).toEqual(value);
});

const LONG = "a".repeat(60);

test.each([
  ["^(a|aa)+$", `${LONG}!`],
  ["(ab|a|b)*c", "ab".repeat(40)],
  ["(a?b?)*", "ab".repeat(40)],
  ["(.|x)*y", "x".repeat(60)],
  ["(\\\\w|\\\\d)+!", "1".repeat(60)],
  ["(?:(?:a|aa)b?)+!", LONG],
  ["((?:a|[ab])x?){30}!", LONG],
  ["(?i:a|A)+!", LONG],
  ["(?P<n>a|a)+!", LONG],
  ["(?:\\\\.|.)+!", ".".repeat(60)],
  ["(?:a|aa)".repeat(40), `${LONG}!`],
  [`${"a?".repeat(40)}${"a".repeat(40)}`, "a".repeat(39)],
  ["(?:a?)".repeat(40), `${LONG}!`],
  ["a*a*a*a*b", "a".repeat(5000)],
  [".*.*.*x", "a".repeat(5000)],
  ["a{0,500}a{0,500}a{0,500}b", "a".repeat(5000)],
  [".{1000}x", "a".repeat(200_000)],
])("gives up on the pattern %s or ends soon", (pattern, text) => {
  const seconds = cpuSeconds(() => {
    for (const name of ["regex", "regexall"]) given(`can(${name}("${pattern}", "${text}"))`);
    given(`replace("${text}", "/${pattern}/", "x")`);
  });
  expect(seconds).toBeLessThan(2);
});

/** Terraform has these numbers, but JavaScript's would be Infinity or zero. */
test.each(["1e9000 == 1e9001", "1e-9000 == 0", "jsonencode(1e100000)", "1e-99999999 == 0", "[1e9000][0]"])(
  "leaves %s unknown",
  (text) => expect(evaluateText(text, LOCALS)?.kind).toBe("unresolved"),
);
