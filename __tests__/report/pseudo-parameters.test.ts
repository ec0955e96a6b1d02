import { headOf } from "../coverage/head-of.js";
import { removeFolders } from "../discover/repository.js";

afterEach(removeFolders);

const configuration = { ".github/worker-iam-check.yml": "roles: ['*Worker*: communication']\n" };

const template = (principal: string, more = ""): string => `
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ec2.amazonaws.com, AWS: ${principal}}}]}
${more}`;
const attached = (role: string): string =>
  `  Q: {Type: AWS::IAM::Policy, Properties: {PolicyName: q, Roles: [${role}], PolicyDocument: {Statement: [{Effect: Allow, Action: "sqs:*", Resource: "*"}]}}}\n`;

test.each<[string, string, string]>([
  [
    "a principal",
    template('!Sub "arn:aws:iam:${AWS::Region}:111122223333:role/x"'),
    "arn:aws:iam:${AWS::Region}:111122223333:role/x is no",
  ],
  [
    "a principal from Fn::Join",
    template('!Join ["", ["arn:aws:iam:", !Ref "AWS::Region", ":111122223333:role/x"]]'),
    "arn:aws:iam:${AWS::Region}:111122223333:role/x is no",
  ],
  [
    "a managed policy",
    template('"111122223333"', '      ManagedPolicyArns: [!Sub "arn:aws:iam::${AWS::AccountId}:policy/x"]\n'),
    "the document of policy arn:aws:iam::${AWS::AccountId}:policy/x is unknown",
  ],
  [
    "a role in another template",
    template('"111122223333"', attached('!Sub "Worker-${AWS::Region}"')),
    "role Worker-${AWS::Region}",
  ],
  [
    "a parameter next to one",
    template('"111122223333"', '      ManagedPolicyArns: [!Sub "arn:aws:iam::${AWS::AccountId}:policy/x-${Other}"]\n'),
    "arn:aws:iam::${AWS::AccountId}:policy/x-${Ref Other}",
  ],
])("shows pseudo parameters as in templates: %s", async (_what, text, expected) => {
  const { findings, roles, notChecked } = await headOf({ "README.md": "1\n" }, { "t.yaml": text, ...configuration });
  const reported = JSON.stringify([findings, roles, notChecked]);
  expect(reported).toContain(expected);
  expect(reported).not.toContain("Ref AWS::");
});
