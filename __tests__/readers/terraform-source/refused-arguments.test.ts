import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { linesOf, policyOf, readSources, role } from "./in-memory.js";

function problemsOf(more: string, name = "r"): readonly string[] {
  const files = {
    "main.tf": `provider "aws" {}\n${more}\n`,
    "role.tf": role("r").replace('name = "r"', `name = "${name}"`),
  };
  const problems = readSources(files).roots.flatMap(({ result }) => result.problems);
  return problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`);
}

const policy = (line: string): string => bare(/\brole = /.test(line) ? line : `${line}\n  role = aws_iam_role.r.id`);
const bare = (line: string): string =>
  `resource "aws_iam_role_policy" "p" {\n  ${line}\n  policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n}`;
const provider = (required: string): string =>
  `terraform {\n  required_providers {\n${required}  }\n}\nlocals {\n  x = provider::aws::arn_parse("arn:aws:iam::1:role/x")\n}`;

const attached = (arn: string): string =>
  `resource "aws_iam_role_policy_attachment" "a" {\n  role = aws_iam_role.r.name\n  policy_arn = ${arn}\n}`;
const more = (line: string): string => `resource "aws_iam_role" "q" {\n  assume_role_policy = "{}"\n  ${line}\n}`;
const taking = (name: string): string =>
  `resource "aws_iam_policy_attachment" "t" {\n  name = "${name}"\n  roles = ["r"]\n  policy_arn = "arn:aws:iam::aws:policy/X"\n}`;
const OF_Q = "of resource aws_iam_role q";
const CONSTANT = "only a constant is allowed here";
const WHOLE = "a list of whole resources or modules belongs here";

/** Terraform 1.11.4 with version 5 of the provider refuses each of these. */
test.each([
  [policy("polcy = 1"), "2:3", "resource aws_iam_role_policy p does not support argument polcy"],
  [policy("tags {\n  }"), "2:3", "resource aws_iam_role_policy p does not support block tags"],
  [policy("role = [aws_iam_role.r.id]"), "2:3", "role of resource aws_iam_role_policy p is not a string"],
  [policy("role = { a = aws_iam_role.r.id }"), "2:3", "role of resource aws_iam_role_policy p is not a string"],
  [
    policy('role = "r"\n  name = "a b"'),
    "3:3",
    "name of resource aws_iam_role_policy p is not a name that IAM accepts",
  ],
  [
    policy('role = "r"\n  name = "${"a"} b"'),
    "3:3",
    "name of resource aws_iam_role_policy p is not a name that IAM accepts",
  ],
  [policy('name = ""'), "2:3", "name of resource aws_iam_role_policy p is not a name that IAM accepts"],
  [more('name_prefix = ""'), "3:3", `name_prefix ${OF_Q} is not a name that IAM accepts`],
  [taking(""), "2:3", "name of resource aws_iam_policy_attachment t is empty"],
  [bare('name = "p"'), "1:1", "resource aws_iam_role_policy p needs role"],
  [policy('name = "a"\n  name_prefix = "b"'), "3:3", "resource aws_iam_role_policy p has both name and name_prefix"],
  [
    policy('name_prefix = "a b"'),
    "2:3",
    "name_prefix of resource aws_iam_role_policy p is not a name that IAM accepts",
  ],
  [`${policy("lifecycle {\n    prevent_destroy = local.z\n  }")}\nlocals {\n  z = true\n}`, "3:23", CONSTANT],
  [policy('lifecycle {\n    create_before_destroy = tobool("true")\n  }'), "3:29", CONSTANT],
  ['variable "v" {\n  description = "a ${path.module}"\n}', "2:17", CONSTANT],
  ['output "o" {\n  value     = 1\n  sensitive = local.z\n}\nlocals {\n  z = true\n}', "3:15", CONSTANT],
  [policy("depends_on = aws_iam_role.r"), "2:16", WHOLE],
  [policy('depends_on = ["nope"]'), "2:16", WHOLE],
  [policy("depends_on = [aws_iam_role.r.name]"), "2:16", WHOLE],
  [policy("depends_on = concat([aws_iam_role.r])"), "2:16", WHOLE],
  [policy('lifecycle {\n    replace_triggered_by = ["x"]\n  }'), "3:28", "a list of references belongs here"],
  [attached('"nope"'), "3:3", "policy_arn of resource aws_iam_role_policy_attachment a is not an ARN"],
  [
    attached('"arn:aws:iam::12:policy/x"'),
    "3:3",
    "policy_arn of resource aws_iam_role_policy_attachment a is not an ARN",
  ],
  [attached("null"), "3:3", "policy_arn of resource aws_iam_role_policy_attachment a is null"],
  [
    attached("local.a\n}\nlocals {\n  a = 5"),
    "3:3",
    "policy_arn of resource aws_iam_role_policy_attachment a is not an ARN",
  ],
  ['resource "aws_iam_policy" "p" {\n  name = "p"\n}', "1:1", "resource aws_iam_policy p needs policy"],
  [
    'resource "aws_iam_policy" "p" {\n  policy = "{ nope"\n}',
    "2:3",
    "policy of resource aws_iam_policy p is not a JSON object",
  ],
  [
    'resource "aws_iam_policy" "p" {\n  policy = jsonencode([])\n}',
    "2:3",
    "policy of resource aws_iam_policy p is not a JSON object",
  ],
  [more("max_session_duration = 3599"), "3:3", `max_session_duration ${OF_Q} is not a whole number from 3600 to 43200`],
  [
    more("max_session_duration = 3600.5"),
    "3:3",
    `max_session_duration ${OF_Q} is not a whole number from 3600 to 43200`,
  ],
  [more('force_detach_policies = "yes"'), "3:3", `force_detach_policies ${OF_Q} is neither true nor false`],
  [more("tags = { a = [1] }"), "3:3", `tags ${OF_Q} is not a map of strings`],
  [more("tags {\n  }"), "3:3", "resource aws_iam_role q does not support block tags"],
  [more('managed_policy_arns = ["nope"]'), "3:3", `managed_policy_arns ${OF_Q} is not an ARN`],
  [more('inline_policy {\n    polcy = "x"\n  }'), "4:5", "inline_policy does not support argument polcy"],
  ["locals {\n  a = local.b\n  b = [for x in [1] : local.a]\n}", "2:3", "local.a refers to itself"],
  ["locals {\n  a = 1\n  b = { c = 1, d = local.b.c }\n}", "3:3", "local.b refers to itself"],
  [more("description = aws_iam_role.q.arn"), "1:1", "aws_iam_role.q refers to itself"],
  ["locals {\n  a = nope(1)\n}", "2:7", "unknown function nope()"],
  ['locals {\n  a = "x${UPPER("a")}"\n}', "2:7", "unknown function UPPER()"],
  ['locals {\n  a = substr("a")\n}', "2:7", 'local.a fails: substr("a")'],
  ['output "o" {\n  value = [1][5]\n}', "2:11", "output o fails: [1][5]"],
  [
    'variable "v" {\n  default = "x"\n  validation {\n    condition     = var.v == "y"\n    error_message = "Bad it is."\n  }\n}',
    "4:21",
    "the value of var.v fails its validation",
  ],
  [provider(""), "6:7", "provider::aws::arn_parse() needs aws in required_providers"],
])("rejects %j", (text, at, message) => {
  const [line = "", column] = at.split(":");
  expect(problemsOf(text)).toEqual([
    `main.tf:${Number(line) + 1}:${column} main.tf is rejected by Terraform: ${message}`,
  ]);
});

test("limits a role's name to 64 of IAM's characters", () => {
  const reported = ["veeam x/y", "r".repeat(65), "r".repeat(64), "a+=,.@-_1"].map(
    (name) => problemsOf("", name).length,
  );
  expect(reported).toEqual([1, 1, 0, 0]);
});

test.each([
  [policy('role = aws_iam_role.r.id\n  name = "${"a"}b"\n  lifecycle {\n    prevent_destroy = true\n  }')],
  [policy("role = aws_iam_role.r.id\n  for_each = {}\n  provider = aws\n  depends_on = []\n  name_prefix = null")],
  [policy('depends_on = ["aws_iam_role.r", aws_iam_role.r]\n  lifecycle {\n    prevent_destroy = "true"\n  }')],
  [attached('""')],
  [taking("what the team's roles share")],
  [attached('"arn:aws:iam::aws:policy/ReadOnlyAccess"')],
  [
    more(
      'max_session_duration = "3600"\n  force_detach_policies = "true"\n  tags = { a = 1 }\n  permissions_boundary = ""',
    ),
  ],
  [more("max_session_duration = null\n  tags = null\n  name_prefix = null")],
  ["locals {\n  a = try(nope(1), 1)\n  b = true ? 1 : nope()\n  c = try(upper(), 1)\n}"],
  ['resource "aws_iam_policy" "p" {\n  policy = " {} "\n}'],
  [
    'resource "aws_iam_role" "q" {\n  assume_role_policy = "{}"\n  managed_policy_arns = []\n  tags = {}\n  dynamic "inline_policy" {\n    for_each = {}\n    content {\n      name = "a b"\n    }\n  }\n}',
  ],
  ['resource "aws_iam_instance_profile" "i" {\n  roles = ["r"]\n}'],
  [provider('    aws = {\n      source = "hashicorp/aws"\n    }\n')],
])("accepts %j", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test("accepts a provider's function if no file names the providers, because one may be created before the apply", () => {
  const [, locals = ""] = provider("").split("\n}\n");
  expect(problemsOf(locals)).toEqual([]);
});

test("does not treat what OpenTofu 1.12 evaluates as constant in its own files", () => {
  const text = `${policy("lifecycle {\n    prevent_destroy = local.z\n  }")}\nlocals {\n  z = true\n}`;
  const { roots } = readSources({ "main.tofu": text, "role.tofu": role("r") });
  expect(roots.flatMap(({ result }) => result.problems)).toEqual([]);
});

test.each([
  ["a quote", 'locals {\n  a = "abc\n}'],
  ["a bracket", "locals {\n  a = [1, 2\n}"],
  ["a heredoc", "locals {\n  a = <<E\nabc\n}"],
  ["a comment", "/* x"],
  ["JSON", "{"],
])("checks nothing in a root module with an unparsable file: %s", (what, text) => {
  const files = {
    [what === "JSON" ? "x.tf.json" : "x.tf"]: text,
    "main.tf": role("r") + policyOf("aws_iam_role.r.id", '"*"'),
  };
  const [line, ...others] = linesOf(files)["aws_iam_role.r"] ?? [];
  expect([line, ...others].filter((one) => /^(?:inline|managed)/.test(one ?? ""))).toEqual([]);
  expect(line).toMatch(/^unresolved all policies: .*is not valid (?:HCL|JSON)/);
});
