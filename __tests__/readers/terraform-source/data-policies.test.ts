import { resolveManagedPolicies } from "../../../src/iam/managed-policies.js";
import { describeRole } from "../describe-role.js";
import { type Files, role, rolesOf } from "./in-memory.js";

const attached = (arn: string): string =>
  `resource "aws_iam_role_policy_attachment" "a" {\n  role       = aws_iam_role.r.name\n  policy_arn = ${arn}\n}\n`;

const created = (name: string, action: string, label = name): string =>
  `resource "aws_iam_policy" "${label}" {\n  name = "${name}"\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}\n`;

const data = (body: string): string => `data "aws_iam_policy" "p" {\n  ${body}\n}\n`;

const linesOf = async (main: string, files: Files = {}) =>
  (await resolveManagedPolicies(rolesOf({ "main.tf": main, ...files }))).map(describeRole);

describe("a policy that a data source finds by name", () => {
  const attach = role("r") + attached("data.aws_iam_policy.p.arn");
  const open = "unresolved data.aws_iam_policy.p: policy of data.aws_iam_policy.p";

  test("is the root module's policy", async () => {
    expect(await linesOf(attach + data('name = "own"') + created("own", "a:A"))).toEqual([
      ["aws_iam_policy.own: a:A on *"],
    ]);
  });

  test.each([
    ["by name", 'name = "AmazonSQSReadOnlyAccess"', attach],
    ["by a name in a local", "name = local.name", `locals {\n  name = "AmazonSQSReadOnlyAccess"\n}\n${attach}`],
    [
      "for each of several names",
      'for_each = toset(["AmazonSQSReadOnlyAccess"])\n  name = each.value',
      role("r") + attached('data.aws_iam_policy.p["AmazonSQSReadOnlyAccess"].arn'),
    ],
  ])("is an AWS policy %s", async (_name, body, rest) => {
    expect(await linesOf(data(body) + rest)).toEqual([[expect.stringMatching(/^AmazonSQSReadOnlyAccess: .*sqs:/i)]]);
  });

  test("is an AWS policy on any path", async () => {
    expect(await linesOf(attach + data('name = "AWSLambdaSQSQueueExecutionRole"'))).toEqual([
      [expect.stringMatching(/^AWSLambdaSQSQueueExecutionRole: .*sqs:ReceiveMessage/i)],
    ]);
  });

  test.each([
    ["with a name that matches nothing", 'name = "elsewhere"', ""],
    ["with an unknown name", "name = var.x", 'variable "x" {}\nprovider "aws" {}\n'],
    ["below a path", 'name = "AmazonSQSReadOnlyAccess"\n  path_prefix = "/own/"', ""],
    ["with an ambiguous name", 'name = "own"', created("own", "a:A") + created("own", "a:B", "other")],
  ])("is unknown %s", async (_name, body, rest) => {
    expect(await linesOf(attach + data(body) + rest)).toEqual([[open]]);
  });
});

test("marks all roles with a provider's default tags unless a role has its own", () => {
  const provider = 'provider "aws" {\n  default_tags {\n    tags = { "worker-iam-check" = "backup" }\n  }\n}\n';
  const marked = (body: string) => rolesOf({ "main.tf": provider + role("r", body) }).map(({ marker }) => marker?.text);
  expect(marked("")).toEqual(["backup"]);
  expect(marked('tags = { Name = "x" }')).toEqual(["backup"]);
  expect(marked('tags = { "worker-iam-check" = "restore" }')).toEqual(["restore"]);
  const other = `${role("r").replace(/\}\n$/, "  provider = aws.b\n}\n")}provider "aws" {\n  alias = "b"\n}\n`;
  expect(rolesOf({ "main.tf": provider + other }).map(({ marker }) => marker)).toEqual([null]);
});
