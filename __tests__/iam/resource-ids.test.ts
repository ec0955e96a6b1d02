import { mostSeparators } from "../../src/iam/resource-ids.js";

const ANY = Infinity;

test.each([
  ["arn:aws:sns:*:*:*", 0, 0],
  ["arn:aws:s3:::*", 0, 0],
  ["arn:aws:ec2:*:*:volume/*", 1, 0],
  ["arn:aws:dynamodb:*:*:table/*", 1, ANY],
  ["arn:aws:dynamodb:*:*:table/*/index/*", 3, ANY],
  ["arn:aws:kms:*:*:key/*", 1, 0],
  ["arn:aws:kms:*:*:alias/*", ANY, 0],
  ["arn:aws:fsx:*:*:volume/*/*", 2, 0],
  ["arn:aws:ec2:*:*:key-pair/*", ANY, ANY],
  ["arn:aws:ec2:*:*:placement-group/*", ANY, ANY],
  ["arn:aws:ec2:*:*:license-configuration:*", ANY, ANY],
  ["arn:aws:iam::*:role/*", ANY, ANY],
  ["arn:aws:s3:::*/*", ANY, ANY],
  ["*", ANY, ANY],
  ["not a valid ARN", ANY, ANY],
])("limits an ARN of %s to %s slashes and %s colons", (form, slashes, colons) => {
  expect(mostSeparators(form)).toEqual({ slashes, colons });
});
