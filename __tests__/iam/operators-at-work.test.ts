import { Evaluation } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Verdict } from "../../src/iam/verdict.js";
import { roleWith } from "./role.js";

const authorization = await loadAuthorization();

type Values = Readonly<Record<string, string | readonly string[]>>;

/** A statement on everything, or on the given action and resource. */
const A = (condition: object = {}, Action = "*", Resource = "*") =>
  P("Allow", { Action, Resource, Condition: condition });
const D = (condition: object) => ({ ...A(condition), Effect: "Deny" });
const P = (Effect: "Allow" | "Deny", rest: object) => ({ Effect, ...rest });
const S = "sqs:SendMessage";
const S3 = "s3:GetObject";

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
 * reference_policies_condition-single-vs-multi-valued-context-keys.html, reference_policies_variables.html,
 * reference_policies_elements_notresource.html, and reference_policies_elements_notaction.html
 */
test.each<[Verdict, readonly object[], action?: string, declared?: Values]>([
  ["missing", [A({ StringEquals: { "aws:PrincipalTag/a": "x" }, StringNotEquals: { "aws:PrincipalTag/a": "x" } })]],
  ["missing", [A({ StringEquals: { "aws:PrincipalTag/a": "x" }, Null: { "aws:PrincipalTag/a": "true" } })]],
  ["granted", [A({ NumericEquals: { "s3:max-keys": "10.0" } })], "s3:ListBucket", { "s3:max-keys": "10" }],
  ["granted", [A({ NumericLessThan: { "s3:max-keys": ["1", "100"] } })], "s3:ListBucket", { "s3:max-keys": "10" }],
  ["missing", [A({ NumericLessThan: { "s3:max-keys": "abc" } })], "s3:ListBucket", { "s3:max-keys": "10" }],
  ["granted", [A({ NumericNotEquals: { "s3:max-keys": "11" } })], "s3:ListBucket", { "s3:max-keys": "10" }],
  ["granted", [A({ NumericLessThan: { "s3:max-keys": 100 } })], "s3:ListBucket", { "s3:max-keys": "10" }],
  ["granted", [A({ Bool: { "aws:SecureTransport": true } })], S, { "aws:SecureTransport": "true" }],
  ["granted", [A({ DateGreaterThanEquals: { "aws:CurrentTime": "2026-11-29" } })]],
  ["conditional", [A({ DateGreaterThan: { "aws:CurrentTime": "2026-11-30" } })]],
  ["granted", [A({ DateLessThanIfExists: { "ec2:Foo": "2020-01-01" } })]],
  ["missing", [A({ DateLessThan: { "aws:CurrentTime": "not a date" } })]],
  ["missing", [A({ DateEquals: { "aws:CurrentTime": "2020-01-01" } })]],
  ["granted", [A({ DateGreaterThan: { "aws:CurrentTime": "1577836800" } })]],
  [
    "granted",
    [A({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] } })],
    S,
    { "aws:SourceIp": "2001:DB8:0::1" },
  ],
  ["granted", [A({ IpAddress: { "aws:SourceIp": "203.0.113.7" } })], S, { "aws:SourceIp": "203.0.113.7" }],
  [
    "conditional",
    [A({ IpAddress: { "aws:SourceIp": "203.0.113.0/29" } })],
    S,
    { "aws:SourceIp": ["203.0.113.7", "203.0.113.8"] },
  ],
  [
    "granted",
    [A(), D({ NotIpAddressIfExists: { "aws:SourceIp": "203.0.113.0/24" } })],
    S,
    { "aws:SourceIp": "203.0.113.8" },
  ],
  ["missing", [A({ StringLike: { "aws:SourceIp": "10.*" } })], S, { "aws:SourceIp": "110.0.0.1" }],
  ["granted", [A({ StringLike: { "aws:SourceIp": "10.*" } })], S, { "aws:SourceIp": "10.0.0.1" }],
  [
    "granted",
    [A({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } })],
    "sqs:CreateQueue",
    { "aws:TagKeys": ["a", "b"] },
  ],
  [
    "missing",
    [A({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } })],
    "sqs:CreateQueue",
    { "aws:TagKeys": ["a", "b"] },
  ],
  [
    "granted",
    [A({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } })],
    "sqs:CreateQueue",
    { "aws:TagKeys": ["a", "b"] },
  ],
  [
    "denied",
    [A(), D({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a"] } })],
    "sqs:CreateQueue",
    { "aws:TagKeys": ["a", "b"] },
  ],
  [
    "granted",
    [A(), D({ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["a"] } })],
    "sqs:CreateQueue",
    { "aws:TagKeys": ["a", "b"] },
  ],
  [
    "granted",
    [A({ "ForAllValues:StringLikeIfExists": { "aws:TagKeys": "t*" } })],
    "sqs:CreateQueue",
    { "aws:TagKeys": "team" },
  ],
  ["missing", [A({ StringEqualsIfExists: { "aws:PrincipalTag/t": "x" } })], S, { "aws:PrincipalTag/t": "y" }],
  ["conditional", [A({ StringEqualsIfExists: { "aws:PrincipalTag/t": "x" } })]],
  ["granted", [A({ StringNotEqualsIfExists: { "aws:username": "bob" } })]],
  ["granted", [A(), D({ StringEquals: { "aws:SourceAccount": "111122223333" } })]],
  ["denied", [A(), D({ StringNotEquals: { "aws:SourceAccount": "111122223333" } })]],
  [
    "granted",
    [A(), D({ StringNotEquals: { "aws:SourceAccount": "111122223333" }, Null: { "aws:SourceAccount": "false" } })],
  ],
  [
    "granted",
    [
      A(),
      D({ StringNotEqualsIfExists: { "aws:ResourceOrgID": "o-1" }, Bool: { "aws:PrincipalIsAWSService": "true" } }),
    ],
  ],
  ["partial", [A({}, S3, "arn:aws:s3:::*/a*")], S3],
  ["missing", [A({}, "s3:GetObject", "arn:aws:s3:::bucket")], S3],
  ["missing", [A({}, "s3:ListBucket", "arn:aws:s3:::bucket/*")], "s3:ListBucket"],
  ["granted", [A({}, S, "arn:*:sqs:*")]],
  ["granted", [A({}, S, "arn:aws:sqs:*:*:?*")]],
  ["partial", [A({}, "kms:Decrypt", "arn:aws:kms:*:*:key/mrk-*")], "kms:Decrypt"],
  ["missing", [A({}, "kms:Decrypt", "arn:aws:kms:*:*:alias/*")], "kms:Decrypt"],
  ["granted", [A({}, "kms:Decrypt", "arn:aws:kms:*:*:key/*")], "kms:Decrypt"],
  ["missing", [P("Allow", { Action: "*", NotResource: "*" })]],
  ["granted", [A(), P("Deny", { Action: "*", NotResource: "*" })]],
  ["granted", [A(), P("Deny", { NotAction: "*", Resource: "*" })]],
  ["missing", [P("Allow", { NotAction: "*", Resource: "*" })]],
  [
    "granted",
    [
      P("Allow", { Action: S, Resource: "arn:aws:sqs:*:*:a*" }),
      P("Allow", { Action: S, NotResource: "arn:aws:sqs:*:*:a*" }),
    ],
  ],
  [
    "denied",
    [
      P("Allow", { Action: S, Resource: "arn:aws:sqs:*:*:a*" }),
      P("Deny", { Action: S, NotResource: "arn:aws:sqs:*:*:b*" }),
    ],
  ],
  [
    "partial",
    [
      P("Allow", { Action: S, Resource: "arn:aws:sqs:*:*:a*" }),
      P("Deny", { Action: S, NotResource: "arn:aws:sqs:*:*:ab*" }),
    ],
  ],
  ["denied", [A(), P("Deny", { Action: S, NotResource: "arn:aws:sns:*:*:*" })]],
  [
    "granted",
    [A(), P("Deny", { Action: "ec2:Describe*", Resource: "arn:aws:ec2:*:*:volume/*" })],
    "ec2:DescribeVolumes",
  ],
  ["missing", [P("Allow", { Action: "ec2:Describe*", Resource: "arn:aws:ec2:*:*:volume/*" })], "ec2:DescribeVolumes"],
  [
    "denied",
    [A(), P("Deny", { Action: "ec2:Describe*", NotResource: "arn:aws:ec2:*:*:volume/*" })],
    "ec2:DescribeVolumes",
  ],
  ["granted", [A({ StringEquals: { "ec2:Region": "eu-west-1" } })], "ec2:DeleteVolume", { "ec2:Region": "eu-west-1" }],
  ["denied", [A(), D({ StringNotEquals: { "ec2:Region": "eu-west-1" } })]],
  ["granted", [A(), D({ StringEquals: { "ec2:Region": "eu-west-1" } })]],
  [
    "granted",
    [A({ StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" } })],
    "kms:Decrypt",
    { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
  ],
  [
    "missing",
    [A({ StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" } })],
    "kms:ListKeys",
    { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
  ],
  ["conditional", [A({ StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" } })], "kms:Decrypt"],
  ["conditional", [A({ StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } })], "iam:PassRole"],
  ["granted", [A({ StringEqualsIfExists: { "iam:PassedToService": "ec2.amazonaws.com" } })], "iam:GetRole"],
  ["granted", [A({ StringLike: { "aws:PrincipalTag/x": "*" } })], S, { "aws:PrincipalTag/x": "" }],
  ["granted", [A({ StringLike: { "aws:PrincipalTag/x": "a${*}b" } })], S, { "aws:PrincipalTag/x": "a*b" }],
  ["missing", [A({ StringLike: { "aws:PrincipalTag/x": "a${*}b" } })], S, { "aws:PrincipalTag/x": "axb" }],
  ["granted", [A({ StringEquals: { "aws:PrincipalTag/x": "a*b" } })], S, { "aws:PrincipalTag/x": "a*b" }],
  ["granted", [A({ StringEquals: { "aws:PrincipalTag/x": "${$}{a}" } })], S, { "aws:PrincipalTag/x": "${a}" }],
  ["granted", [A({ stringequals: { "aws:PrincipalTag/x": "a" } })], S, { "aws:PrincipalTag/x": "a" }],
  ["missing", [A({ BinaryEquals: { "aws:PrincipalTag/x": "QmluYXJ5" } })], S, { "aws:PrincipalTag/x": "x" }],
])("evaluates %s: %j for %s", (expected, statements, action = S, declared = {}) => {
  const context = new Map(Object.entries(declared).map(([key, values]) => [key.toLowerCase(), [values].flat()]));
  const evaluation = new Evaluation(context, authorization, "2026-11-29");
  expect(evaluation.of(roleWith(...statements))({ action, resources: ["*"] }).verdict).toBe(expected);
});
