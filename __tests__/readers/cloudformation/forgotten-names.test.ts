import { inline, rolesOf, template } from "./read-template.js";

const head = "Parameters: {Env: {Type: String, Default: dev}, Open: {Type: String}}\n";

const faultsOf = (text: string, id = "R") =>
  rolesOf(text)
    .filter((role) => role.id === id)
    .flatMap(({ variants }) => variants.flatMap(({ nameFaults = [] }) => nameFaults.map(({ message }) => message)));

const policy = (names: string, type = "Policy") =>
  `P:\n  Type: AWS::IAM::${type}\n  Properties: {${names}, PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}]}}\n`;

describe("rejects a name or an ARN with an unresolved placeholder", () => {
  test.each<[string, string, string, string]>([
    ["RoleName", 'RoleName: "x-${Env}"', "", 'RoleName "x-${Env}" contains ${Env}'],
    [
      "RoleName from Fn::Join",
      'RoleName: !Join ["", ["${Env}-", !Ref Open]]',
      "",
      'RoleName "${Env}-${Ref Open}" contains ${Env}',
    ],
    [
      "an ARN of a policy",
      'ManagedPolicyArns: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::${AWS::AccountId}:policy/b"]',
      "",
      'ManagedPolicyArns "arn:aws:iam::${AWS::AccountId}:policy/b" contains ${AWS::AccountId}',
    ],
    [
      "the boundary",
      "PermissionsBoundary: arn:${AWS::Partition}:iam::111122223333:policy/b",
      "",
      'PermissionsBoundary "arn:${AWS::Partition}:iam::111122223333:policy/b" contains ${AWS::Partition}',
    ],
    [
      "the name of an inline policy",
      inline("a:B").replace("PolicyName: p", "PolicyName: p-${AWS::StackName}"),
      "",
      'PolicyName "p-${AWS::StackName}" of Policies contains ${AWS::StackName}',
    ],
    [
      "a policy's role",
      "RoleName: x-dev",
      policy('PolicyName: p, Roles: ["x-${Env}"]'),
      'Roles "x-${Env}" of P contains ${Env}',
    ],
    [
      "a policy's role by its logical ID",
      "",
      policy('PolicyName: p, Roles: ["${R}"]'),
      'Roles "${R}" of P contains ${R}',
    ],
    [
      "a policy's role with a partly unknown name",
      'RoleName: !Sub "x-${Open}"',
      policy('PolicyName: p, Roles: ["x-${Open}"]'),
      'Roles "x-${Open}" of P contains ${Open}',
    ],
    [
      "the role of a RolePolicy",
      "RoleName: x-dev",
      policy('PolicyName: p, RoleName: "x-${Env}"', "RolePolicy"),
      'RoleName "x-${Env}" of P contains ${Env}',
    ],
    [
      "the name of an attached policy",
      "",
      policy('PolicyName: "p-${Env}", Roles: [!Ref R]'),
      'PolicyName "p-${Env}" of P contains ${Env}',
    ],
    [
      "the name of an attached managed policy",
      "",
      policy('ManagedPolicyName: "p-${Env}", Roles: [!Ref R]', "ManagedPolicy"),
      'ManagedPolicyName "p-${Env}" of P contains ${Env}',
    ],
    [
      "the user of an attached policy",
      "",
      policy('PolicyName: p, Roles: [!Ref R], Users: ["u-${Env}"]'),
      'Users "u-${Env}" of P contains ${Env}',
    ],
    [
      "the role of an instance profile",
      "RoleName: x-dev",
      'I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: ["x-${Env}"]}}\n',
      'Roles "x-${Env}" of I contains ${Env}',
    ],
    [
      "the name of an instance profile",
      "",
      'I: {Type: AWS::IAM::InstanceProfile, Properties: {InstanceProfileName: "i-${Env}", Roles: [!Ref R]}}\n',
      'InstanceProfileName "i-${Env}" of I contains ${Env}',
    ],
  ])("%s", (_name, properties, more, expected) => {
    expect(faultsOf(template(properties, more, head))).toEqual([`${expected}, which is literal text here`]);
  });

  test("rejects the external role that a policy names", () => {
    const text = template("", policy('PolicyName: p, Roles: ["y-${Env}"]'), head);
    expect(faultsOf(text, "y-${Env}")).toEqual(['Roles "y-${Env}" of P contains ${Env}, which is literal text here']);
    expect(faultsOf(text)).toEqual([]);
  });

  test("does not treat a misspelled reference to a role as an external role", () => {
    const text = template("RoleName: x-dev", policy('PolicyName: p, Roles: ["x-${Env}"]'), head);
    expect(rolesOf(text).map(({ id }) => id)).toEqual(["R"]);
  });

  test.each<[string, string, string]>([
    ["Fn::Sub", 'RoleName: !Sub "x-${Env}"', ""],
    ["another tool's placeholder", 'RoleName: "x-${stage}"', ""],
    ["a path, which may contain such characters", 'Path: "/${Env}/"', ""],
    ["another role's policy", "RoleName: x", policy('PolicyName: p, Roles: ["x-${Env}"]')],
    ["a description", 'Description: "for ${Env}"', ""],
  ])("accepts %s", (_name, properties, more) => {
    expect(faultsOf(template(properties, more, head))).toEqual([]);
  });
});
