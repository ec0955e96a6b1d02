import { MAX_TYPOS, nearestGlobalKey, valueFault } from "../../../src/iam/condition/key-types.js";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  ["aws:RequestRegion", "aws:RequestedRegion"],
  ["AWS:PrincipalTyp", "aws:PrincipalType"],
  ["aws:PrincipalTags/team", "aws:PrincipalTag/team"],
  // Only three of the keys have a tag's key.
  ["aws:RequestTag", "aws:RequestTag/KEY"],
  ["aws:requesttag/", "aws:RequestTag/KEY"],
  ["aws:PrincipalTag/a/b:c\nd", null],
  ["aws:PrincipalArn/team", "aws:PrincipalArn"],
  ["aws:TagKeys/team", "aws:TagKeys"],
  ["aws:sourceip", null],
  ["aws:ResourceTag/team", null],
  ["aws:SomethingThatIsNew", null],
  ["ec2:RequestRegion", null],
])("the known key nearest to %s is %s", (key, near) => expect(nearestGlobalKey(key)).toBe(near));

test("rejects a configuration's keys only for a typo", () => {
  const refused = (key: string) => nearestGlobalKey(key, MAX_TYPOS);
  expect(refused("aws:RequestRegion")).toBe("aws:RequestedRegion");
  expect(refused("aws:PrincipalOrgId")).toBeNull();
  expect(refused("aws:PrincipleAccount")).toBe("aws:PrincipalAccount");
  // A less similar name may be one that AWS has added.
  expect(refused("aws:ViaAWSNewService")).toBeNull();
});

// The headings of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  "PrincipalArn PrincipalAccount PrincipalOrgPaths PrincipalOrgID PrincipalTag/k PrincipalIsAWSService PrincipalServiceName PrincipalServiceNamesList",
  "PrincipalType userid username AssumedRoot ChatbotSourceArn Ec2InstanceSourceVpc Ec2InstanceSourcePrivateIPv4 FederatedProvider TokenIssueTime",
  "MultiFactorAuthAge MultiFactorAuthPresent SourceIdentity SignInSessionArn SourceIp SourceVpc SourceVpcArn SourceVpce VpceAccount VpceOrgID VpceOrgPaths",
  "VpcSourceIp ResourceAccount ResourceOrgID ResourceOrgPaths ResourceTag/k CalledVia CalledViaAWSMCP CalledViaFirst CalledViaLast CurrentTime EpochTime",
  "referer RequestedRegion RequestTag/k TagKeys SecureTransport SourceAccount SourceArn SourceOrgID SourceOrgPaths UserAgent ViaAWSMCPService ViaAWSService",
])("knows all of %s", (names) => {
  const wrong = names.split(" ").filter((name) => nearestGlobalKey(`aws:${name}`) !== null);
  expect(wrong).toEqual([]);
});

// "Data type" and "Value type" on the same page.
test.each<[string, string, string, string]>([
  [
    "aws:sourceip",
    "10.0.0.0/8/9",
    "is not a valid IP address",
    "a request comes from one address, not from a range: write that address, or list the possible ones",
  ],
  [
    "aws:vpcsourceip",
    "x",
    "is not a valid IP address",
    "a request comes from one address, not from a range: write that address, or list the possible ones",
  ],
  ["aws:securetransport", "yes", "is not a valid boolean", "write true or false"],
  ["aws:multifactorauthage", "long", "is not a valid number", "write a number of seconds"],
  ["aws:tokenissuetime", "soon", "is not a valid date", "write it as 2026-01-31T00:00:00Z, or in seconds since 1970"],
  ["aws:principalarn", "role/x", "is not a valid ARN", "write it as arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE"],
  [
    "aws:principalaccount",
    "11112222333",
    "is not a valid 12-digit number",
    "write a 12-digit account ID in quotes: without quotes, YAML drops leading zeros",
  ],
  ["aws:requestedregion", "eu-west-11", "is not a valid AWS region", "eu-west-1"],
])("knows that no request has %s = %s: it %s", (key, value, message, help) => {
  expect(valueFault(key, value)?.message).toBe(message);
  expect(valueFault(key, value)?.help).toContain(help);
});

test.each([
  ["aws:sourceip", "10.0.0.1"],
  ["aws:securetransport", "true"],
  ["aws:multifactorauthage", "3600"],
  ["aws:tokenissuetime", "2026-01-31T00:00:00Z"],
  ["aws:principalarn", "arn:aws:iam::111122223333:role/x"],
  ["aws:principalaccount", "111122223333"],
  ["aws:requestedregion", "eu-west-1"],
  ["aws:useragent", "anything"],
])("knows that a request may have %s = %s", (key, value) => expect(valueFault(key, value)).toBeNull());
