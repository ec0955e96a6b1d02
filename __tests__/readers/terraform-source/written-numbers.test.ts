import { readFile } from "../../../src/readers/index.js";
import { inMemory, rolesOf } from "./in-memory.js";

const TRUST = 'assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })';

/** A role whose name contains an expression's value. Expected names were recorded with terraform 1.11.4. */
function named(expression: string): string {
  return `resource "aws_iam_role" "this" {\n  name = "n \${${expression}}"\n  ${TRUST}\n}\n`;
}

function nameIn(files: Readonly<Record<string, string>>): string | null | undefined {
  const [role] = rolesOf({ "provider.tf": 'provider "aws" {}\n', ...files });
  return role?.name;
}

const NUMBERS: readonly (readonly [written: string, shown: string])[] = [
  ["9007199254740993", "9007199254740993"],
  ["1e21", "1000000000000000000000"],
  ["1.50", "1.5"],
  ["1e-7", "0.0000001"],
  ["0.1234567890123456789", "0.1234567890123456789"],
  ["1.00000000000000000001", "1.00000000000000000001"],
  ["-9007199254740993", "-9007199254740993"],
  ["-0", "-0"],
  ["0", "0"],
  ["3600", "3600"],
];

describe.each(NUMBERS)("the number %s", (written, shown) => {
  const declared = 'variable "x" {}\n';
  test.each<[string, Readonly<Record<string, string>>]>([
    ["a default", { "x.tf": `variable "x" {\n  default = ${written}\n}\n` }],
    ["a default with a type", { "x.tf": `variable "x" {\n  type = string\n  default = ${written}\n}\n` }],
    ["a default in JSON", { "x.tf.json": `{ "variable": { "x": { "default": ${written} } } }` }],
    [".tfvars", { "x.tf": declared, "terraform.tfvars": `x = ${written}\n` }],
    [".tfvars.json", { "x.tf": declared, "a.auto.tfvars.json": `{"x":${written}}` }],
  ])("keeps its digits in %s", (_, files) => {
    expect(nameIn({ ...files, "main.tf": named("var.x") })).toBe(`n ${shown}`);
  });

  test("keeps its digits in a local in JSON", () => {
    const files = { "x.tf.json": `{ "locals": { "x": { "y": [${written}] } } }` };
    expect(nameIn({ ...files, "main.tf": named("local.x.y[0]") })).toBe(`n ${shown}`);
  });

  test("keeps its digits in another resource's attribute", () => {
    const other = `resource "terraform_data" "x" {\n  input = ${written}\n}\n`;
    expect(nameIn({ "main.tf": other + named("terraform_data.x.input") })).toBe(`n ${shown}`);
  });
});

test("finds no value for numbers that JavaScript would round", () => {
  const values = '{ "x": [9007199254740993, 9007199254740992] }';
  const files = { "x.tf": 'variable "x" {}\n', "terraform.tfvars.json": values };
  expect(nameIn({ ...files, "main.tf": named("var.x[0]") })).toBeNull();
});

test("reads strings of a default in JSON literally", () => {
  const files = { "x.tf.json": '{ "variable": { "x": { "default": { "${1}": "${1+1} %{ if } $${y}" } } } }' };
  expect(nameIn({ ...files, "main.tf": named("jsonencode(var.x)") })).toBe('n {"${1}":"${1+1} %{ if } $${y}"}');
});

/** The actions of a policy that a plan knows only after the apply, and whose source names a variable of the plan. */
function policyOfPlan(value: string): string {
  const policy = `"\${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:\${var.x}", Resource = aws_sqs_queue.q.arn }] })}"`;
  const main = `variable "x" {}\nresource "aws_iam_role_policy" "p" {\n  role = "r"\n  policy = ${policy}\n}\n`;
  const change = { actions: ["create"], before: null, after: { role: "r" }, after_unknown: { policy: true } };
  const resource = { address: "aws_iam_role_policy.p", mode: "managed", type: "aws_iam_role_policy", name: "p" };
  const expressions = { policy: { references: ["var.x", "aws_sqs_queue.q.arn", "aws_sqs_queue.q"] } };
  const text = JSON.stringify({
    format_version: "1.2",
    variables: { x: { value: "VALUE" } },
    resource_changes: [{ ...resource, change }],
    configuration: { root_module: { variables: { x: {} }, resources: [{ ...resource, expressions }] } },
  }).replace('"VALUE"', value);
  const context = { workspace: inMemory({ "main.tf": main }), terraformRoot: null, parameters: [] };
  const read = readFile({ path: "plan.json", text }, context);
  const [only] = read.kind === "read" ? (read.result.roles[0]?.variants[0]?.policies ?? []) : [];
  return only?.kind === "document" ? JSON.stringify(only.document.statements.map(({ actions }) => actions)) : "unknown";
}

test.each<readonly [string, string]>([...NUMBERS, ['"9007199254740993"', "9007199254740993"]])(
  "reads %s as a plan's variable",
  (written, shown) => {
    expect(policyOfPlan(written)).toContain(`s3:${shown}"`);
  },
);
