import { terraformStatements } from "../../src/cli/terraform-statement.js";
import type { Role } from "../../src/iam/model.js";
import type { EvaluatedFinding } from "../../src/rules/apply-rules.js";
import type { ActionList } from "../../src/rules/best-list.js";
import { rangePlace } from "../../src/source/place.js";

const condition = [
  { operator: "StringEquals", key: "ec2:ResourceTag/Team", values: ["a", "b"] },
  { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
] as const;

function addition(text: string, under: EvaluatedFinding["condition"]): readonly string[] {
  const finding: EvaluatedFinding = {
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
  return terraformStatements([finding, finding]);
}

test.each<[string, string, EvaluatedFinding["condition"], string]>([
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
  },`,
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
  },`,
  ],
])("prints a statement to add by hand with its condition: %s", (_, text, under, expected) => {
  expect(addition(text, under)).toEqual([expect.stringContaining(`1:\n\n${expected}\n`)]);
});

const findingFor = (id: string, text: string): EvaluatedFinding => {
  const place = rangePlace({ path: "main.tf", text }, 0, 1);
  return {
    rule: "instance-profile-missing",
    severity: "warning",
    role: id,
    kind: "k",
    actions: [],
    message: "",
    help: null,
    place,
    related: [],
    suppressedBy: null,
    remedy: { kind: "add-instance-profile", role: { id, place } as Role, others: "" },
  };
};

const ROLE = 'resource "aws_iam_role" "w" {}\n';

test.each<[string, readonly string[], string, string, string]>([
  ["one role", ["aws_iam_role.w"], ROLE, '"w" {', "aws_iam_role.w"],
  [
    "a name that another instance profile has",
    ["module.m.aws_iam_role.w"],
    `${ROLE}resource "aws_iam_instance_profile" "w" {}`,
    '"w_2" {',
    "aws_iam_role.w",
  ],
  [
    "roles with for_each",
    ['aws_iam_role.w["a"]', 'aws_iam_role.w["b"]'],
    ROLE,
    '"w" {\n  for_each = aws_iam_role.w\n',
    "each.value",
  ],
  [
    "roles with count",
    ["aws_iam_role.w[0]", "aws_iam_role.w[1]"],
    ROLE,
    '"w" {\n  count = length(aws_iam_role.w)\n',
    "aws_iam_role.w[count.index]",
  ],
])("prints an instance profile for %s as one block", (_what, ids, text, head, role) => {
  const printed = `next to the resource at main.tf:1:1:\n\nresource "aws_iam_instance_profile" ${head}\n  name = ${role}.name\n  role = ${role}.name\n}\n`;
  expect(terraformStatements(ids.map((id) => findingFor(id, text)))).toEqual([
    `to add by hand to role${ids.length > 1 ? "s" : ""} ${ids.join(", ")}, ${printed.replace("{\n\n  name", "{\n  name")}`,
  ]);
});

test.each<[string, string, string, string?]>([
  [
    "a list",
    'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ^["a"]\n  }\n}',
    "after the statement that has",
  ],
  ["a list in a local", 'locals {\n  a = ^["a"]\n}', "to the front of the list at"],
  [
    "a policy",
    'resource "aws_iam_role_policy" "p" {\n  ^policy = jsonencode({ Statement = [] })\n}',
    "before the first statement of",
  ],
  [
    "a list in jsonencode",
    'resource "aws_iam_role_policy" "p" {\n  policy = jsonencode({ Statement = [{ Action = ^sort(["a"]) }] })\n}',
    "after the statement that has",
    "  , {\n    Effect = ",
  ],
  [
    "JSON in an indented heredoc",
    'resource "aws_iam_role_policy" "p" {\n  policy = ^<<-EOF\n    { "Statement": [{ "Action": ["a"] }] }\n  EOF\n}',
    "before the first statement of",
    '  {\n    "Effect": ',
  ],
  ["a role", '^resource "aws_iam_role" "w" {}', "next to the resource at"],
])("says where to add the statement next to %s", (_what, marked, where, begins = "") => {
  const start = marked.indexOf("^");
  const text = marked.replace("^", "");
  const finding = findingFor("aws_iam_role.w", text);
  const [printed = ""] = terraformStatements([
    {
      ...finding,
      rule: "missing-action",
      actions: ["a:B"],
      place: rangePlace({ path: "main.tf", text }, start, text.length),
    },
  ]);
  expect(printed).toMatch(new RegExp(`^to add by hand to role aws_iam_role\\.w, ${where} main\\.tf:\\d`));
  expect(printed).toContain(`:\n\n${begins}`);
});

test.each<[string, string, string, string, string]>([
  [
    "a YAML list",
    "acts.yaml",
    "actions:\n  ^- a\n",
    "to the front of the list at acts.yaml:2:3:",
    "\n\n  - ec2:StartInstances\n",
  ],
  [
    "a YAML list without indentation",
    "acts.yaml",
    "^- a\n",
    "to the front of the list at",
    "\n\n- ec2:StartInstances\n",
  ],
  ["a nested list", "acts.yaml", "- ^- a\n", "to the front of the list at", "\n\n  - ec2:StartInstances\n"],
  [
    "a YAML list in flow style",
    "acts.yml",
    "actions: ^[a]\n",
    "to the front of the list at acts.yml:1:10:",
    '    "ec2:StartInstances",\n',
  ],
  ["a JSON list", "acts.json", '^["a"]', "to the front of the list at", '    "ec2:StartInstances",\n'],
  [
    "a template",
    "p.json.tftpl",
    '{ "Statement": [{ "Action": ^["a"] }] }',
    "after the statement that has p.json.tftpl:1:29:",
    '\n\n  , {\n    "Effect": "Allow",\n',
  ],
])("prints the lines to add by hand to a file that Terraform reads: %s", (_what, path, marked, where, words) => {
  const start = marked.indexOf("^");
  const text = marked.replace("^", "");
  const place = rangePlace({ path, text }, start, text.length);
  const finding = (format: string): EvaluatedFinding => {
    const remedy = { kind: "add-actions", role: { format } as Role, lists: [], actions: [] } as const;
    return { ...findingFor("r", ""), rule: "missing-action", actions: ["ec2:StartInstances"], place, remedy };
  };
  const [printed = ""] = terraformStatements([finding("terraform-source")]);
  for (const one of [where, words]) expect(printed).toContain(one);
  expect(terraformStatements([finding("cloudformation")])).toEqual([]);
});

test("adds a statement after the one whose list a function elsewhere builds", () => {
  const local = 'locals {\n  a = split(",", "a:B")\n}\n';
  const text = `${local}data "aws_iam_policy_document" "d" {\n  statement {\n    actions = local.a\n  }\n}`;
  const placeOf = (printed: string) =>
    rangePlace({ path: "main.tf", text }, text.indexOf(printed), text.indexOf(printed) + printed.length);
  const statement = { place: placeOf("statement {\n    actions = local.a\n  }") };
  const role = { format: "terraform-source" } as Role;
  const remedy = { kind: "add-actions", role, lists: [{ statement } as ActionList], actions: [] } as const;
  const place = placeOf('split(",", "a:B")');
  const [printed] = terraformStatements([
    { ...findingFor("r", ""), rule: "missing-action", actions: ["c:D"], place, remedy },
  ]);
  expect(printed).toMatch(
    /, after the statement that has main\.tf:5:3:\n\n {2}statement \{\n {4}actions = \[\n {6}"c:D",/,
  );
});

test("prints the items that each of several lists lacks", () => {
  const files = { "dev.tfvars": ["a:B"], "prod.tfvars": ["a:*", "c:D"] };
  const lists = Object.entries(files).map(([path, names]) => {
    const place = rangePlace({ path, text: JSON.stringify(names) }, 0, JSON.stringify(names).length);
    return {
      statement: { place, actions: { place, patterns: names.map((text) => ({ text })) } },
    } as unknown as ActionList;
  });
  const remedy = { kind: "add-actions", role: { format: "terraform-source" } as Role, lists, actions: [] } as const;
  const finding = { ...findingFor("r", ""), rule: "conditional-action", actions: ["a:C", "c:D"], remedy } as const;
  expect(terraformStatements([finding]).map((said) => said.split(" at ")[1])).toEqual([
    'dev.tfvars:1:1:\n\n    "a:C",\n    "c:D",\n',
  ]);
});

test("stays valid JSON with the snippet pasted after the statement", () => {
  const before = 'policy = <<EOT\n{ "Statement": [{ "Action": ';
  const text = `resource "aws_iam_role_policy" "p" {\n${before}["a"] }\n] }\nEOT\n}\n`;
  const start = text.indexOf('["a"]');
  const place = rangePlace({ path: "main.tf", text }, start, start + 5);
  const finding = findingFor("r", "");
  const [printed = ""] = terraformStatements([{ ...finding, rule: "missing-action", actions: ["a:B"], place }]);
  expect(printed).toContain("after the statement that has main.tf:3:29:");
  const pasted = printed.slice(printed.indexOf("\n\n"));
  const { Statement } = JSON.parse(`{ "Statement": [{ "Action": ["a"] }${pasted}] }`);
  expect(Statement[1]).toEqual({ Effect: "Allow", Action: ["a:B"], Resource: "*" });
});
