import { rmSync } from "node:fs";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const TEMPLATE = `Parameters: { Env: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  VeeamBackup:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Ref Limit
      ManagedPolicyArns: [arn:aws:iam::111122223333:policy/elsewhere]
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] }
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Sid: Volumes, Effect: Allow, Action: "ec2:*Volume", Resource: "arn:aws:ec2:*:*:volume/*" }
              - { Sid: Guard, Effect: Deny, Action: "ec2:Delete*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }
              - { Sid: Rest, Effect: Allow, Action: "ec2:*", Resource: "*" }
              - { Sid: Buckets, Effect: Allow, Action: "*", Resource: "arn:aws:s3:::b/*" }
  Limit:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - { Sid: Within, Effect: Allow, Action: ["ec2:DeleteVolume", "s3:*"], Resource: "*" }
  VeeamSwitch:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] }
      Policies:
        - !If
          - IsProd
          - PolicyName: prod
            PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "ec2:*", Resource: "*" }] }
          - !Ref AWS::NoValue
`;

let cwd = "";
beforeAll(() => {
  cwd = makeWorkspace({ "roles.yaml": TEMPLATE });
});
afterAll(() => rmSync(cwd, { recursive: true }));

function explain(...args: readonly string[]): string {
  return runCli(["explain", ...args], { cwd }).stdout;
}

test("shows what denies, limits, allows, and is unknown, in AWS's evaluation order", () => {
  expect(explain("VeeamBackup", "ec2:DeleteVolume", "--roles", "VeeamBackup: backup")).toBe(
    `role VeeamBackup: ec2:DeleteVolume is conditional (required for backup)
  denied in some cases by policy work, statement Guard: condition aws:SecureTransport
    --> roles.yaml:16:17
  within the boundary: policy Limit, statement Within
    --> roles.yaml:25:13
  allowed by policy work, statement Volumes
    --> roles.yaml:15:17
  allowed by policy work, statement Rest
    --> roles.yaml:17:17
  unknown: the document of policy arn:aws:iam::111122223333:policy/elsewhere is unknown
    --> roles.yaml:8:27
  without effect: policy work, statement Buckets: only resource arn:aws:s3:::b/*
    --> roles.yaml:18:17
`,
  );
});

test("explains a boundary that does not name the action, and a role that is not a worker role", () => {
  expect(explain("VeeamBackup", "ec2:RunInstances", "--roles", "VeeamSwitch: backup")).toContain(
    `role VeeamBackup: ec2:RunInstances is denied (not a worker role)
  limited by the boundary: policy Limit: the permissions boundary does not allow it
    --> roles.yaml:23:9
`,
  );
});

test("explains each role that a wildcard matches, for each outcome of its conditions", () => {
  const text = explain("Veeam*", "ec2:RunInstances", "--roles", "Veeam*: backup");
  expect(text.match(/^role .*/gm)).toEqual([
    "role VeeamBackup: ec2:RunInstances is denied (required for backup)",
    "role VeeamSwitch: ec2:RunInstances is conditional (required for backup)",
  ]);
  expect(text).toMatch(
    / {2}when condition IsProd is true:\n {2}allowed by policy prod\n.*\n {2}when condition IsProd is false:\n {2}no statement names it/,
  );
});

test("omits a template's conditions that make no difference", () => {
  expect(explain("VeeamSwitch", "s3:GetObject")).toBe(
    "role VeeamSwitch: s3:GetObject is missing (not a worker role)\n  no statement names it\n",
  );
});

test("explains an action for each of its resources, and suggests a similar name for an unknown action", () => {
  const requirements = {
    version: "1",
    title: "t",
    source: "s",
    date: "2026-11-23",
    kinds: [
      {
        name: "reader",
        actions: [{ action: "s3:GetObject", resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"] }],
      },
    ],
  };
  const own = makeWorkspace({ "roles.yaml": TEMPLATE, "own.json": JSON.stringify(requirements) });
  const args = ["explain", "VeeamBackup", "s3:GetObject", "--requirements", "own.json", "--roles", "*: reader"];
  const { stdout } = runCli([...args], { cwd: own });
  rmSync(own, { recursive: true });
  expect(stdout).toMatch(/ {2}on arn:aws:s3:::b\/\*:\n.*\n.*\n {2}allowed by policy work, statement Buckets/);
  expect(stdout).toMatch(/ {2}on arn:aws:s3:::c\/\*:\n[\s\S]*without effect: policy work, statement Buckets/);
  expect(explain("VeeamSwitch", "s3:GetObjet")).toContain("did you mean s3:GetObject?");
});

test("reports a usage error for an action with a wildcard", () => {
  expect(runCli(["explain", "VeeamBackup", "ec2:Describe*"], { cwd })).toMatchObject({ status: 2, stdout: "" });
});
