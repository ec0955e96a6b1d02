import {
  choiceIn,
  elementAt,
  elementsOf,
  impliedBy,
  listIndexed,
  makesSet,
  makesTextOf,
  mapBehind,
  meansAll,
} from "../../../../src/readers/terraform-plan/links/written.js";

const reference = (text: string) => ({ kind: "reference", text });
const literal = (value: string | number | boolean | null) => ({ kind: "literal", value });

test.each([
  ['{ a = aws_iam_policy.a.arn, b = "x" }', ["a"], reference("aws_iam_policy.a.arn")],
  ['{ a = aws_iam_policy.a.arn, b = "x" }', ["b"], literal("x")],
  ['{\n  "a.b" = module.m["k"].arn # mine\n  c     = var.c\n}', ["a.b"], reference('module.m["k"].arn')],
  ["{ a = { arn = aws_iam_policy.a.arn } }", ["a", "arn"], reference("aws_iam_policy.a.arn")],
  ["[aws_iam_policy.a.arn, aws_iam_policy.b[0].arn]", [1], reference("aws_iam_policy.b[0].arn")],
  ["{ a = aws_iam_policy.a.arn }", ["z"], null],
  ['{ a = format("%s", aws_iam_policy.a.arn) }', ["a"], null],
  ['{ a = "${aws_iam_policy.a.arn}" }', ["a"], null],
  ["{ for k, v in var.x : k => v }", ["a"], null],
  ["merge(var.x, { a = aws_iam_policy.a.arn })", ["a"], null],
  ["", ["a"], null],
  ["{ a = ", ["a"], null],
])("of %s the element at %j", (text, path, expected) => {
  expect(elementAt(text, path)).toEqual(expected);
});

test.each([
  ['["arn:x", aws_iam_policy.a["k"].arn]', [literal("arn:x"), reference('aws_iam_policy.a["k"].arn')]],
  ["[]", []],
  ['concat(["arn:x"], var.more)', null],
  ["[for p in aws_iam_policy.p : p.arn]", null],
  ['[upper("x")]', null],
])("%s holds", (text, expected) => {
  expect(elementsOf(text)).toEqual(expected);
});

test.each([
  ["var.policies", "var.policies"],
  ["tomap({ a = 1 })", "{ a = 1 }"],
  ["{ for k, v in var.policies : k => v }", "var.policies"],
  ["{ for name, arn in var.policies : name => arn if var.create }", "var.policies"],
  ["{ for k, v in var.policies : v => k }", "{ for k, v in var.policies : v => k }"],
  ["{ for k, v in var.policies : k => upper(v) }", "{ for k, v in var.policies : k => upper(v) }"],
])("%s hands on %s", (text, expected) => {
  expect(mapBehind(text)).toBe(expected);
});

test.each([
  ["element(var.arns, count.index)", "var.arns"],
  ["element([aws_a.b.arn, aws_a.c.arn], count.index)", null],
  ["var.arns[count.index]", "var.arns"],
  ["element(var.arns, count.index + 1)", null],
  ["var.arns[0]", null],
])("%s takes an element of", (text, expected) => {
  expect(listIndexed(text)).toBe(expected);
});

test.each([
  [["var.x"], "var.x"],
  [["var.x", "count.index"], "element(var.x, count.index)"],
  [["var.x", "var.y"], null],
  [["aws_iam_policy.p", "count.index"], null],
  [[], null],
])("%j imply %s", (references, expected) => {
  expect(impliedBy(references)).toBe(expected);
});

test.each([
  ["var.x ? aws_a.b.arn : aws_a.c[0].arn", { variable: "x", whenTrue: "aws_a.b.arn", whenFalse: "aws_a.c[0].arn" }],
  ["!var.x ? aws_a.b.arn : null", { variable: "x", whenTrue: "null", whenFalse: "aws_a.b.arn" }],
  ['var.x == "y" ? aws_a.b.arn : null', null],
  ["var.x ? aws_a.b.arn : (var.y ? aws_a.c.arn : null)", null],
])("%s chooses", (text, expected) => {
  expect(choiceIn(text)).toEqual(expected);
});

test.each([
  ["data.aws_iam_policy_document.d.json", false],
  ['"${data.aws_iam_policy_document.d.json}"', false],
  ['join("", data.aws_iam_policy_document.d[*].json)', false],
  ["try(data.a.b[0].json, data.a.c.json)", false],
  ['replace(data.a.b.json, "x", "y")', true],
  ["jsonencode({ Statement = [] })", true],
  ['"x${data.a.b.json}"', true],
  ["<<EOF\n${data.a.b.json}\nEOF", true],
  ["[data.a.b.json, jsonencode({ Statement = [] })]", false],
  ['[replace(data.a.b.json, "x", "y"), data.a.c.json]', true],
])("%s makes something of data.a.b: %s", (text, expected) => {
  expect(makesTextOf(text, "a.b")).toBe(expected);
});

test.each([
  ["toset([local.a])", true],
  ["{ a = 1 }", false],
  ["tomap({ a = 1 })", false],
])("%s is a set: %s", (text, expected) => {
  expect(makesSet(text)).toBe(expected);
});

test.each([
  ["aws_iam_policy.p[*].arn", true],
  ["values(aws_iam_policy.p)[*].arn", true],
  ["aws_iam_policy.p.*.arn", true],
  ["slice(aws_iam_policy.p[*].arn, 0, 1)", false],
])("%s means all instances: %s", (text, expected) => {
  expect(meansAll(text)).toBe(expected);
});
