import { declaresAnything, NOTHING_DECLARED, resourceSet, withinPatterns } from "../../src/iam/resource-set.js";

const deployment = { partition: "aws", accounts: ["111122223333"], regions: [] };
const resources = [
  { actions: "s3:*", arns: ["arn:aws:s3:::all*"] },
  { actions: "s3:GetObject*", arns: ["arn:aws:s3:::like*/*"] },
  { actions: "S3:GetObject", arns: ["arn:aws:s3:::own/*"] },
  { actions: "s3:Get*", arns: ["arn:aws:s3:::get*"] },
  { actions: "s3:PutObject", arns: ["arn:aws:s3:::put/*", "*"] },
];

test.each([
  ["s3:getobject", ["arn:aws:s3:::own/*"]],
  ["s3:getobjectacl", ["arn:aws:s3:::like*/*"]],
  ["s3:getbucketacl", ["arn:aws:s3:::get*"]],
  ["s3:listbucket", ["arn:aws:s3:::all*"]],
  ["s3:putobject", null],
  ["sqs:sendmessage", null],
])("of what is declared for %s, the most specific counts: %j", (action, patterns) => {
  const set = patterns === null ? { kind: "everything" } : { kind: "patterns", patterns, deployment: null };
  expect(resourceSet(action, { deployment: null, resources })).toEqual(set);
  const within = patterns === null ? { kind: "deployment", deployment } : { kind: "patterns", patterns, deployment };
  expect(resourceSet(action, { deployment, resources })).toEqual(within);
});

test("a deployment or resources declare something", () => {
  expect(declaresAnything(NOTHING_DECLARED)).toBe(false);
  expect(declaresAnything({ deployment: null, resources })).toBe(true);
  expect(declaresAnything({ deployment, resources: [] })).toBe(true);
});

test.each<[arn: string, patterns: readonly string[], within: readonly string[] | null]>([
  ["arn:aws:s3:::veeam-*", ["arn:aws:s3:::veeam-a"], ["arn:aws:s3:::veeam-a"]],
  ["arn:aws:s3:::veeam-*", ["arn:*:s3:::veeam-a"], ["arn:aws:s3:::veeam-a"]],
  ["arn:*:s3:::veeam-*", ["arn:aws-cn:s3:::veeam-a"], ["arn:aws-cn:s3:::veeam-a"]],
  ["arn:aws:s3:::veeam-*", ["arn:aws-cn:s3:::veeam-a"], null],
  ["arn:aws:s3:::veeam-*", ["arn:aws-cn:s3:::veeam-a", "arn:aws:s3:::veeam-b"], ["arn:aws:s3:::veeam-b"]],
  ["arn:aws:s3:::veeam-*", ["arn:aws:s3:::other"], null],
  ["arn:aws:s3:::veeam-*", ["no ARN"], null],
  ["no ARN", ["arn:aws:s3:::veeam-a"], null],
  ["arn:aws:s3:::veeam-*", ["*"], ["arn:aws:s3:::veeam-*"]],
  // What is in a region has its name.
  ["arn:aws:s3:*:*:accesspoint/*", ["arn:aws:s3:::accesspoint/*"], null],
  ["arn:aws:s3:*:*:accesspoint/*", ["arn:aws:s3:eu-west-1::accesspoint/*"], ["arn:aws:s3:eu-west-1::accesspoint/*"]],
])("of %s, the patterns %j leave %j", (arn, patterns, within) => {
  expect(withinPatterns(arn, { kind: "patterns", patterns, deployment: null })).toEqual(within);
  expect(withinPatterns(arn, { kind: "everything" })).toBeNull();
});
