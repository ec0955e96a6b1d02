import { describeProfile, describeRole } from "../describe-role.js";
import { rolesOf } from "./read-template.js";

/** A template with a role that exists only if Env is prod, and resources that name it. */
function roleNamedBy(roleName: string, more: string, condition = "Condition: IsProd") {
  const text = `Parameters: {Env: {Type: String, Default: dev}}
Conditions: {IsProd: !Equals [!Ref Env, prod], Other: !Equals [!Ref AWS::Region, x]}
Resources:
  R:
    Type: AWS::IAM::Role
    ${condition}
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      RoleName: ${roleName}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: !If [IsProd, a:Yes, a:No], Resource: "*"}]}}]
  ${more}
`;
  return rolesOf(text).filter(({ id }) => id === "R");
}

const policy = (role: string) =>
  `Q: {Type: AWS::IAM::Policy, Properties: {PolicyName: q, Roles: [${role}], PolicyDocument: {Statement: [{Effect: Allow, Action: b:C, Resource: "*"}]}}}`;
const attached = ["p: a:Yes on *", "Q: b:C on *"];

describe("matches a name with a parameter that a condition restricts", () => {
  test.each<[string, string, string, readonly string[]]>([
    ["a policy's name", "veeam-prod", '!Sub "veeam-${Env}"', attached],
    ["a policy's name with Join", "veeam-prod", '!Join ["-", [veeam, !Ref Env]]', attached],
    ["a policy's whole name", "prod", "!Ref Env", attached],
    ["both names", '!Sub "veeam-${Env}"', '!Sub "veeam-${Env}"', attached],
    ["a role's name", '!Sub "veeam-${Env}"', "veeam-prod", attached],
    ["the name of another role's policy", "veeam-dev", '!Sub "veeam-${Env}"', ["p: a:Yes on *"]],
  ])("%s: %s named with %s", (_name, roleName, written, expected) => {
    expect(roleNamedBy(roleName, policy(written)).flatMap(describeRole)).toEqual(expected);
  });

  test("applies in the variants of an unconditional role", () => {
    expect(roleNamedBy("veeam-prod", policy('!Sub "veeam-${Env}"'), "").flatMap(describeRole)).toEqual([
      "when condition IsProd is true",
      ...attached,
      "when condition IsProd is false",
      "p: a:No on *",
    ]);
  });

  test("applies to an instance profile", () => {
    const profile = (role: string) => `I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [${role}]}}`;
    expect(roleNamedBy("veeam-prod", profile('!Sub "veeam-${Env}"')).flatMap(describeProfile)).toEqual([
      "profile true",
    ]);
    expect(roleNamedBy("veeam-dev", profile('!Sub "veeam-${Env}"')).flatMap(describeProfile)).toEqual([]);
  });
});
