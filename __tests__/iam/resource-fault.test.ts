import { resourceFault, unknownRegion, unmatchableResource } from "../../src/iam/resource-fault.js";

/** The comments quote AWS's own messages from users' reports. */
test.each<[string, string, string]>([
  ["an invalid ARN", "my-bucket", "is neither an ARN nor *"],
  ["two stars", "**", "is neither an ARN nor *"],
  ["a star as its first part", "*:*", "is neither an ARN nor *"],
  ["a star as its first parts", "*:volume/*", "is neither an ARN nor *"],
  // terraform-provider-aws#3045: Partition "" is not valid for resource "arn::s3:::BUCKET-NAME".
  ["an empty partition", "arn::s3:::bucket", 'names the partition "", which AWS does not have'],
  ["an unknown partition", "arn:error:s3:::bucket", 'names the partition "error", which AWS does not have'],
  ["a region as its partition", "arn:us-east-1:s3:::bucket", 'names the partition "us-east-1"'],
  // aws-cdk#13104: IAM resource arn:aws:iam:us-east-1:...:role/* cannot contain region information.
  ["a region in an IAM ARN", "arn:aws:iam:us-east-1::role/x", "has the region us-east-1, but an ARN of iam has none"],
  // aws-cdk#22445: Resource arn:aws:s3:us-west-2:...:test/athena can not contain region information.
  [
    "a region in a bucket ARN",
    "arn:aws:s3:us-west-2:111122223333:b/k",
    "has the region us-west-2, but the ARN of a bucket",
  ],
  // terraform-provider-aws#10932: Resource vendor must be fully qualified and cannot contain regexes.
  ["a wildcard as its service", "arn:aws:*:*:*:*", "has a wildcard in its service, which AWS rejects"],
  ["a wildcard in its service", "arn:aws:?qs:*:*:*", "has a wildcard in its service, which AWS rejects"],
  ["a wildcard at the end of its service", "arn:aws:sq*:*:*:*", "has a wildcard in its service, which AWS rejects"],
  ["an ARN of four parts as well", "arn:aws:s3*:*", "has a wildcard in its service, which AWS rejects"],
  ["an ARN in any partition as well", "arn:*:*:*:*:veeam-*", "has a wildcard in its service, which AWS rejects"],
])("rejects a resource with %s: %s", (_kind, text, message) => {
  expect(resourceFault(text)?.message).toContain(message);
});

test.each([
  "*",
  "arn:*",
  "arn:*:*",
  "arn:aws:*",
  "arn:aws:s3*",
  "arn:aws",
  "arn:*:s3:::bucket",
  "arn:aws-*:s3:::bucket",
  "arn:aws-cn:s3:::bucket",
  "arn:aws-us-gov:iam::111122223333:role/x",
  "arn:aws-iso-f:sqs:*:*:q",
  `arn:$\{Partition}:s3:::bucket`,
  "arn:aws:iam:*:*:role/x",
  "arn:aws:s3:us-west-2:111122223333:accesspoint/p/object/*",
  "arn:aws:s3:eu-west-1:111122223333:storage-lens/default",
  // Access points and jobs have a region and an account.
  "arn:aws:s3:eu-west-1:111122223333:*",
  "arn:aws:s3:eu-west-1:111122223333:*/object/*",
  "arn:aws:s3:eu-west-1:*:j?b/x",
  `arn:aws:s3:eu-west-1:*:$\{aws:PrincipalTag/team}`,
  "arn:aws:sqs:eu-west-1:111122223333:queue",
])("accepts %s", (text) => {
  expect(resourceFault(text)).toBeNull();
});

test.each<[string, boolean]>([
  ["AWS::Partition", true],
  ["data.aws_partition.current.partition", true],
  ["Prefix", false],
])("treats a wildcard after %s as the service: %s", (expression, isRefused) => {
  const text = { kind: "partial", parts: ["arn:", { kind: "unresolved", expression }, ":*:*:*:*"] } as const;
  expect(resourceFault(text) !== null).toBe(isRefused);
});

/** ARN formats come from the service authorization reference. AWS accepts these strings (moto's table of documents). */
test.each([
  ["arn:aws", "has 2 of an ARN's 6 parts, so it matches nothing"],
  ["arn:aws:sqs", "has 3 of an ARN's 6 parts, so it matches nothing"],
  ["arn:aws:s3::bucket", "has 5 of an ARN's 6 parts, so it matches nothing"],
  ["arn:aws:sqs:eu-west-1:queue", "has 5 of an ARN's 6 parts"],
  [`arn:aws:s3::$\{aws:username}`, "has a policy variable before its fifth colon"],
  [`arn:aws:s3::$\{aws:PrincipalAccount}:bucket`, "has a policy variable before its fifth colon"],
  [
    `arn:aws:kms:$\{aws:RequestedRegion}:111122223333:key/*`,
    "before its fifth colon, where AWS does not replace variables, so it matches",
  ],
  ["arn:aws:sqs:*:*:${aws:username", 'has "${" without "}"'],
  ["arn:aws:s3:*:111122223333:b*", "has the account 111122223333, but the ARN of a bucket has none"],
  ["arn:aws:s3::111122223333:bucket/*", "has the account 111122223333, but the ARN of a bucket has none"],
  ["arn:aws:route53::111122223333:hostedzone/Z", "has the account 111122223333, but an ARN of route53 has none"],
  ["arn:aws:sts:eu-west-1:111122223333:assumed-role/r/s", "has the region eu-west-1, but an ARN of sts has none"],
  [
    "arn:aws:ec2:*:111122223333:snapshot/*",
    "has the account 111122223333, but the ARN of an image or a snapshot has none",
  ],
  ["arn:aws:ec2:eu-west-1:111122223333:image/ami-1", "has the account 111122223333"],
  ["arn:aws:ec2:eu-west-1::volume/*", "has no account"],
  ["arn:aws:ec2::111122223333:instance/*", "has no region"],
  ["arn:aws:sqs:eu-west-1::q", "has no account, but its service has one in each ARN"],
  ["arn:aws:sqs::111122223333:q", "has no region, but its service has one in each ARN"],
  ["arn:aws:kms:::key/*", "has no account"],
  ["arn:aws:iam::11112222333:role/*", "has the account 11112222333, but an account has 12 digits"],
  ["arn:aws:iam::1111222233334:role/*", "has the account 1111222233334"],
  ["arn:aws:sqs:*:???????????:q", "has the account ???????????"],
  ["arn:aws:sqs:*:*:*:*", "has 7 parts, but an ARN of sqs has 6"],
  ["arn:aws:kms:*:*:key/a:b:c", "has 8 parts, but an ARN of kms has 6"],
  ["arn:aws:ec2:*:*:volume/*:*", "has 7 parts, but an ARN of ec2 has 6"],
])("rejects %s: %s", (text, message) => {
  expect(unmatchableResource(text)?.message).toContain(message);
});

test.each([
  "*",
  "arn:aws:sqs*",
  "arn:aws:*",
  "arn:aws:s3:::*",
  // A wildcard can match colons.
  "arn:aws:sqs:*:my-queue",
  "arn:aws:ec2:*:volume/*",
  "arn:aws:s3::*:accesspoint/*",
  "arn:aws:s3::111122223333:accesspoint/alias",
  "arn:aws:s3:*:111122223333:*",
  "arn:aws:s3:eu-west-1:111122223333:a*",
  `arn:aws:s3:*:111122223333:$\{aws:PrincipalTag/team}/x`,
  "arn:aws:s3:::bucket",
  `arn:aws:s3:::$\{aws:PrincipalTag/team}/*`,
  "arn:aws:route53:::hostedzone/*",
  "arn:aws:sts::111122223333:assumed-role/r/s",
  "arn:aws:ec2:*::snapshot/*",
  "arn:aws:ec2:*:*:snapshot/*",
  "arn:aws:ec2:eu-west-1::image/ami-1",
  "arn:aws:ec2:eu-west-1::*",
  "arn:aws:iam::????????????:role/*",
  "arn:aws:iam::???:policy/*",
  "arn:aws:iam::1111*:role/*",
  "arn:aws:ec2:*:*:key-pair/a:b",
  "arn:aws:ec2:*:*:license-configuration:*",
  "arn:aws:rds:*:*:snapshot:rds:a-2026",
  "arn:aws:ec2::111122223333:ipam-pool/*",
  "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript",
  "arn:aws:dynamodb::111122223333:global-table/t",
  "arn:aws:rds::111122223333:global-cluster:c",
  "arn:aws:logs:eu-west-1:111122223333:log-group:g:*",
])("finds that %s may match something", (text) => {
  expect(unmatchableResource(text)).toBeNull();
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html, "Resource types" of each.
const A = "111122223333";
test.each("budgets ce cloudfront globalaccelerator iam organizations route53 savingsplans shield sso sts".split(" "))(
  "expects no region in an ARN of %s",
  (service) => {
    const why = `has the region eu-west-1, but an ARN of ${service} has none, so it matches nothing`;
    expect(unmatchableResource(`arn:aws:${service}:eu-west-1:*:x`)).toEqual({
      message: why,
      help: "leave the region empty",
    });
    expect(unmatchableResource(`arn:aws:${service}::*:x`)).toBeNull();
  },
);

test.each(["health", "route53"])("expects no account in an ARN of %s", (service) => {
  expect(unmatchableResource(`arn:aws:${service}::${A}:x`)?.help).toBe("leave the account empty");
  expect(unmatchableResource(`arn:aws:${service}:::x`)).toBeNull();
});

test.each(
  (
    "autoscaling backup cloudformation ecr ecs elasticfilesystem elasticloadbalancing fsx kinesis kms lambda logs redshift " +
    "redshift-serverless secretsmanager sns sqs states"
  ).split(" "),
)("expects a region and an account in each ARN of %s", (service) => {
  expect(unmatchableResource(`arn:aws:${service}::${A}:x`)?.help).toBe("write the region, or *");
  expect(unmatchableResource(`arn:aws:${service}:eu-west-1::x`)?.help).toBe("write the account, or *");
  expect(unmatchableResource(`arn:aws:${service}:eu-west-1:${A}:x`)).toBeNull();
});

test.each(["accesspoint", "access-grants", "async-request", "job", "storage-lens", "storage-lens-group"])(
  "expects a region and an account in S3's %s",
  (type) => {
    const arn = `arn:aws:s3:eu-west-1:${A}:${type}/x`;
    expect([resourceFault(arn), unmatchableResource(arn)]).toEqual([null, null]);
    const key = `arn:aws:s3:eu-west-1:${A}:my-${type}/x`;
    expect(resourceFault(key)?.help).toBe("leave the region empty");
  },
);

// https://docs.aws.amazon.com/general/latest/gr/rande.html
test.each<[string, string | null]>([
  ["arn:aws:ec2:eu-west-1:111122223333:volume/*", null],
  ["arn:aws:ec2:eu-west-*:111122223333:volume/*", null],
  ["arn:aws-cn:ec2:cn-north-1:111122223333:volume/*", null],
  ["arn:*:ec2:cn-north-1:111122223333:volume/*", null],
  ["arn:aws*:ec2:us-gov-west-1:111122223333:volume/*", null],
  ["arn:aws:iam::111122223333:role/x", null],
  ["arn:aws:ec2:nowhere", null],
  ["arn:aws:ec2:eu-west-11:111122223333:volume/*", "has the region eu-west-11, which AWS does not have"],
  ["arn:aws:ec2:eu-wst-1:111122223333:volume/*", "has the region eu-wst-1, which AWS does not have"],
  ["arn:aws:ec2:cn-north-1:111122223333:volume/*", "has the region cn-north-1, which partition aws does not have"],
  ["arn:aws-cn:ec2:eu-west-1:111122223333:volume/*", "has the region eu-west-1, which partition aws-cn does not have"],
])("checks the region of %s: %s", (arn, message) => expect(unknownRegion(arn)?.message ?? null).toBe(message));

test("suggests a similar region in the partition", () => {
  expect(unknownRegion("arn:aws:ec2:eu-west-11:111122223333:volume/*")?.help).toContain("eu-west-1");
  expect(unknownRegion("arn:aws-cn:ec2:cn-norh-1:111122223333:volume/*")?.help).toContain("cn-north-1");
  expect(unknownRegion("arn:aws-us-gov:ec2:us-gov-wst-1:111122223333:volume/*")?.help).toContain("us-gov-west-1");
});
