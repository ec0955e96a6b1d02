import { pasteForm } from "../../src/fixes/paste-form.js";
import { rangePlace } from "../../src/source/place.js";

const RESOURCE = 'resource "aws_iam_role_policy" "p" {\n  policy = ';
const DOCUMENT = 'data "aws_iam_policy_document" "d" {\n  statement {\n    ';

/** The place starts at the `^` mark. */
test.each<[string, string, string, string | null]>([
  ["a block's list", "a.tf", `${DOCUMENT}actions = ^["a"]\n  }\n}`, "block"],
  ["a list within a block's list", "a.tf", `${DOCUMENT}resources = ["*"]\n x = ^["a"]\n  }\n}`, "items"],
  ["a block", "a.tf", `data "x" "y" {}\n\ndata "aws_iam_policy_document" "d" {\n  ^statement {`, "block"],
  ["a list in jsonencode", "a.tf", `${RESOURCE}jsonencode({ Effect = "Allow", Action = ^["a"] })`, "object"],
  ["a list after a quoted key", "a.tf", `${RESOURCE}jsonencode({ "Action" : ^["a"] })`, "object"],
  ["a resource", "a.tf", '^resource "aws_iam_role" "r" {', "object"],
  ["JSON in a heredoc", "a.tf", `${RESOURCE}<<EOF\n{ "Statement": [{ "Action": ^["a"] }] }\nEOF\n}`, null],
  ["a whole heredoc", "a.tf", `${RESOURCE}^<<-EOF\n  { "Statement": [{ "Action": ["a"] }] }\nEOF\n}`, null],
  ["a local", "a.tf", 'locals {\n  actions = ^["a"]\n}', "items"],
  ["a local with a function", "a.tf", 'locals {\n  actions = ^concat(["a"], var.b)\n}', "items"],
  ["a block's list with a function", "a.tf", `${DOCUMENT}actions = ^concat(["a"])\n  }\n}`, "block"],
  ["a list with a function in jsonencode", "a.tf", `${RESOURCE}jsonencode({ Action = ^sort(["a"]) })`, "object"],
  ["a policy", "a.tf", 'resource "aws_iam_role_policy" "p" {\n  ^policy = jsonencode({ Statement = [] })', "object"],
  ["a condition", "a.tf", `${RESOURCE}jsonencode({ Action = ^var.a ? ["a"] : [] })`, "object"],
  ["a statement in a local", "a.tf", 'locals {\n  s = { Effect = "Allow", Action = ^["a"] }\n}', "object"],
  ["a default", "a.tf", 'variable "v" {\n  default = ^["a"]\n}', "items"],
  ["an argument", "a.tf", 'module "m" {\n  actions = ^["a"]\n}', "items"],
  ["a variable file", "a.tfvars", 'actions = ^["a"]', "items"],
  ["a list in a YAML file", "a.yaml", "acts:\n  ^- a\n", "items"],
  ["a template's list", "a.yaml", "Action:\n  ^- a\n", null],
  ["a template's list in flow style", "a.yaml", "{ Effect: Allow, Action: ^[a] }", null],
  ["a policy's list", "a.json", '{ "Action": ^["a"] }', null],
])("prints what to paste into %s", (_name, path, marked, form) => {
  const start = marked.indexOf("^");
  const text = marked.replace("^", "");
  expect(pasteForm(rangePlace({ path, text }, start, text.length))).toBe(form);
});
