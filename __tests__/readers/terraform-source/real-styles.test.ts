import { describeRole } from "../describe-role.js";
import { type Files, linesOf, policyOf, readSources, role } from "./in-memory.js";

const policy = (name: string, action: string, more = ""): string =>
  `resource "aws_iam_policy" "${name}" {\n  ${more}\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}\n`;

/** Styles found in the roots of `scripts/terraform-roots`, reduced to a minimum. The lines come from its plan. */
const STYLES: readonly (readonly [name: string, files: Files, lines: readonly string[]])[] = [
  [
    "an AWS policy next to one with an unknown name",
    {
      "main.tf": `${role("r", 'permissions_boundary = "arn:aws:iam::aws:policy/C"')}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/B"
}
${policy("p", "a:P", 'name_prefix = "p"')}`,
    },
    ["reference arn:aws:iam::aws:policy/B", "boundary reference arn:aws:iam::aws:policy/C"],
  ],
  [
    "JSON keys that are values, and a multi-line expression",
    {
      "main.tf": role("r"),
      "more.tf.json": JSON.stringify({
        locals: {
          actions: { "${local.action}": 1, "${upper(local.action)}": 2, "${1}": 3, "a:${2}": 4 },
          action: "a:b",
          effects: { one: '${true\n ? "Allow"\n : "Deny"}' },
        },
        resource: {
          aws_iam_role_policy: {
            p: {
              role: "${aws_iam_role.r.name}",
              policy:
                '${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = local.effects.one, Action = keys(local.actions), Resource = "*" }] })}',
            },
          },
        },
      }),
    },
    ["aws_iam_role_policy.p: 1,A:B,a:2,a:b on * at more.tf.json:1:243"],
  ],
  [
    "a boundary that null chooses among instances",
    {
      "main.tf":
        role("r", "permissions_boundary = try(aws_iam_policy.b[local.none].arn, null)") +
        policy("b", "a:B", 'for_each = toset(["x"])') +
        "locals {\n  none = null\n}\n",
    },
    [],
  ],
  [
    "statements with Sids built from count.index",
    {
      "main.tf": `${role("r")}resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = data.aws_iam_policy_document.d.json
}
resource "aws_s3_bucket" "b" {
  count = 2
}
data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = aws_s3_bucket.b
    content {
      sid       = "Bucket\${statement.key}"
      actions   = ["a:B"]
      resources = [statement.value.arn]
    }
  }
}
`,
    },
    ["aws_iam_role_policy.p: a:B on ${aws_s3_bucket.b[0].arn}; a:B on ${aws_s3_bucket.b[1].arn}"],
  ],
  [
    "a policy for each file that a pattern matches",
    {
      "main.tf": `${role("r")}resource "aws_iam_role_policy" "p" {
  for_each = fileset(path.module, "policies/*.{json,txt}")
  role     = aws_iam_role.r.name
  policy   = file("\${path.module}/\${each.value}")
}
`,
      "policies/a.json": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:B","Resource":"*"}]}',
    },
    ['aws_iam_role_policy.p["policies/a.json"]: a:B on * at a.json:1:65'],
  ],
  [
    "a policy by an ARN with an unknown account",
    {
      "main.tf": `${role("r", 'permissions_boundary = "arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.me.account_id}:policy/a/b"')}
${policy("b", "a:B", 'name = "b"\n  path = "/a/"')}data "aws_caller_identity" "me" {}
data "aws_partition" "p" {}
`,
    },
    ["boundary aws_iam_policy.b: a:B on *"],
  ],
  [
    "a policy by an ARN that may be AWS's",
    {
      "main.tf": `${role("r", 'permissions_boundary = "arn:aws:iam::${var.owner}:policy/b"')}
${policy("b", "a:B", 'name = "b"')}variable "owner" {}
provider "aws" {}
`,
    },
    ["boundary unresolved aws_iam_role.r: var.owner"],
  ],
  [
    "ARNs in flattened lists",
    {
      "main.tf":
        role("r", "managed_policy_arns = flatten([aws_iam_policy.b.arn, [], [aws_iam_policy.c.id]])") +
        policy("b", "a:B") +
        policy("c", "a:C"),
    },
    ["aws_iam_policy.b: a:B on *", "aws_iam_policy.c: a:C on *"],
  ],
  [
    "a boundary by the ID of a data source for its ARN",
    {
      "main.tf": `${role("r", "permissions_boundary = data.aws_iam_policy.b.id")}data "aws_iam_policy" "b" {
  arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
}
`,
    },
    ["boundary reference arn:aws:iam::aws:policy/AmazonSQSFullAccess"],
  ],
];

const UNKNOWN = 'variable "keys" {}\nprovider "aws" {}\n';

const statement = (action: string, more = ""): string =>
  `statement {\n    actions = ["${action}"]\n    resources = ["*"]\n    ${more}\n  }\n`;

const dynamic = (content: string): string =>
  `dynamic "statement" {\n    for_each = var.keys\n    content {\n      resources = [statement.value]\n      ${content}\n    }\n  }\n`;

const withDocument = (body: string): Files => ({
  "main.tf": `${UNKNOWN}${role("r")}resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = data.aws_iam_policy_document.d.json
}
data "aws_iam_policy_document" "d" {
  ${body}
}
data "aws_iam_policy_document" "base" {
  ${statement("a:Base", 'sid = "A"')}
}
`,
});

describe("reads an unknown number of statements", () => {
  const open = "unresolved statements of data.aws_iam_policy_document.d";
  const denied = "denied: a:C on ${statement.value} if statements of data.aws_iam_policy_document.d";

  test.each([
    [
      "that allow under an unknown condition",
      'actions = ["a:C"]',
      "",
      ["a:B on *; a:C on ${statement.value} if ${var.keys}"],
    ],
    [
      "that allow something unknown",
      "actions = statement.key",
      "",
      ["a:B on *; ${statement.key} on ${statement.value} if ${var.keys}"],
    ],
    ["that may deny", 'effect = "Deny"\n actions = ["a:C"]', "", [`a:B on *; ${denied}; ${open}`]],
    ["that may have any effect", 'effect = statement.key\n actions = ["a:C"]', "", [`a:B on *; ${denied}; ${open}`]],
    [
      "that trust more",
      'actions = ["a:C"]\n principals {\n type = "AWS"\n identifiers = ["*"]\n }',
      "",
      [expect.stringContaining(open)],
    ],
    [
      "that may override another document's",
      'sid = "A"\n actions = ["a:C"]',
      "source_policy_documents = [data.aws_iam_policy_document.base.json]",
      [expect.stringContaining(open)],
    ],
  ])("%s", (_name, content, more, lines) => {
    const files = withDocument(`${statement("a:B")}${dynamic(content)}${more}`);
    expect(linesOf(files)).toEqual({
      "aws_iam_role.r": lines.map((line) => (typeof line === "string" ? `aws_iam_role_policy.p: ${line}` : line)),
    });
  });
});

test.each(STYLES)("reads %s", (_name, files, lines) => {
  expect(linesOf(files)).toEqual({ "aws_iam_role.r": lines });
});

test("evaluates what the instances of a block share only once", () => {
  const roles = 'flatten([for t, some in local.teams : [for r, actions in some : { "${t}-${r}" = actions }]])';
  const { roots } = readSources({
    "main.tf": `locals {
  teams = { for t in range(40) : "team${"${t}"}" => { for r in range(5) : "role${"${r}"}" => ["a:A${"${t}"}", "a:B${"${r}"}"] } }
}
resource "aws_iam_role" "r" {
  for_each           = merge(${roles}...)
  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
resource "aws_iam_role_policy" "p" {
  for_each = merge(${roles}...)
  role     = aws_iam_role.r[each.key].name
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = each.value, Resource = "*" }] })
}
`,
  });
  const [root, ...others] = roots;
  expect(others).toEqual([]);
  expect(root?.result.roles.map((one) => describeRole(one))).toHaveLength(200);
  expect(root?.result.roles.slice(-1).map(describeRole)).toEqual([
    ['aws_iam_role_policy.p["team9-role4"]: a:A9,a:B4 on *'],
  ]);
  expect(root?.result.problems).toEqual([]);
});

describe("a policy for a role with an unknown expression as its name", () => {
  const named = (name: string): string => role("r").replace('name = "r"', `name = ${name}`);
  const variables = 'provider "aws" {}\nvariable "n" {}\nvariable "m" {}\n';
  const has = ["aws_iam_role_policy.p: a:B on *"];
  const open = [expect.stringContaining("may be this role")];

  test.each([
    ["belongs to the role with the same expression", '"${var.n}"', "var.n", has],
    ["belongs to the role with the same text", '"w-${var.n}"', '"w-${var.n}"', has],
    ["may belong to a role with another expression", "var.n", "var.m", open],
    ["may belong to a role with the expression in its name", '"${var.n}${var.m}"', "var.n", open],
  ])("%s", (_name, name, requested, lines) => {
    const main = `${variables}${named(name)}${policyOf(requested, '"a:B"')}`;
    const read = linesOf({ "main.tf": main })["aws_iam_role.r"] ?? [];
    expect(read.filter((line) => line.includes("aws_iam_role_policy.p"))).toEqual(lines);
  });

  test("may belong to either of two roles with the same expression", () => {
    const twin = named("var.n").replace('"aws_iam_role" "r"', '"aws_iam_role" "s"');
    const main = `${variables}${named("var.n")}${twin}${policyOf("var.n", '"a:B"')}`;
    expect(linesOf({ "main.tf": main })["aws_iam_role.r"]).not.toEqual(has);
  });
});
