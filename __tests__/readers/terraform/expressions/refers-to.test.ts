import { parseExpression } from "../../../../src/hcl/parse-expression.js";
import { refersTo } from "../../../../src/readers/terraform/expressions/refers-to.js";

function isTheSame(text: string, references: readonly string[]): boolean {
  const expression = parseExpression(text, { start: 0, end: text.length });
  if (expression === null) throw new Error("not read");
  return refersTo(expression, references);
}

test.each<[string, string, readonly string[], boolean]>([
  ["nothing", '"a"', [], true],
  ["an attribute", "aws_sqs_queue.q.arn", ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"], true],
  ["another resource", "aws_sqs_queue.r.arn", ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"], false],
  ["an extra one", "[aws_sqs_queue.q.arn, var.a]", ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"], false],
  ["a missing one", '"a"', ["var.a"], false],
  ["a data source", "data.aws_region.here.name", ["data.aws_region.here.name", "data.aws_region.here"], true],
  ["another data source", "data.aws_region.there.name", ["data.aws_region.here.name", "data.aws_region.here"], false],
  ["a module's output", "module.m.arn", ["module.m.arn", "module.m"], true],
  ["an instance", "aws_sqs_queue.q[each.key].arn", ["aws_sqs_queue.q", "each.key"], true],
  ["all instances", "aws_sqs_queue.q[*].arn", ["aws_sqs_queue.q"], true],
  ["a loop's own variables", "[for k, v in var.m : { k = v.a } if k != v[k]]", ["var.m"], true],
  ["a loop's variables outside it", "[[for v in var.m : v], v.a]", ["var.m"], false],
  ["operators and calls", "!var.a ? f(var.b) : -var.c + 1", ["var.a", "var.b", "var.c"], true],
  ["objects and templates", '{ (var.a) = "x${var.b}" }', ["var.a", "var.b"], true],
  ["an expression in parentheses", "(local.a).b", ["local.a.b", "local.a"], true],
  [
    "directives",
    '"%{ if var.a }${var.b}%{ else }${var.c}%{ endif }%{ for d in var.d }${d}%{ endfor }"',
    ["var.a", "var.b", "var.c", "var.d"],
    true,
  ],
  ["a directive's variables outside it", '"%{ for d in var.d }${d}%{ endfor }${d.e}"', ["var.d"], false],
])("finds references: %s", (_name, text, references, isSame) => {
  expect(isTheSame(text, references)).toBe(isSame);
});
