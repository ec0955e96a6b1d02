import type { Condition } from "../../src/iam/model.js";
import { anyoneCanSatisfy } from "../../src/iam/open-conditions.js";
import { trustOf } from "./role.js";

const TODAY = "2026-06-15";
function conditionOf(operator: string, key: string, value: unknown): Condition | undefined {
  const Condition = { [operator]: { [key]: value } };
  const { statements } = trustOf({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Condition });
  return statements[0]?.conditions[0];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each<[operator: string, key: string, value: unknown, isMet: boolean]>([
  ["StringEquals", "aws:PrincipalTag/team", "backup", true],
  ["StringEquals", "aws:RequestTag/team", "backup", true],
  ["StringEquals", "aws:TagKeys", "team", true],
  ["StringEquals", "AWS:username", "bob", true],
  ["StringEquals", "aws:SourceIdentity", "bob", true],
  ["StringEquals", "aws:RequestedRegion", "eu-west-1", true],
  ["StringEquals", "aws:UserAgent", "veeam", true],
  ["StringEquals", "aws:Referer", "https://example.com", true],
  ["DateLessThan", "aws:TokenIssueTime", "2026-01-01", true],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "60", true],
  ["StringEquals", "sts:RoleSessionName", "x", true],
  ["StringEquals", "sts:SourceIdentity", "x", true],
  ["StringEquals", "sts:TransitiveTagKeys", "x", true],
  ["StringEquals", "sts:ExternalId", "secret", false],
  ["StringEquals", "aws:UserNameSpace", "x", false],
  ["StringEquals", "my.aws:username", "x", false],
  ["StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5", false],
  ["IpAddress", "aws:SourceIp", "192.0.2.0/24", false],
  ["StringEquals", "aws:SourceVpc", "vpc-1", false],
  ["Bool", "aws:SecureTransport", "true", true],
  ["Bool", "aws:SecureTransport", "false", false],
  ["Bool", "aws:ViaAWSService", "false", true],
  ["Bool", "aws:ViaAWSService", "true", false],
  ["Bool", "aws:MultiFactorAuthPresent", "true", true],
  ["Bool", "aws:MultiFactorAuthPresent", "false", true],
  ["StringEquals", "aws:PrincipalType", "User", true],
  ["StringEquals", "aws:PrincipalType", "AssumedRole", true],
  ["StringEquals", "aws:PrincipalType", "Account", false],
  ["StringNotEquals", "aws:PrincipalType", "User", true],
  ["StringNotEquals", "aws:PrincipalType", ["User", "AssumedRole"], false],
  ["StringEquals", "aws:ResourceAccount", "111122223333", true],
  ["StringEquals", "aws:ResourceOrgID", "o-a1b2c3d4e5", true],
  ["StringEquals", "aws:ResourceOrgPaths", "o-a1b2c3d4e5/*", true],
  ["StringEquals", "aws:ResourceTag/team", "backup", true],
  ["StringEquals", "iam:ResourceTag/team", "backup", true],
  ["StringEquals", "aws:ResourceAccountName", "x", false],
  ["StringEquals", "my.aws:ResourceAccount", "x", false],
  ["StringEquals", "aws:ResourceAccount", "$" + "{aws:PrincipalAccount}", false],
  ["StringEquals", "aws:ResourceOrgID", "$" + "{aws:PrincipalOrgID}", false],
  ["StringEquals", "aws:ResourceAccount", ["111122223333", "$" + "{aws:PrincipalAccount}"], false],
  ["StringEquals", "aws:ResourceTag/owner", "$" + "{aws:userid}", false],
  ["StringEquals", "aws:ResourceTag/owner", "$" + "{aws:PrincipalTag/team}", true],
  ["DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", true],
  ["DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", false],
  ["DateGreaterThan", "aws:CurrentTime", "2027-01-01T00:00:00Z", true],
  ["NumericLessThan", "aws:EpochTime", "1000", false],
  ["NumericGreaterThan", "aws:EpochTime", "1000", true],
  ["StringEquals", "aws:PrincipalTag/team", [], false],
])("evaluates whether a stranger meets %s %s %j: %s", (operator, key, value, isMet) => {
  const condition = conditionOf(operator, key, value);
  expect(condition !== undefined && anyoneCanSatisfy(condition, TODAY)).toBe(isMet);
});
