import type { Need } from "../../src/iam/authorization.js";
import {
  declaresAnything,
  NOTHING_DECLARED,
  neededArns,
  resourceSet,
  withinPatterns,
} from "../../src/iam/resource-set.js";

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
])("uses the most specific declaration for %s: %j", (action, patterns) => {
  const set = patterns === null ? { kind: "everything" } : { kind: "patterns", patterns, deployment: null };
  expect(resourceSet(action, { deployment: null, resources })).toEqual(set);
  const within = patterns === null ? { kind: "deployment", deployment } : { kind: "patterns", patterns, deployment };
  expect(resourceSet(action, { deployment, resources })).toEqual(within);
});

test("counts a deployment or resources as a declaration", () => {
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
  ["arn:aws:s3:::veeam-*", ["not a valid ARN"], null],
  ["not a valid ARN", ["arn:aws:s3:::veeam-a"], null],
  ["arn:aws:s3:::veeam-*", ["*"], ["arn:aws:s3:::veeam-*"]],
  // A regional resource has its region's name in the ARN.
  ["arn:aws:s3:*:*:accesspoint/*", ["arn:aws:s3:::accesspoint/*"], null],
  ["arn:aws:s3:*:*:accesspoint/*", ["arn:aws:s3:eu-west-1::accesspoint/*"], ["arn:aws:s3:eu-west-1::accesspoint/*"]],
])("narrows %s by the patterns %j to %j", (arn, patterns, within) => {
  expect(withinPatterns(arn, { kind: "patterns", patterns, deployment: null })).toEqual(within);
  expect(withinPatterns(arn, { kind: "everything" })).toBeNull();
});

const typeOf = (form: string, need: Need = "none") => ({ name: form, forms: [form], keys: [], need });
const volume = typeOf("ec2:*:*:volume/*");
const instance = typeOf("ec2:*:*:instance/*", "each");
const topic = typeOf("sns:*:*:*");

type Asked = readonly (readonly [arn: string, within: readonly string[] | null])[];
test.each<[string, readonly ReturnType<typeof typeOf>[], readonly string[] | null, Asked]>([
  [
    "all types",
    [volume, instance],
    null,
    [
      ["arn:aws:ec2:*:*:volume/*", null],
      ["arn:aws:ec2:*:*:instance/*", null],
    ],
  ],
  [
    "a form that includes another",
    [typeOf("iam::*:role/a/*"), typeOf("iam::*:role/*")],
    null,
    [["arn:aws:iam::*:role/*", null]],
  ],
  [
    "a bucket besides its objects, because its name has no slash",
    [typeOf("s3:::*/*"), typeOf("s3:::*")],
    null,
    [
      ["arn:aws:s3:::*/*", null],
      ["arn:aws:s3:::*", null],
    ],
  ],
  ["each form once", [typeOf("s3:::a*"), typeOf("s3:::a**")], null, [["arn:aws:s3:::a*", null]]],
  [
    "what patterns leave of a type, and the types in every request",
    [volume, instance, typeOf("ec2:*::snapshot/*")],
    ["arn:aws:ec2:*:*:volume/vol-1"],
    [
      ["arn:aws:ec2:*:*:volume/*", ["arn:aws:ec2:*:*:volume/vol-1"]],
      ["arn:aws:ec2:*:*:instance/*", null],
    ],
  ],
  [
    "the alternatives that patterns name",
    [instance, typeOf("ssm:*:*:node/*", "alternative"), typeOf("ssm:*:*:edge/*", "alternative")],
    ["arn:aws:ssm:*:*:edge/e-1"],
    [
      ["arn:aws:ec2:*:*:instance/*", null],
      ["arn:aws:ssm:*:*:edge/*", ["arn:aws:ssm:*:*:edge/e-1"]],
    ],
  ],
  [
    "all alternatives if patterns name none",
    [instance, typeOf("ssm:*:*:node/*", "alternative"), typeOf("ssm:*:*:edge/*", "alternative")],
    ["arn:aws:ec2:*:*:instance/i-1"],
    [
      ["arn:aws:ec2:*:*:instance/*", ["arn:aws:ec2:*:*:instance/i-1"]],
      ["arn:aws:ssm:*:*:node/*", null],
      ["arn:aws:ssm:*:*:edge/*", null],
    ],
  ],
  [
    "everything if patterns match none of its types",
    [volume, typeOf("ec2:*::snapshot/*")],
    ["arn:aws:sqs:*:*:q"],
    [
      ["arn:aws:ec2:*:*:volume/*", null],
      ["arn:aws:ec2:*::snapshot/*", null],
    ],
  ],
  [
    "each pattern",
    [topic],
    ["arn:aws:sns:*:*:a", "arn:aws:sns:*:*:b"],
    [["arn:aws:sns:*:*:*", ["arn:aws:sns:*:*:a", "arn:aws:sns:*:*:b"]]],
  ],
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html: topic names contain no slash.
  [
    "no simple name with a slash",
    [topic],
    ["arn:aws:sns:*:*:a", "arn:aws:sns:*:*:a/b"],
    [["arn:aws:sns:*:*:*", ["arn:aws:sns:*:*:a"]]],
  ],
  ["no ID with a colon", [volume], ["arn:aws:ec2:*:*:volume/a:b"], [["arn:aws:ec2:*:*:volume/*", null]]],
  ["no ID with a slash", [volume], ["arn:aws:ec2:*:*:volume/a/b"], [["arn:aws:ec2:*:*:volume/*", null]]],
  [
    "another type's name with a slash",
    [{ ...volume, forms: ["ec2:*:*:key-pair/*"] }],
    ["arn:aws:ec2:*:*:key-pair/a/b"],
    [["arn:aws:ec2:*:*:key-pair/*", ["arn:aws:ec2:*:*:key-pair/a/b"]]],
  ],
  [
    "a table and its indexes separately",
    ["table/*", "table/*/index/*"].map((one) => ({ ...volume, forms: [`dynamodb:*:*:${one}`] })),
    ["arn:aws:dynamodb:*:*:table/a*"],
    [
      ["arn:aws:dynamodb:*:*:table/*", ["arn:aws:dynamodb:*:*:table/a*"]],
      ["arn:aws:dynamodb:*:*:table/*/index/*", ["arn:aws:dynamodb:*:*:table/a*/index/*"]],
    ],
  ],
])("requests %s", (_, types, patterns, requested) => {
  const set =
    patterns === null
      ? resourceSet("x:y", NOTHING_DECLARED)
      : { kind: "patterns" as const, patterns, deployment: null };
  expect(neededArns(types, set, "aws").map(({ arn, within }) => [arn, within])).toEqual(requested);
});
