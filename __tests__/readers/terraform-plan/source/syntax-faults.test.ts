import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hclFault } from "../../../../src/hcl/fault.js";
import { templateFault } from "../../../../src/hcl/parse-expression.js";
import { readFile } from "../../../../src/readers/index.js";
import { formatLocation } from "../../../../src/source/location.js";
import { locate } from "../../../../src/source/place.js";

const fixtures = "__tests__/fixtures";
const folder = join(fixtures, "terraform-written/heredoc-unknown");
const main = readFileSync(join(folder, "main.tf"), "utf8");

/** The reported faults of a plan's source, with their places. */
function problemsOf(source: string, name = "main.tf"): readonly string[] {
  const text = readFileSync(join(folder, "plan.json"), "utf8");
  const workspace = {
    listFolder: () => [name],
    readText: (path: string) => (path === name ? { path, text: source } : null),
  };
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(result.kind);
  const { roles, problems } = result.result;
  expect(roles).toHaveLength(1);
  return problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`);
}

test("reports source that Terraform rejects entirely", () => {
  expect(problemsOf(main)).toEqual([]);
});

test.each([
  [
    "an unclosed quote",
    'name = "q"',
    'name = "q',
    "main.tf:7:10 main.tf is not valid HCL: a quoted string is not closed",
  ],
  [
    "a quote after a backslash",
    'name = "q"',
    'name = "q\\"',
    "main.tf:7:10 main.tf is not valid HCL: a quoted string is not closed",
  ],
  [
    "a heredoc without an end",
    "  EOT\n",
    "  EOTT\n",
    "main.tf:11:12 main.tf is not valid HCL: a heredoc is not closed",
  ],
  ["an unclosed block", 'name = "q"\n}', 'name = "q"\n', 'main.tf:6:30 main.tf is not valid HCL: "{" is not closed'],
  ["an extra bracket", 'name = "q"', 'name = "q")', 'main.tf:7:13 main.tf is not valid HCL: ")" does not close "{"'],
  [
    "an unclosed comment",
    'name = "q"',
    'name = "q" /* x',
    "main.tf:7:14 main.tf is not valid HCL: a comment is not closed",
  ],
  ["an extra brace", "resource", "}\nresource", 'main.tf:1:1 main.tf is not valid HCL: "}" closes nothing'],
  [
    "a missing operand",
    'policy = "{',
    'policy = 1 + "{}" "{',
    "main.tf:32:21 main.tf is not valid HCL: this is not an expression",
  ],
  [
    "a missing comma",
    'policy = "{',
    'policy = jsonencode({ a = ["b" "c"] }) //"{',
    "main.tf:32:34 main.tf is not valid HCL: this is not an expression",
  ],
])("reports %s with its position", (_name, written, wrong, expected) => {
  const source = main.replace(written, () => wrong);
  expect(source).not.toBe(main);
  expect(problemsOf(source)).toContain(expected);
});

test("reports errors that no policy uses", () => {
  expect(problemsOf(`${main}\nlocals {\n  unused = 1 +\n}\n`).join()).toMatch(/this is not an expression$/);
});

test("reports an error in the JSON syntax with its position", () => {
  expect(problemsOf('{"resource": {]}', "main.tf.json").join()).toMatch(
    /^main\.tf\.json:1:15 main\.tf\.json is not valid JSON: /,
  );
});

test("finds no errors in the source of real plans", () => {
  const names = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tf"));
  expect(names.length).toBeGreaterThan(100);
  const faulty = names.filter((name) => hclFault(readFileSync(join(fixtures, name), "utf8")) !== null);
  expect(faulty).toEqual([]);
});

test.each([
  ['a = "${f("}")}"'],
  ['a = "\\\\"'],
  ['a = "x" # "'],
  ['a = <<E\n"\nE\n'],
  ["# /* x\na = 1 // /* y"],
  ["a = 1 /* x */ # /*"],
  ["a = <<-E\n  ${ { b = [1] }.b }\n  E"],
  ['/* { " */ a = 1'],
  ['a = "$${" // ${'],
])("finds no error in %j", (text) => {
  expect(hclFault(text)).toBeNull();
});

test.each([
  ["a = {\n  b.c = 1\n  d/e = 2\n  f::g(1) = 3\n  h == i = 4\n}"],
  ['a {}\nb { c = [\n  1\n] }\n\nd "x" y {\n  e = 1 // f\n}'],
  ["a = 1\nb {\n  a = 1\n}\nb {\n  a = 1\n}"],
  ["a /* x\n*/ = 1"],
  ["a { # x\n}"],
  ['a "$${x}" {\n}'],
])("accepts %j, like Terraform", (text) => {
  expect(hclFault(text)).toBeNull();
});

/** If terraform 1.11.4 finds the same fault, it names the same line. */
test.each([
  ["a =", "1:4 this is not an expression"],
  ["a = 1 +\n  2", "1:8 this is not an expression"],
  ["a = [1 2]", "1:8 this is not an expression"],
  ["a = b.", "1:7 this is not an expression"],
  ['a = b."c"', "1:7 this is not an expression"],
  ["a = 'b'", "1:5 this is not an expression"],
  ["a = @", "1:5 this is not an expression"],
  ["a = .5", "1:5 this is not an expression"],
  ["a = b && | c", "1:10 this is not an expression"],
  ["a = [for b of c : b]", "1:12 this is not an expression"],
  ['a = "b\\.c"', "1:7 this is not an expression"],
  ['a = "\\u12"', "1:6 this is not an expression"],
  ['a = "%{ if b }c%{ else d }e%{ endif }"', "1:16 this is not an expression"],
  ["a = 1 b = 2", "1:7 this is not an expression"],
  ["a {\n  b = 1\n  c d = 2\n}", '3:7 this is neither an argument ("name =") nor a block ("name {")'],
  ["a b\n", '1:4 this is neither an argument ("name =") nor a block ("name {")'],
  ["a", '1:1 this is neither an argument ("name =") nor a block ("name {")'],
  ["a == 1", '1:3 this is neither an argument ("name =") nor a block ("name {")'],
  ["a.b = 1", '1:2 this is neither an argument ("name =") nor a block ("name {")'],
  ['a "b\\_c" {}', '1:3 this is neither an argument ("name =") nor a block ("name {")'],
  ['a "${b}" {}', "1:3 a label can't contain a template"],
  ['"a" = 1', "1:1 an argument or a block begins with a name"],
  ["a {\n  b = 1 }", "2:9 a new line is needed here"],
  ["a {\n  b = 1\n} c = 2", "3:3 a new line is needed here"],
  ["a { b = 1\n}", '1:10 a block that begins on the line of its "{" must end there with a "}"'],
  ["a { b {} }", "1:5 a nested block must begin on a new line"],
  ["a {\n  b = 1\n  b = 2\n}", "3:3 the argument b is set twice"],
])("rejects %j, like Terraform", (text, expected) => {
  const fault = hclFault(text);
  const lines = text.slice(0, fault?.start).split("\n");
  expect(`${lines.length}:${(lines.at(-1) ?? "").length + 1} ${fault?.message}`).toBe(expected);
});

test.each([
  ["${a", 0],
  ["a ${} b", 4],
  ['{ ${ upper("a }\n}', 11],
  ['{"a": "${upper("a }"}', 20],
  ["${upper(<<E\na)}", 8],
  ["x ${a b} y", 6],
  ["a %{ iff x }", 2],
  ["a %{ endif }", 10],
  ["%{ if x }a", 5],
  ["%{ for a in b }a%{ endif }", 24],
  ["%{ if x }a%{ endif }", null],
  ["$${a %%{ b", null],
])("reports the error in a template file: %j at %j", (text, at) => {
  expect(templateFault(text)).toBe(at);
});
