import { MOST_SLIPS, nearGlobalKey } from "../../../src/iam/condition/key-types.js";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  ["aws:RequestRegion", "aws:RequestedRegion"],
  ["AWS:PrincipalTyp", "aws:PrincipalType"],
  ["aws:PrincipalTags/team", "aws:PrincipalTag/team"],
  // A tag's key belongs to three of them, and to no other.
  ["aws:RequestTag", "aws:RequestTag/KEY"],
  ["aws:requesttag/", "aws:RequestTag/KEY"],
  ["aws:PrincipalTag/a/b:c\nd", null],
  ["aws:PrincipalArn/team", "aws:PrincipalArn"],
  ["aws:TagKeys/team", "aws:TagKeys"],
  ["aws:sourceip", null],
  ["aws:ResourceTag/team", null],
  ["aws:SomethingThatIsNew", null],
  ["ec2:RequestRegion", null],
])("%s is nearly %s", (key, near) => expect(nearGlobalKey(key)).toBe(near));

test("a configuration's keys are refused for a slip of the pen only", () => {
  const refused = (key: string) => nearGlobalKey(key, MOST_SLIPS);
  expect(refused("aws:RequestRegion")).toBe("aws:RequestedRegion");
  expect(refused("aws:PrincipalOrgId")).toBeNull();
  expect(refused("aws:PrincipleAccount")).toBe("aws:PrincipalAccount");
  // Farther away it may be one that AWS has added.
  expect(refused("aws:ViaAWSNewService")).toBeNull();
});

// The headings of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  "PrincipalArn PrincipalAccount PrincipalOrgPaths PrincipalOrgID PrincipalTag/k PrincipalIsAWSService PrincipalServiceName PrincipalServiceNamesList",
  "PrincipalType userid username AssumedRoot ChatbotSourceArn Ec2InstanceSourceVpc Ec2InstanceSourcePrivateIPv4 FederatedProvider TokenIssueTime",
  "MultiFactorAuthAge MultiFactorAuthPresent SourceIdentity SignInSessionArn SourceIp SourceVpc SourceVpcArn SourceVpce VpceAccount VpceOrgID VpceOrgPaths",
  "VpcSourceIp ResourceAccount ResourceOrgID ResourceOrgPaths ResourceTag/k CalledVia CalledViaAWSMCP CalledViaFirst CalledViaLast CurrentTime EpochTime",
  "referer RequestedRegion RequestTag/k TagKeys SecureTransport SourceAccount SourceArn SourceOrgID SourceOrgPaths UserAgent ViaAWSMCPService ViaAWSService",
])("all of these are known: %s", (names) => {
  const wrong = names.split(" ").filter((name) => nearGlobalKey(`aws:${name}`) !== null);
  expect(wrong).toEqual([]);
});
