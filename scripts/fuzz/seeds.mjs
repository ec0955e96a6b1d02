// The files to mutate: the examples, the tests' fixtures, and some dense files written for this.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { edgeSeeds } from "./edges.mjs";
import { sceneSeeds, scenesOf } from "./scenes.mjs";

const MAX_SIZE = 60_000;

/** Its roles' addresses look like a policy's, but a broken expectation isn't a broken policy. */
const EXPECTATION = "expectation.json";

function filesBelow(root, folder, pattern) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== EXPECTATION && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(root.length + 1).replaceAll("\\", "/"), text: readFileSync(path, "utf8") }))
    .filter(({ text }) => text.length <= MAX_SIZE);
}

const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::LanguageExtensions
Parameters:
  Stage: {Type: String, Default: prod, AllowedValues: [prod, test]}
  Names: {Type: CommaDelimitedList, Default: "a,b"}
Mappings: {Accounts: {prod: {Id: "111122223333"}, test: {Id: "444455556666"}}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  Not: !Not [!Condition IsProd]
Resources:
  VeeamRole:
    Type: AWS::IAM::Role
    Condition: IsProd
    Metadata: {WorkerIamCheck: [communication]}
    Properties:
      RoleName: !Sub "veeam-\${Stage}-\${AWS::Region}"
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub ["arn:aws:iam::\${id}:root", {id: !FindInMap [Accounts, !Ref Stage, Id]}], Service: !Join [".", [ec2, !Ref "AWS::URLSuffix"]]}
            Action: sts:AssumeRole
      ManagedPolicyArns: [!Ref Managed, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
      PermissionsBoundary: !If [Not, !Ref Managed, !Ref "AWS::NoValue"]
      Policies: &policies
        - PolicyName: inline
          PolicyDocument: {Version: 2012-10-17, Statement: [{Sid: A, Effect: Allow, Action: [!If [IsProd, "s3:*", "sqs:*"], "ec2:Describe*"], Resource: "*"}]}
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: !Sub '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:\${AWS::Partition}:s3:::*"}}'
      Roles: [!Ref VeeamRole]
  Fn::ForEach::Roles:
    - Name
    - !Ref Names
    - Veeam\${Name}:
        Type: AWS::IAM::Role
        Properties: {AssumeRolePolicyDocument: {Statement: []}, Policies: *policies}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref VeeamRole]}}
`;

const POLICY = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "A", Effect: "Allow", Action: ["ec2:*", "ssm:Send*"], Resource: ["*", "arn:aws:ec2:*:*:volume/*"] },
    { Effect: "Deny", NotAction: "iam:PassRole", NotResource: "arn:aws:iam::*:role/veeam*" },
    {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: {
        StringLike: { "aws:RequestedRegion": ["eu-*", "us-?*"], "aws:PrincipalTag/team": "${aws:username}" },
        "ForAllValues:StringEqualsIfExists": { "aws:TagKeys": ["a"] },
        IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "::1/128"] },
        DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" },
        NumericLessThanEquals: { "s3:max-keys": "10" },
        Bool: { "aws:SecureTransport": "true" },
        Null: { "aws:MultiFactorAuthAge": "true" },
        ArnLike: { "aws:SourceArn": "arn:aws:*:*:111122223333:*" },
      },
    },
  ],
};

const TRUST = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { AWS: ["111122223333", "arn:aws:iam::111122223333:role/veeam"], Service: "ec2.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: { "sts:ExternalId": "x" } },
  },
};

const CONFIG = `roles:
  Veeam*: [backup, restore]
  "*": communication
appliance: "111122223333"
fail-on: warning
severities: {partial-action: error, instance-profile-missing: off}
context: {aws:RequestedRegion: [eu-west-1, us-east-1]}
groups:
  veeam-backup: {policies: [policies/*.json], trust: trust.json, boundary: []}
suppressions:
  - {role: VeeamDeployRole, rule: missing-action, actions: ["rds:*"], reason: no RDS, expires: 2027-06-30}
`;

export function seedsOf(root) {
  const documents = [
    ...filesBelow(root, "examples/cloudformation", /\.yaml$/),
    ...filesBelow(root, "examples/policy-json", /\.json$/),
    ...filesBelow(root, "examples/terraform", /\.json$/),
    // Findings only point at Terraform sources in JSON, so broken ones don't matter to the check.
    ...filesBelow(root, "__tests__/fixtures", /(?<!\.tf)\.(json|yaml)$/),
    { path: "dense/template.yaml", text: TEMPLATE },
    { path: "dense/policy.json", text: JSON.stringify(POLICY, null, 2) },
    { path: "dense/trust.json", text: JSON.stringify(TRUST) },
  ];
  const cli = join(root, "dist/cli/index.js");
  const report = execFileSync(process.execPath, [cli, "check", "examples", "--fail-on", "never", "--format", "json"], {
    cwd: root,
  });
  const scenes = scenesOf(root);
  return {
    documents,
    policies: [POLICY, TRUST].map((policy, at) => ({ path: `policy${at}.json`, text: JSON.stringify(policy) })),
    configs: [
      { path: "config.yml", text: CONFIG },
      ...filesBelow(root, "examples/requirements", /^worker-iam-check\.yml$/),
    ],
    requirements: filesBelow(root, "examples/requirements", /^acme-archive\.yml$/),
    reports: [{ path: "report.json", text: report.toString() }],
    edges: edgeSeeds(root, report.toString()),
    scenes,
    sceneSeeds: sceneSeeds(scenes),
  };
}
