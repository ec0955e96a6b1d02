import { type Files, linesOf, role } from "./in-memory.js";

const policy = (name: string, action: string, more = ""): string =>
  `resource "aws_iam_policy" "${name}" {\n  ${more}\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}\n`;

/** What the roots of `scripts/terraform-roots` showed, each as small as it goes; the lines are what the plan of it has. */
const STYLES: readonly (readonly [name: string, files: Files, lines: readonly string[]])[] = [
  [
    "a boundary that a null chooses among instances",
    {
      "main.tf":
        role("r", "permissions_boundary = try(aws_iam_policy.b[local.none].arn, null)") +
        policy("b", "a:B", 'for_each = toset(["x"])') +
        "locals {\n  none = null\n}\n",
    },
    [],
  ],
  [
    "statements whose Sids are made of the numbers of what count makes",
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
];

test.each(STYLES)("%s", (_name, files, lines) => {
  expect(linesOf(files)).toEqual({ "aws_iam_role.r": lines });
});
