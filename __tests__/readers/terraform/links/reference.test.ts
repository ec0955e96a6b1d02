import { mostSpecific, parseReference } from "../../../../src/readers/terraform/links/reference.js";
import { parseModuleAddress } from "../../../../src/readers/terraform/model/address.js";

test.each([
  [
    "aws_iam_role.r.name",
    { kind: "resource", mode: "managed", type: "aws_iam_role", name: "r", key: null, attribute: "name" },
  ],
  [
    "aws_iam_role.r",
    { kind: "resource", mode: "managed", type: "aws_iam_role", name: "r", key: null, attribute: null },
  ],
  [
    'aws_iam_role.r["a.b"].arn',
    { kind: "resource", mode: "managed", type: "aws_iam_role", name: "r", key: '["a.b"]', attribute: "arn" },
  ],
  [
    "data.aws_iam_role.r[0].id",
    { kind: "resource", mode: "data", type: "aws_iam_role", name: "r", key: "[0]", attribute: "id" },
  ],
  ['module.m["x"].arn', { kind: "output", module: "m", key: '["x"]', output: "arn" }],
  ["module.m", { kind: "output", module: "m", key: null, output: null }],
  ["var.role.arns[0]", { kind: "variable", name: "role", path: ["arns", "0"] }],
  ["each.value", { kind: "each", path: [] }],
  ['each.value["policy"].arn', { kind: "each", path: ["policy", "arn"] }],
  ["each.key", { kind: "key" }],
  ["count.index", { kind: "key" }],
  ["path.module", { kind: "known" }],
  ["terraform.workspace", { kind: "known" }],
  ["local.role", { kind: "other" }],
  ["self.arn", { kind: "other" }],
  ["", { kind: "other" }],
  ["[", { kind: "other" }],
])("parses %s", (text, expected) => {
  expect(parseReference(text)).toEqual(expected);
});

test.each([
  [["a.b.arn", "a.b"], ["a.b.arn"]],
  [["a.b[0].arn", "a.b[0]", "a.b"], ["a.b[0].arn"]],
  [
    ["a.b[0].arn", "a.b[0]", "a.b", "a.b"],
    ["a.b[0].arn", "a.b"],
  ],
  [
    ["a.b.arn", "a.b", "a.bc.arn", "a.bc"],
    ["a.b.arn", "a.bc.arn"],
  ],
  [
    ["a.b", "each.key"],
    ["a.b", "each.key"],
  ],
  [["a.b.arn", "a.b", "a.b.arn", "a.b"], ["a.b.arn"]],
])("finds in %j the reference %j", (references, expected) => {
  expect(mostSpecific(references)).toEqual(expected);
});

test.each([
  ["", []],
  [
    "module.a.module.b[0]",
    [
      { name: "a", key: null },
      { name: "b", key: "[0]" },
    ],
  ],
  [
    'module.a["x.y"].module.b["q\\"uote"]',
    [
      { name: "a", key: '["x.y"]' },
      { name: "b", key: '["q\\"uote"]' },
    ],
  ],
  ['module.a["$${x}"]', [{ name: "a", key: '["${x}"]' }]],
])("parses %s as a module path", (address, expected) => {
  expect(parseModuleAddress(address)).toEqual(expected);
});
