import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { readSources, role } from "./in-memory.js";

function problemsOf(more: string, name = "r"): readonly string[] {
  const files = {
    "main.tf": `provider "aws" {}\n${more}\n`,
    "role.tf": role("r").replace('name = "r"', `name = "${name}"`),
  };
  const problems = readSources(files).roots.flatMap(({ result }) => result.problems);
  return problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`);
}

const policy = (line: string): string =>
  `resource "aws_iam_role_policy" "p" {\n  ${line}\n  policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n}`;
const provider = (required: string): string =>
  `terraform {\n  required_providers {\n${required}  }\n}\nlocals {\n  x = provider::aws::arn_parse("arn:aws:iam::1:role/x")\n}`;

/** Terraform 1.11.4 with version 5 of the provider refuses each. */
test.each([
  [policy("polcy = 1"), "2:3", "resource aws_iam_role_policy p takes no argument polcy"],
  [policy("tags {\n  }"), "2:3", "resource aws_iam_role_policy p takes no block tags"],
  [policy("role = [aws_iam_role.r.id]"), "2:3", "role of resource aws_iam_role_policy p is no text"],
  [policy("role = { a = aws_iam_role.r.id }"), "2:3", "role of resource aws_iam_role_policy p is no text"],
  [policy('role = "r"\n  name = "a b"'), "3:3", "name of resource aws_iam_role_policy p is no name that IAM takes"],
  [provider(""), "6:7", "provider::aws::arn_parse() needs aws in required_providers"],
])("%j is refused", (text, at, message) => {
  const [line = "", column] = at.split(":");
  expect(problemsOf(text)).toEqual([
    `main.tf:${Number(line) + 1}:${column} main.tf is refused by Terraform: ${message}`,
  ]);
});

test("a role has a name of at most 64 of IAM's characters", () => {
  const told = ["veeam x/y", "r".repeat(65), "r".repeat(64), "a+=,.@-_1"].map((name) => problemsOf("", name).length);
  expect(told).toEqual([1, 1, 0, 0]);
});

test.each([
  [policy('role = aws_iam_role.r.id\n  name = "${"a"} b"\n  lifecycle {\n    prevent_destroy = true\n  }')],
  [policy("role = aws_iam_role.r.id\n  for_each = {}\n  provider = aws\n  depends_on = []\n  name_prefix = null")],
  [
    'resource "aws_iam_role" "q" {\n  assume_role_policy = "{}"\n  managed_policy_arns = []\n  tags = {}\n  dynamic "inline_policy" {\n    for_each = {}\n    content {\n      name = "a b"\n    }\n  }\n}',
  ],
  ['resource "aws_iam_instance_profile" "i" {\n  roles = ["r"]\n}'],
  // OpenTofu 1.12 takes it, and nothing tells which tool deploys.
  [`${policy("lifecycle {\n    prevent_destroy = local.z\n  }\n  role = aws_iam_role.r.id")}\nlocals {\n  z = true\n}`],
  [provider('    aws = {\n      source = "hashicorp/aws"\n    }\n')],
])("%j is not", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test("a function of a provider is taken where no file names the providers: one may be made when the root is applied", () => {
  const [, locals = ""] = provider("").split("\n}\n");
  expect(problemsOf(locals)).toEqual([]);
});
