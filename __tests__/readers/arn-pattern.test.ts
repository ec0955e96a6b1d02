import { arnPattern } from "../../src/readers/arn-pattern.js";

test.each<[string, string | null]>([
  ["AWS::KMS::Key", "arn:aws:kms:*"],
  ["AWS::S3::Bucket", "arn:aws:s3:*"],
  ["AWS::SecretsManager::Secret", "arn:aws:secretsmanager:*"],
  ["aws_kms_key", "arn:aws:kms:*"],
  ["aws_s3_bucket", "arn:aws:s3:*"],
  // Their ARNs do not name the service as the type does.
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "arn:*"],
  ["AWS::Logs::LogGroup", "arn:*"],
  ["aws_cloudwatch_log_group", "arn:*"],
  ["aws_s3control_bucket", "arn:*"],
  ["aws_instance", "arn:*"],
  // Whatever their code says.
  ["AWS::CloudFormation::CustomResource", null],
  ["Custom::Role", null],
  ["My::Company::Thing", null],
  ["google_kms_key", null],
  ["aws_", null],
  ["", null],
])("%s: %s", (type, pattern) => expect(arnPattern(type)).toBe(pattern));
