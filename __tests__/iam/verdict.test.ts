import { isTrustParty, servicePrincipal } from "../../src/iam/verdict.js";

test.each([
  ["appliance", true],
  ["ec2", true],
  ["backup.amazonaws.com", true],
  ["eks-fargate.amazonaws.com", true],
  ["lambda", false],
  ["", false],
  ["Backup.amazonaws.com", false],
  ["arn:backup.amazonaws.com", false],
  ["backup.amazonaws.com.cn", false],
  ["backupXamazonaws.com", false],
  [".amazonaws.com", false],
])("formats %j as a trusted party: %s", (text, is) => expect(isTrustParty(text)).toBe(is));

test("formats a service principal", () => {
  expect(servicePrincipal("ec2")).toBe("ec2.amazonaws.com");
  expect(servicePrincipal("backup.amazonaws.com")).toBe("backup.amazonaws.com");
});
