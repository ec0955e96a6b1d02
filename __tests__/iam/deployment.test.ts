import { arnParts, arnsWithin, knownExpressions, partsWithin } from "../../src/iam/deployment.js";

const A = "111122223333";
const B = "444455556666";

test.each<[string, readonly string[] | null]>([
  ["*", ["arn", "*", "*", "*", "*", "*"]],
  ["arn:*", ["arn", "*", "*", "*", "*", "*"]],
  ["arn:aws:*", ["arn", "aws", "*", "*", "*", "*"]],
  ["arn:aws:sqs:*", ["arn", "aws", "sqs", "*", "*", "*"]],
  ["arn:aws:sqs:eu-*", ["arn", "aws", "sqs", "eu-*", "*", "*"]],
  ["arn:aws:sqs:eu-west-1:*", ["arn", "aws", "sqs", "eu-west-1", "*", "*"]],
  ["arn:aws:logs:eu-west-1:1:log-group:g:*", ["arn", "aws", "logs", "eu-west-1", "1", "log-group:g:*"]],
  ["arn:aws:s3:::bucket", ["arn", "aws", "s3", "", "", "bucket"]],
  ["arn:aws:sqs:eu-west-1:queue", null],
  ["arn:aws:sqs:*:*", ["arn", "aws", "sqs", "*", "*", "*"]],
  ["arn:aws:ec2:*:volume/*", null],
  ["", null],
  ["*:aws:s3:::bucket", null],
  ["aws:aws:s3:::bucket", null],
])("finds the parts of %j", (arn, parts) => expect(arnParts(arn)).toEqual(parts));

const place = (accounts: readonly string[], regions: readonly string[]) => ({ partition: "aws", accounts, regions });

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ["arn:aws:sqs:*:*:*", [A], ["eu-west-1"], [`arn:aws:sqs:eu-west-1:${A}:*`]],
  ["arn:aws:sqs:*:*:*", [], ["eu-west-1", "eu-west-2"], ["arn:aws:sqs:eu-west-1:*:*", "arn:aws:sqs:eu-west-2:*:*"]],
  ["arn:aws:sqs:*:*:*", [], [], ["arn:aws:sqs:*:*:*"]],
  ["arn:aws:s3:::*", [A], ["eu-west-1"], ["arn:aws:s3:::*"]],
  ["not a valid ARN", [A], ["eu-west-1"], ["not a valid ARN"]],
  // AWS's own resources are outside every account.
  ["arn:aws:iam::*:*", [A, B], [], [`arn:aws:iam::${A}:*`, `arn:aws:iam::${B}:*`, "arn:aws:iam::aws:policy/*"]],
  ["arn:aws:iam::*:policy/*", [A], [], [`arn:aws:iam::${A}:policy/*`, "arn:aws:iam::aws:policy/*"]],
  ["arn:aws:iam::????????????:policy/*", [A], [], [`arn:aws:iam::${A}:policy/*`]],
  ["arn:aws:iam::*:role/*", [A], [], [`arn:aws:iam::${A}:role/*`]],
  ["arn:aws:ssm:*:*:document/*", [A], [], [`arn:aws:ssm:*:${A}:document/*`, "arn:aws:ssm:*::document/*"]],
  [
    "arn:aws:ssm:*:*:parameter/*",
    [A],
    [],
    [`arn:aws:ssm:*:${A}:parameter/*`, "arn:aws:ssm:*::parameter/aws/service/*"],
  ],
  ["arn:aws:ec2:*:*:prefix-list/*", [A], [], [`arn:aws:ec2:*:${A}:prefix-list/*`, "arn:aws:ec2:*:aws:prefix-list/*"]],
  // The account there is the management account.
  ["arn:aws:organizations::*:account/*", [A], [], ["arn:aws:organizations::*:account/*"]],
])("limits %s to accounts %j and regions %j", (arn, accounts, regions, arns) => {
  expect(arnsWithin(arn, place(accounts, regions))).toEqual(arns);
});

test("includes resources without an account in any account", () => {
  expect(arnsWithin("*", place([A], []))).toEqual([
    "arn:*:*:*::*",
    `arn:*:*:*:${A}:*`,
    "arn:*:ssm:*::document/*",
    "arn:*:ssm:*::parameter/aws/service/*",
    "arn:*:ec2:*:aws:prefix-list/*",
    "arn:*:iam::aws:policy/*",
  ]);
  expect(arnsWithin("*", null)).toEqual(["*"]);
  expect(partsWithin("arn:aws:s3:::*", place([A], ["eu-west-1"]))).toBeNull();
});

test.each<[readonly string[], readonly (readonly [string, string])[]]>([
  [[], []],
  [[A], [["Ref AWS::AccountId", A]]],
  [[A, B], []],
])("finds a role's account with accounts %j declared", (accounts, known) => {
  expect([...knownExpressions(place(accounts, []))]).toEqual(known);
});
