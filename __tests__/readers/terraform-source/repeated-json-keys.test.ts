import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { linesOf, policyOf, readSources, role } from "./in-memory.js";

const TRUST = '"assume_role_policy": "{}"';
const R = `"aws_iam_role": {"r": {"name": "r", ${TRUST}}}`;
const policy = (name: string, action: string): string =>
  `{"role": "r", "policy": "\${jsonencode({ Version = \\"2012-10-17\\", Statement = [{ Effect = \\"Allow\\", Action = ${action}, Resource = \\"*\\" }] })}", "name": "${name}"}`;

/** Terraform 1.11.4 accepts each of these. */
test.each([
  [
    "blocks of one type",
    `{"resource": {${R}}, "resource": {"aws_iam_role_policy": {"p": ${policy("p", '\\"a:B\\"')}}}}`,
    ["aws_iam_role_policy.p: a:B on *"],
  ],
  [
    "type labels",
    `{"resource": {${R}, "aws_iam_role_policy": {"p": ${policy("p", '\\"a:B\\"')}}, "aws_iam_role_policy": {"q": ${policy("q", '\\"a:C\\"')}}}}`,
    ["aws_iam_role_policy.p: a:B on *", "aws_iam_role_policy.q: a:C on *"],
  ],
  [
    "locals blocks",
    `{"locals": {"a": "a:B"}, "resource": {${R}, "aws_iam_role_policy": {"p": ${policy("p", "local.a")}}}, "locals": {"b": 2}}`,
    ["aws_iam_role_policy.p: a:B on *"],
  ],
  [
    "nested blocks",
    `{"resource": {"aws_iam_role": {"r": {"name": "r", ${TRUST}, "inline_policy": ${policy("p", '\\"a:B\\"').replace('"role": "r", ', "")}, "inline_policy": ${policy("q", '\\"a:C\\"').replace('"role": "r", ', "")}}}}}`,
    ["p: a:B on *", "q: a:C on *"],
  ],
  [
    "comments",
    `{"//": 1, "//": 2, "resource": {"aws_iam_role": {"r": {"//": {"a": 1, "a": 2}, "//": 3, ${TRUST}}}}}`,
    [],
  ],
])("counts both of two repeated %s", (_name, text, expected) => {
  const lines = Object.entries(linesOf({ "main.tf.json": text })).map(([id, all]) => [
    id,
    all.map((line) => line.replace(/ at \S+$/, "")),
  ]);
  expect(lines).toEqual([["aws_iam_role.r", expected]]);
});

/** Terraform 1.11.4 reports "Duplicate argument", "Duplicate attribute definition", or "Duplicate object attribute". */
test.each([
  ["an argument", `{"resource": {"aws_iam_role": {"r": {"name": "a", "name": "b", ${TRUST}}}}}`, "1:51", "name"],
  ["an argument of a nested block", '{"terraform": {"backend": {"s3": {"key": "a", "key": "b"}}}}', "1:47", "key"],
  ["a local", '{"locals": {"a": {}, "a": {}}}', "1:22", "a"],
  ["a key in a local", '{"locals": {"a": [{"k": {}, "k": {}}]}}', "1:29", "k"],
])("rejects %s that is set twice", (_name, text, at, name) => {
  const files = { "main.tf": role("a") + policyOf("aws_iam_role.a.id", '"a:B"'), "x.tf.json": text };
  const problems = readSources(files).roots.flatMap(({ result }) => result.problems);
  expect(problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`)).toEqual([
    `x.tf.json:${at} x.tf.json is rejected by Terraform: the argument ${name} is set twice`,
  ]);
});

/** Terraform 1.11.4 reports "Incorrect JSON value type", "Missing block label", or "Root value must be object". */
test.each([
  ["a string as a resource", '{"resource": {"aws_iam_role_policy": {"p": 5}}}', "1:39"],
  ["a string among labels", '{"resource": {"aws_iam_role_policy": ["p"]}}', "1:15"],
  ["a string as locals", '{"locals": "x"}', "1:2"],
  ["a string as the file", '"x"', "1:1"],
])("rejects %s", (_name, text, at) => {
  const problems = readSources({ "main.tf": role("r"), "more.tf.json": text }).roots.flatMap(({ result }) =>
    result.problems.map(({ message, place }) => `${message} at ${formatLocation(locate(place))}`),
  );
  expect(problems).toEqual([`more.tf.json is rejected by Terraform: an object belongs here at more.tf.json:${at}`]);
});

test("reads null as no block", () => {
  const { roots } = readSources({
    "main.tf": role("r"),
    "more.tf.json": '{"locals": null, "resource": {"aws_iam_role": [null]}}',
  });
  expect(roots.flatMap(({ result }) => result.problems)).toEqual([]);
});
