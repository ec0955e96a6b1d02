import { nearGlobalKey } from "../../../src/iam/condition/key-types.js";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  ["aws:RequestRegion", "aws:RequestedRegion"],
  ["AWS:PrincipalTyp", "aws:PrincipalType"],
  ["aws:PrincipalTags/team", "aws:PrincipalTag"],
  ["aws:sourceip", null],
  ["aws:ResourceTag/team", null],
  ["aws:SomethingThatIsNew", null],
  ["ec2:RequestRegion", null],
])("%s is nearly %s", (key, near) => expect(nearGlobalKey(key)).toBe(near));
