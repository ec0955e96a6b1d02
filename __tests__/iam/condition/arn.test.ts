import { matchArn } from "../../../src/iam/condition/arn.js";
import { wildcards } from "../../../src/iam/pattern.js";

test.each([
  ["arn:aws:s3:::b", "arn:aws:s3:::b", "yes"],
  ["brn:aws:s3:::b", "arn:aws:s3:::b", "no"],
  ["arn:aws:s3:::b*", "arn:aws:s3:::b:c:d", "yes"],
  ["arn:*:s3:r:1:*", "arn:aws:s3:s3:r:1:k", "no"],
  ["arn:aws:ec2:eu-*:1:x", "arn:aws:ec2:us-east-1:1:x", "no"],
  ["arn:aws:iam::*", "arn:aws:iam::1:role/a", "no"],
  ["arn:aws:iam::*", "arn:aws:iam::1", "no"],
])("%s matches %s: %s", (pattern, value, matches) => {
  expect(matchArn({ pattern: wildcards(pattern), open: false, single: false }, value)).toBe(matches);
});

test("lets a partly known value match anything that fits its known part, and one without a value match nothing", () => {
  const open = { pattern: wildcards("arn:aws:iam::*:role/a"), open: true, single: false };
  expect(matchArn(open, "arn:aws:iam::1:role/a")).toBe("unknown");
  expect(matchArn(open, "arn:aws:iam::1:role/b")).toBe("no");
  expect(matchArn(null, "arn:aws:iam::1:role/a")).toBe("no");
});
