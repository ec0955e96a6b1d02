import { makesTextOf } from "../../../../src/readers/terraform/links/makes-text.js";

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
])("knows whether %s changes the text of data.a.b: %s", (text, expected) => {
  expect(makesTextOf(text, "a.b")).toBe(expected);
});
