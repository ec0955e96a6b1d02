/** Services whose ARNs name them as the types of their resources do: `AWS::KMS::Key`, `aws_kms_key`. */
const NAMED_ALIKE: ReadonlySet<string> = new Set(
  "dynamodb iam kms lambda rds s3 secretsmanager sns sqs ssm".split(" "),
);

/**
 * What the ARN of a resource that is yet to be made is sure to match, by the type of the resource (`AWS::KMS::Key`, `aws_kms_key`);
 * null for types that are not AWS's own. One partition stands for all.
 */
export function arnPattern(type: string): string | null {
  const [, service] = /^(?:AWS::|aws_)([A-Za-z0-9]+)/.exec(type) ?? [];
  if (service === undefined || type === "AWS::CloudFormation::CustomResource") return null;
  const name = service.toLowerCase();
  return NAMED_ALIKE.has(name) ? `arn:aws:${name}:*` : "arn:*";
}
