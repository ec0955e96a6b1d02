import { terraformStatement } from "../../src/cli/terraform-statement.js";
import type { JudgedFinding } from "../../src/rules/apply-rules.js";
import { rangePlace } from "../../src/source/place.js";

const condition = [
  { operator: "StringEquals", key: "ec2:ResourceTag/Team", values: ["a", "b"] },
  { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
] as const;

function addition(text: string, under: JudgedFinding["condition"]): string | null {
  const finding: JudgedFinding = {
    rule: "missing-action",
    severity: "error",
    role: "r",
    kind: "k",
    actions: ["ec2:StartInstances"],
    ...(under === undefined ? {} : { condition: under }),
    message: "",
    help: null,
    place: rangePlace({ path: "main.tf", text }, 0, 1),
    related: [],
    suppressedBy: null,
  };
  return terraformStatement(finding);
}

test.each<[string, string, JudgedFinding["condition"], string]>([
  [
    "a block",
    'data "aws_iam_policy_document" "d" {',
    condition,
    `  statement {
    actions = [
      "ec2:StartInstances",
    ]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "ec2:ResourceTag/Team"
      values   = ["a", "b"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }`,
  ],
  [
    "an object",
    'resource "aws_iam_role_policy" "p" {',
    condition,
    `  {
    Effect = "Allow"
    Action = [
      "ec2:StartInstances",
    ]
    Resource  = "*"
    Condition = { StringEquals = { "ec2:ResourceTag/Team" = ["a", "b"] }, Bool = { "aws:SecureTransport" = "true" } }
  }`,
  ],
  [
    "an object without a condition",
    'resource "aws_iam_role_policy" "p" {',
    undefined,
    `  {
    Effect = "Allow"
    Action = [
      "ec2:StartInstances",
    ]
    Resource = "*"
  }`,
  ],
])("what is to be added by hand is printed with its condition: %s", (_, text, under, expected) => {
  expect(addition(text, under)).toBe(`to add by hand to role r at main.tf:1:1:\n\n${expected}\n`);
});
