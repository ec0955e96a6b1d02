import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { ActionVerdict } from "../../src/iam/verdict.js";
import { allow, deny, roleWith } from "./role.js";

const authorization = await loadAuthorization();

function judge(role: Role, action: string): ActionVerdict {
  const [verdict] = evaluateRole(role, [{ action, resources: ["*"] }], new Map(), authorization);
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
}

/** Forms from the service authorization reference, "Resource types defined by" each service. */
describe("a grant or a Deny on every ARN form of an action covers everything", () => {
  test.each<[string, readonly string[]]>([
    ["sqs:SendMessage", ["arn:aws:sqs:*:*:*"]],
    ["sqs:SendMessage", ["arn:aws:sqs:*"]],
    ["sqs:SendMessage", ["arn:aws:*"]],
    ["sqs:SendMessage", ["arn:*"]],
    ["ec2:CreateVolume", ["arn:aws:ec2:*:*:*"]],
    ["ec2:CreateVolume", ["arn:aws:ec2:*"]],
    ["ec2:DeleteVolume", ["arn:aws:ec2:*:*:volume/*"]],
    ["ec2:AttachVolume", ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*"]],
    ["iam:PassRole", ["arn:aws:iam::*:role/*"]],
    ["kms:DescribeKey", ["arn:aws:kms:*:*:key/*"]],
    ["ebs:ListSnapshotBlocks", ["arn:aws:ec2:*::snapshot/*"]],
    ["ssm:GetDocument", ["arn:aws:ssm:*:*:document/*"]],
    // An ARN's part isn't empty if its form has a name there, and account IDs have 12 digits.
    ["sqs:SendMessage", ["arn:aws:sqs:?*:?*:?*"]],
    ["sqs:SendMessage", ["arn:aws:sqs:*:????????????:*"]],
    ["sqs:SendMessage", ["arn:aws:sqs:*:?*??????????:*"]],
    ["iam:PassRole", ["arn:aws:iam::????????????:role/?*"]],
    ["ec2:AttachVolume", ["arn:aws:ec2:?*:????????????:instance/?*", "arn:aws:ec2:*:*:volume/?*"]],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html, "Service-linked role permissions"
    ["iam:CreateServiceLinkedRole", ["arn:aws:iam::*:role/aws-service-role/*"]],
    ["iam:CreateServiceLinkedRole", ["arn:aws:iam::*:role/aws-service-role/*/*"]],
    ["iam:CreateServiceLinkedRole", ["arn:aws:iam::*:role/aws-*"]],
    ["iam:CreateServiceLinkedRole", ["arn:aws:iam::*:role/*"]],
    ["iam:DeleteServiceLinkedRole", ["arn:aws:iam::*:role/aws-service-role/*"]],
    // Nobody can change AWS's own: access_policies_managed-vs-inline.html, and
    // vpc/latest/userguide/managed-prefix-lists.html
    ["iam:CreatePolicyVersion", ["arn:aws:iam::????????????:policy/*"]],
    ["iam:DeletePolicy", ["arn:aws:iam::*:policy/*"]],
    ["ec2:ModifyManagedPrefixList", ["arn:aws:ec2:*:????????????:prefix-list/*"]],
    ["ssm:UpdateDocument", ["arn:aws:ssm:*:????????????:document/*"]],
    ["ssm:DeleteParameter", ["arn:aws:ssm:*:*:parameter/*"]],
    ["s3:ListAllMyBuckets", ["arn:aws:s3:::*"]],
    ["s3:ListAllMyBuckets", ["arn:*:s3:::*"]],
    ["s3:ListAllMyBuckets", ["arn:aws:s3*"]],
  ])("%s on %s", (action, resources) => {
    expect(judge(roleWith(allow(action, resources)), action).verdict).toBe("granted");
    expect(judge(roleWith(allow("*"), deny(action, resources)), action)).toMatchObject({
      verdict: "denied",
      deniedBy: "statement",
    });
  });
});

describe("a statement on no ARN form of an action grants and denies nothing", () => {
  test.each<[string, readonly string[]]>([
    ["ssm:GetParameter", ["arn:aws:s3:::*"]],
    ["sqs:SendMessage", ["arn:aws:sns:*:*:*"]],
    ["ec2:DeleteVolume", ["arn:aws:ec2:*:*:instance/*"]],
    ["sqs:SendMessage", ["arn:aws:sqs"]],
    ["iam:PassRole", ["arn:aws:iam::*:user/*"]],
    ["iam:GetRole", ["arn:aws:iam:us-east-1:*:role/x"]],
    ["iam:GetRole", ["arn:aws:iam:::role/*"]],
    ["sqs:SendMessage", ["arn:aws:sqs:eu-west-1::*"]],
    ["ec2:DeleteVolume", ["arn:aws:ec2:*::volume/*"]],
    ["dynamodb:PutItem", ["arn:aws:dynamodb:*::table/*"]],
    ["sqs:SendMessage", ["arn:aws:sqs:*:*:*:*"]],
    ["sns:Publish", ["arn:aws:sns:*:*:*/*"]],
    ["kms:DescribeKey", ["arn:aws:kms:*:*:key/*:*"]],
    ["ec2:DeleteVolume", ["arn:aws:ec2:*:*:volume/*:*"]],
    ["ec2:DeleteVolume", ["arn:aws:ec2:*:*:volume/"]],
    ["iam:PassRole", ["arn:aws:iam::*:role/"]],
    ["iam:PassRole", ["arn:aws:iam::aws:role/*"]],
    ["iam:CreateServiceLinkedRole", ["arn:aws:iam::*:role/veeam-*"]],
    ["iam:CreatePolicy", ["arn:aws:iam::aws:policy/*"]],
    ["ec2:DeleteManagedPrefixList", ["arn:aws:ec2:*:aws:prefix-list/*"]],
    ["iam:PassRole", ["arn:aws:iam::11112222333:role/*"]],
    ["iam:PassRole", ["arn:aws:iam::1111222233334:role/*"]],
    ["sqs:SendMessage", ["arn:aws:sqs:*:???????????:*"]],
    ["ssm:GetParameter", ["arn:aws:ssm:*:11112222333:parameter/*"]],
    ["s3:ListAllMyBuckets", ["arn:aws:s3:::veeam-*"]],
    ["s3:ListAllMyBuckets", ["arn:aws:s3:::*/*"]],
  ])("%s on %s", (action, resources) => {
    expect(judge(roleWith(allow(action, resources)), action).verdict).toBe("missing");
    expect(judge(roleWith(allow("*"), deny(action, resources)), action).verdict).toBe("granted");
  });
});

test.each<[string, readonly string[], string]>([
  ["ec2:RunInstances", ["arn:aws:ec2:*:*:instance/*"], "missing"],
  ["ec2:CreateSnapshot", ["arn:aws:ec2:*:*:volume/*"], "missing"],
  ["ec2:ImportImage", ["arn:aws:ec2:*::image/*"], "missing"],
  ["ec2:ImportImage", ["arn:aws:ec2:*::image/*", "arn:aws:ec2:*:*:import-image-task/*"], "partial"],
  ["ssm:SendCommand", ["arn:aws:ssm:*:*:document/*"], "missing"],
  ["ec2:RunInstances", ["arn:aws:ec2:*:*:*", "arn:aws:ec2:*::image/*"], "partial"],
  ["ec2:DetachVolume", ["arn:aws:ec2:*:*:volume/*"], "partial"],
  ["sqs:SendMessage", ["arn:aws:sqs:eu-west-1:*:*"], "partial"],
  ["s3:GetObject", ["arn:aws:s3:::bucket/*"], "partial"],
  ["iam:PassRole", ["arn:aws:iam::1111*:role/*"], "partial"],
  ["iam:PassRole", ["arn:aws:iam::*:role/veeam?*"], "partial"],
  // AWS's own policies have the account `aws`, and its parameters have none.
  ["iam:GetPolicy", ["arn:aws:iam::aws:policy/*"], "partial"],
  ["iam:GetPolicy", ["arn:aws:iam::???:policy/*"], "partial"],
  ["iam:GetPolicy", ["arn:aws:iam::????????????:policy/*"], "partial"],
  ["ssm:GetParameter", ["arn:aws:ssm:*:????????????:parameter/*"], "partial"],
])("evaluates %s on only %s: %s", (action, resources, verdict) => {
  expect(judge(roleWith(allow(action, resources)), action).verdict).toBe(verdict);
});

test("denies an action if one of the types in every request is denied entirely", () => {
  const role = roleWith(allow("*"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*"));
  expect(judge(role, "ec2:RunInstances").verdict).toBe("denied");
  expect(
    judge(roleWith(allow("*"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:key-pair/*")), "ec2:RunInstances").verdict,
  ).toBe("partial");
});

test("denies an Allow that a Deny covers entirely", () => {
  const queue = "arn:aws:sqs:eu-west-1:111122223333:veeam-a";
  const wide = "arn:aws:sqs:eu-west-1:*:*";
  expect(judge(roleWith(allow("sqs:SendMessage", queue), deny("sqs:*", wide)), "sqs:SendMessage").verdict).toBe(
    "denied",
  );
  expect(judge(roleWith(allow("sqs:SendMessage", wide), deny("sqs:*", queue)), "sqs:SendMessage").verdict).toBe(
    "partial",
  );
});

test("grants an unknown action on `*` and leaves it undecided if it is narrowed", () => {
  expect(judge(roleWith(allow("newservice:Do")), "newservice:Do").verdict).toBe("granted");
  expect(judge(roleWith(allow("newservice:Do", "arn:aws:newservice:*:*:x/*")), "newservice:Do").verdict).toBe(
    "undetermined",
  );
});

/** Table names contain no slash: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
test.each<[action: string, resource: string, denied: string, allowed: string]>([
  ["dynamodb:ListTagsOfResource", "table/*/index/*", "granted", "missing"],
  ["dynamodb:TagResource", "table/*/i*/*", "granted", "missing"],
  ["dynamodb:Query", "table/*/stream/*", "granted", "missing"],
  ["dynamodb:Query", "table/*/index/*", "partial", "missing"],
  ["dynamodb:ListTagsOfResource", "table/*/stream/*", "partial", "partial"],
  ["dynamodb:ListTagsOfResource", "table/*/s*m/*", "partial", "partial"],
  ["dynamodb:GetRecords", "table/a*/*/2026*", "partial", "partial"],
  ["dynamodb:GetRecords", "*/stream/*", "denied", "granted"],
  ["dynamodb:GetRecords", "table/*/backup/*", "granted", "missing"],
])("evaluates %s on %s", (action, resource, denied, allowed) => {
  const arn = `arn:aws:dynamodb:*:*:${resource}`;
  expect(judge(roleWith(allow("*"), deny("*", arn)), action).verdict).toBe(denied);
  expect(judge(roleWith(allow("*", arn)), action).verdict).toBe(allowed);
});
