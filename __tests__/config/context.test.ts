import { resolveOptions } from "../../src/config/resolve-options.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

function problems(context: string): readonly string[] {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: `context:\n  ${context}\n` });
  const found = "problems" in resolved ? resolved.problems : [];
  return found.map(({ message, help, place }) => {
    return `${place === null ? "" : `${formatLocation(locate(place))} `}${message} | ${help}`;
  });
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Data type" of each key
test.each([
  [
    "aws:SourceIp: 203.0.113.0/24",
    "c.yml:2:17 `context` sets `aws:SourceIp` to `203.0.113.0/24`, which is not a valid IP address | ",
  ],
  ["AWS:sourceip: 203.0.113.*", "not a valid IP address"],
  ["aws:VpcSourceIp: [10.0.0.1, office]", "`office`, which is not a valid IP address"],
  ["aws:Ec2InstanceSourcePrivateIPv4: 10.0.0", "not a valid IP address"],
  ["aws:SecureTransport: no", "`no`, which is not a valid boolean | write true or false"],
  ["aws:MultiFactorAuthPresent: 1", "not a valid boolean"],
  ["aws:MultiFactorAuthAge: 2h", "`2h`, which is not a valid number | write a number of seconds"],
  ["aws:TokenIssueTime: today", "`today`, which is not a valid date"],
  ["aws:PrincipalArn: veeam-worker", "`veeam-worker`, which is not a valid ARN"],
  ["aws:SourceVpcArn: vpc-1", "not a valid ARN"],
  ["aws:ResourceAccount: 1111", "`1111`, which is not a valid 12-digit number | write a 12-digit account ID in quotes"],
  ["aws:PrincipalAccount: arn:aws:iam::111122223333:root", "not a valid 12-digit number"],
  ["aws:RequestedRegion: eu-wset-1", "`eu-wset-1`, which is not a valid AWS region | did you mean `eu-west-1`?"],
  ["aws:RequestedRegion: [eu-west-1, EU-WEST-1]", "c.yml:2:36 `context` sets"],
  ["aws:RequestedRegion: eu-*", "not a valid AWS region"],
  // The product passes roles to EC2 and makes its own requests.
  ["iam:PassedToService: lambda.amazonaws.com", "a value other than `ec2.amazonaws.com`"],
  ["aws:ViaAWSService: true", "a value other than `false`"],
  [
    "aws:MultiFactorAuthPresent: true",
    "a value other than `false`, which the product's own requests have | leave the key out, or write false",
  ],
  [
    "aws:CalledVia: rds.amazonaws.com",
    "c.yml:2:3 `aws:CalledVia` can't be declared: the product's own requests do not have it",
  ],
  ["aws:calledviafirst: rds.amazonaws.com", "can't be declared"],
  [
    "aws:RequestRegion: eu-west-1",
    "c.yml:2:3 `context` names `aws:RequestRegion`, which is not an AWS condition key | did you mean `aws:RequestedRegion`?",
  ],
  ["aws:RequestTags/team: b", "did you mean `aws:RequestTag/team`?"],
  ["aws:PrincipalTag: b", "did you mean `aws:PrincipalTag/KEY`?"],
])("rejects %s", (context, words) => {
  const [first, ...others] = problems(context);
  expect(others).toEqual([]);
  expect(first).toContain(words);
});

test.each([
  "aws:SourceIp: [203.0.113.7, 2001:db8::7]",
  "aws:SecureTransport: TRUE",
  "aws:MultiFactorAuthAge: 3600",
  "aws:TokenIssueTime: [2026-01-01T00:00:00Z, 1767225600]",
  "aws:PrincipalArn: arn:aws:iam::111122223333:role/a/veeam",
  "aws:PrincipalAccount: [111122223333, '000011112222']",
  "aws:RequestedRegion: [eu-west-1, cn-north-1]",
  "iam:PassedToService: [lambda.amazonaws.com, ec2.amazonaws.com]",
  "iam:PassedToService: ec2.amazonaws.com.cn",
  "aws:ViaAWSService: [false, true]",
  "aws:MultiFactorAuthPresent: [false, true]",
  "aws:PrincipalTag/team: 10.0.0.0/8",
  "aws:SourceVpc: vpc-1",
  "custom:Key: anything",
  "aws:PrincipalOrgId: o-a1b2c3d4e5",
  "aws:TagKeys: [team]",
  "aws:SomethingNew: anything",
])("accepts %s", (context) => expect(problems(context)).toEqual([]));
