import { cpuSeconds } from "../../cpu-time.js";
import { type Files, rolesOf } from "./in-memory.js";

const LOCALS = 'locals {\n  text = "a"\n  items = ["a"]\n}\nvariable "given" {\n  default = "g"\n}\n';

/** The name of a role that an expression in a local determines. Null if it is unknown. */
function nameOf(expression: string, files: Files = {}): string | null | undefined {
  const main = `provider "aws" {}
locals {
  value = ${expression}
}
resource "aws_iam_role" "this" {
  name               = "n \${jsonencode(local.value)}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
`;
  const [role] = rolesOf({ "main.tf": main, "locals.tf": LOCALS, ...files });
  return role?.name;
}

/** Terraform 1.11.4 refuses each of these: it resolves names before it evaluates anything. */
test.each([
  "false && nosuch",
  "true ? 1 : nosuch",
  "false ? local.undefined : 1",
  "true || var.undefined",
  "[for x in [] : local.undefined]",
  "[for x in [] : y.z]",
  "{ for k, v in {} : k => local.undefined }",
  '"%{ if false }${local.undefined}%{ endif }"',
  '"%{ for x in [] }${x}${nosuch.y}%{ endfor }"',
  '"%{ for x in ["a"] }%{ endfor }${x.y}"',
  'try("a", local.undefined)',
  'try("a", aws_iam_role.none.arn)',
  "can(local.undefined)",
  "can(nosuch)",
  'coalesce("a", var.undefined)',
  "length([local.undefined])",
  "true ? 1 : data.aws_caller_identity.x.id",
  "true ? 1 : module.nope.x",
  "true ? 1 : aws_iam_role.none.arn",
  "true ? 1 : resource.aws_sqs_queue.none.arn",
  "true ? 1 : each.key",
  "true ? 1 : count.index",
  "true ? 1 : self.x",
  "true ? 1 : path.foo",
  "true ? 1 : local",
  "true ? 1 : terraform.env",
  'true ? 1 : local["text"]',
  "true ? 1 : [[1]][*][*][local.undefined]",
  'lookup({ a = 1 }, "a", local.undefined)',
])("finds no value for %s", (expression) => {
  expect(nameOf(expression)).toBeNull();
});

test.each([
  ['[for local in ["b"] : local]', '["b"]'],
  ['[for var in [{ undefined = "b" }] : var.undefined]', '["b"]'],
  ["{ undefined = 1 }", '{"undefined":1}'],
  ["true ? 1 : terraform.workspace", '"1"'],
  ["true ? local.text : var.given", '"a"'],
  ["true ? 1 : length(local.items)", "1"],
  ["true ? 1 : length(aws_iam_role.this.arn)", "1"],
])("evaluates %s to %s", (expression, value) => {
  expect(nameOf(expression)).toBe(`n ${value}`);
});

test("lets an unreadable file declare anything", () => {
  expect(nameOf('true ? "1" : local.undefined', { "more.tf": 'locals {\n  undefined = "\n}\n' })).toBe('n "1"');
});

test("declares each.key for a resource with for_each", () => {
  const role = (repeated: string): string => `provider "aws" {}
resource "aws_iam_role" "this" {
  ${repeated}
  name               = true ? "n" : each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
`;
  const names = (repeated: string): readonly unknown[] =>
    rolesOf({ "main.tf": role(repeated) }).map(({ name }) => name);
  expect(names('for_each = toset(["a"])')).toEqual(["n"]);
  expect(names("count = 1")).toEqual([null]);
  expect(names("")).toEqual([null]);
});

/** In terraform 1.11.4, each of these fails, and `try` catches it. */
test.each([
  ["a variable that it does not get", "${a}", "{}"],
  ["a missing variable in a branch that is not taken", "%{ if false }${a}%{ endif }x", "{}"],
  ["a loop variable after its loop", "${[for i in [1] : i][0]}${i}", "{}"],
  ["a variable with a name that is not valid in HCL", "x", '{ "1b" = 2 }'],
  ["a space in a name", "x", '{ "a b" = 2 }'],
  ["another template file inside", '${templatefile("t.tpl", {})}', "{}"],
  ["null", "${a}", "{ a = null }"],
  ["vars that are not a map", "x", "[]"],
  ["an extra argument", "x", "{}, 1"],
])("evaluates a template file with %s", (_, template, given) => {
  expect(nameOf(`templatefile("t.tpl", ${given})`, { "t.tpl": template })).toBeNull();
  expect(nameOf(`try(templatefile("t.tpl", ${given}), "caught")`, { "t.tpl": template })).toBe('n "caught"');
});

test.each([
  ["%{ if false }${b}%{ endif }x", "{ b = 1 }", '"x"'],
  ["${path.module}", '{ path = { module = "z" } }', '"z"'],
  ["x", '{ "a-b" = 1, _c = 2, é = 3, for = 4 }', '"x"'],
])("evaluates a template file with %s and %s to %s", (template, given, value) => {
  expect(nameOf(`templatefile("t.tpl", ${given})`, { "t.tpl": template })).toBe(`n ${value}`);
});

test("names the cause if a template file lacks a variable", () => {
  const main = `provider "aws" {}
resource "aws_iam_role" "this" {
  name               = "n"
  assume_role_policy = templatefile("t.tpl", { a = 1 })
}
`;
  const [role] = rolesOf({ "main.tf": main, "t.tpl": "${a} ${b.c}" });
  expect(JSON.stringify(role?.variants[0]?.trust)).toContain("t.tpl, which is given no b,");
});

test("finds no value for a call in a default or in .tfvars", () => {
  const variable = (text: string): Files => ({ "x.tf": `variable "x" {\n  default = ${text}\n}\n` });
  expect(nameOf("var.x", variable('upper("a")'))).toBeNull();
  expect(nameOf("var.x", variable('"${1 + 1}"'))).toBe("n 2");
  expect(nameOf("var.given", { "terraform.tfvars": 'given = upper("a")\n' })).toBeNull();
});

test("reverses a long string quickly", () => {
  const taken = cpuSeconds(() => {
    expect(nameOf(`length(strrev("${"é👨‍👩🇩🇪a".repeat(5000)}"))`)).toBe("n 20000");
  });
  expect(taken).toBeLessThan(5);
});
