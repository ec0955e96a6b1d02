import { arnSegments } from "../../src/iam/arn-segments.js";
import { type Pattern, wildcards } from "../../src/iam/pattern.js";

const textOf = (pattern: Pattern): string =>
  pattern.map((token) => (token === -1 ? "*" : token === -2 ? "?" : String.fromCodePoint(token))).join("");

// "You can use wildcard characters within any ARN segment ... except one at the end": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
test.each<[string, readonly string[] | null]>([
  ["arn:aws:s3:::b/a:b", ["arn", "aws", "s3", "", "", "b/a:b"]],
  ["arn:aws:sqs:*:*:q", ["arn", "aws", "sqs", "*", "*", "q"]],
  ["*", ["*", "*", "*", "*", "*", "*"]],
  ["arn:*", ["arn", "*", "*", "*", "*", "*"]],
  ["arn:aws:ec2:*", ["arn", "aws", "ec2", "*", "*", "*"]],
  ["arn:aws:ec2:eu-*", ["arn", "aws", "ec2", "eu-*", "*", "*"]],
  ["arn:aws:ec2:eu-west-1", null],
  ["ar*", null],
  ["x:aws:ec2:*", null],
  ["", null],
  // The region's wildcard also matches the account.
  ["arn:aws:ec2:*:volume/v", ["arn", "aws", "ec2", "*", "*", "volume/v"]],
  ["arn:aws:ec2:*:volume/*", ["arn", "aws", "ec2", "*", "*", "volume/*"]],
  ["arn:aws:ec2:eu-*-1:volume/v", ["arn", "aws", "ec2", "eu-*", "*-1", "volume/v"]],
  ["arn:aws:ec2:e*u*1:volume/v", ["arn", "aws", "ec2", "e*u*", "*1", "volume/v"]],
  // Text that starts like an account is one, and a wildcard at its end matches the rest.
  ["arn:aws:ec2:*:0123*", ["arn", "aws", "ec2", "*", "0123*", "*"]],
  ["arn:aws:ec2:*:9*", ["arn", "aws", "ec2", "*", "9*", "*"]],
  ["arn:aws:ec2:*:?*", ["arn", "aws", "ec2", "*", "?*", "*"]],
  ["arn:aws:ec2:*:*", ["arn", "aws", "ec2", "*", "*", "*"]],
  ["arn:aws:ec2:*:/*", ["arn", "aws", "ec2", "*", "*", "/*"]],
  ["arn:aws:ec2:*:a*", ["arn", "aws", "ec2", "*", "*", "a*"]],
  ["arn:aws:ec2:*:0123", ["arn", "aws", "ec2", "*", "*", "0123"]],
  ["arn:aws:ec2:eu-west-1:volume/v", null],
  ["x:aws:ec2:*:volume/v", null],
])("parses %s into %j", (text, segments) => {
  expect(arnSegments(wildcards(text))?.map(textOf) ?? null).toEqual(segments);
});
