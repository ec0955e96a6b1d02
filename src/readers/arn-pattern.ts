/** Services with the same name in ARNs and in resource types (`AWS::KMS::Key`, `aws_kms_key`). */
const NAMED_ALIKE: ReadonlySet<string> = new Set(
  "dynamodb iam kms lambda rds s3 secretsmanager sns sqs ssm".split(" "),
);

/**
 * ARN formats of some types, matched against the type name in lower case without separators (see "Return values" in the
 * CloudFormation reference and "Attribute Reference" in the provider's documentation).
 */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^iam(group|user|role)$/, "iam::*:$1/*"],
  [/^iam(managed)?policy$/, "iam::*:policy/*"],
  [/^iaminstanceprofile$/, "iam::*:instance-profile/*"],
  [/^kms(?:replica|external)?(key|alias)$/, "kms:*:*:$1/*"],
  [/^s3bucket$/, "s3:::*"],
  [/^(logs|cloudwatch)loggroup$/, "logs:*:*:log-group:*"],
];

/**
 * Returns a pattern that is certain to match the ARN of any resource of this type (`AWS::KMS::Key`, `aws_kms_key`),
 * even before the resource exists. Returns null for types that aren't AWS's own. The `aws` partition represents all
 * partitions.
 */
export function arnPattern(type: string): string | null {
  const [, rest, service] = /^(?:AWS::|aws_)(([A-Za-z0-9]+).*)/.exec(type) ?? [];
  if (rest === undefined || service === undefined || type === "AWS::CloudFormation::CustomResource") return null;
  const whole = rest.replace(/[:_]/g, "").toLowerCase();
  for (const [types, form] of FORMS) if (types.test(whole)) return `arn:aws:${whole.replace(types, form)}`;
  const name = service.toLowerCase();
  return NAMED_ALIKE.has(name) ? `arn:aws:${name}:*` : "arn:*";
}
