import { runCli } from "../bundle/run-bundle.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterAll(removeFolders);

test.each([
  ["stored as a whole", "SecurityAudit", "granted"],
  ["stored for the catalog's actions only", "ReadOnlyAccess", "granted"],
  ["that has none of the catalog's actions", "AmazonPollyFullAccess", "missing"],
])("knows an AWS managed policy %s", (_how, name, verdict) => {
  const root = emptyFolder();
  const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const Properties = {
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement },
    ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`],
  };
  writeFiles(root, { "t.json": JSON.stringify({ Resources: { Worker: { Type: "AWS::IAM::Role", Properties } } }) });
  const { stdout } = runCli(["explain", "Worker", "ec2:DescribeVolumes", "t.json"], { cwd: root });
  expect(stdout).toContain(`role Worker: ec2:DescribeVolumes is ${verdict}`);
});
