import type { Authorization } from "../../src/iam/authorization.js";
import { resolveManagedPolicies } from "../../src/iam/managed-policies.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { invalidPolicy } from "../../src/rules/invalid-policy.js";
import { policyQuota } from "../../src/rules/policy-quota.js";
import type { RoleRule } from "../../src/rules/rule.js";
import { trustSuspectPrincipal } from "../../src/rules/trust-suspect-principal.js";
import { unknownAction } from "../../src/rules/unknown-action.js";
import { filePlace } from "../../src/source/place.js";
import { allow, policyOf, referenceTo, roleOf, roleWith, trustOf } from "../iam/role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

function run(rule: RoleRule, role: Role) {
  return rule.check(
    { role, selectedBy: "roles: *: backup", kinds: [], trust: [], appliance: [], context: new Map(), before: null },
    authorization,
  );
}

const sound = roleOf({
  policies: [policyOf("policy", allow(["ec2:RunInstances", "ec2:Describe*", "s3:*"], ["arn:aws:ec2:*", "*"]))],
  trust: trustOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
});

test.each([invalidPolicy, unknownAction, policyQuota, trustSuspectPrincipal])(
  "passes a correct role with $id",
  (rule) => {
    expect(run(rule, sound)).toEqual([]);
  },
);

test.each<[object, string]>([
  [{ Action: "*", Resource: "*" }, "the statement has no Effect"],
  [{ Effect: "allow", Action: "*", Resource: "*" }, 'the Effect "allow" is neither'],
  [{ Effect: "Allow", Action: "*", NotAction: "*", Resource: "*" }, "both Action and NotAction"],
  [{ Effect: "Allow", Action: "*" }, "neither Resource nor NotResource"],
  [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }, "an identity policy can't have a Principal"],
  [{ Effect: "Allow", Actions: "*", Action: "*", Resource: "*" }, '"Actions" is not an element'],
  [{ Effect: "Allow", Action: [], Resource: "*" }, "the Action list is empty"],
  [{ Effect: "Allow", Action: 5, Resource: "*" }, "Action must be a string"],
  [{ Effect: "Allow", Action: "s3:Get,Put", Resource: "*" }, "contains a comma"],
  [{ Effect: "Allow", Action: " s3:Get", Resource: "*" }, "has a leading space"],
  [{ Effect: "Allow", Action: "s3", Resource: "*" }, "not of the form service:Action"],
  [{ Effect: "Allow", Action: "s3:a:b", Resource: "*" }, "not of the form service:Action"],
  [{ Effect: "Allow", Action: "s*:Get", Resource: "*" }, "a wildcard in its service"],
  [{ Effect: "Allow", Action: "*", Resource: "bucket" }, "neither an ARN nor *"],
  [{ Sid: "not ok", Effect: "Allow", Action: "*", Resource: "*" }, 'the Sid "not ok"'],
  [{ Effect: "Allow", Action: "*", Resource: "*", Condition: { Equals: {} } }, "not a condition operator"],
  [{ Effect: "Allow", Action: "*", Resource: "arn:error:s3:::b" }, 'names the partition "error"'],
  [{ Effect: "Deny", Action: "*", NotResource: "arn:aws:iam:us-east-1::role/x" }, "has the region us-east-1"],
  [
    {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { DateLessThan: { "aws:CurrentTime": ["2026", "soon"] } },
    },
    '"soon" is not a date',
  ],
  [
    {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": ["111122223333", "${AWS::AccountId}"] } },
    },
    'aws:PrincipalAccount "${AWS::AccountId}" contains ${AWS::AccountId}, which is literal text here',
  ],
])("reports invalid-policy: %j", (statement, message) => {
  expect(run(invalidPolicy, roleWith(statement))[0]?.message).toContain(message);
});

test("names an invalid-policy error once, with the template condition that it depends on", () => {
  const whole = allow("sqs:SendMessage");
  const faulty = { Effect: "Allow", Action: "sqs:SendMessage" };
  const both = roleOf(
    { when: "condition Prod is true", policies: [policyOf("p", faulty)] },
    { when: "condition Prod is false", policies: [policyOf("p", faulty)] },
  );
  expect(run(invalidPolicy, both)).toMatchObject([
    { message: "role Worker has an invalid policy: the statement has neither Resource nor NotResource", related: [] },
  ]);
  const one = roleOf(
    { when: "condition Prod is true", policies: [policyOf("p", whole)] },
    { when: "condition Prod is false", policies: [policyOf("p", faulty)] },
  );
  expect(run(invalidPolicy, one)[0]?.message).toMatch(/NotResource \(when condition Prod is false\)$/);
});

test("names an invalid name in invalid-policy, with the condition that it depends on", () => {
  const place = filePlace("t.yaml");
  const nameFaults = [{ message: 'RoleName "x-${Env}" contains ${Env}', help: "write it with Fn::Sub", place }];
  const role = roleOf({ when: "condition Prod is true", nameFaults }, { when: "condition Prod is false" });
  expect(run(invalidPolicy, role)).toMatchObject([
    {
      message:
        'role Worker can\'t be created as written: RoleName "x-${Env}" contains ${Env} (when condition Prod is true)',
      help: "write it with Fn::Sub",
    },
  ]);
});

test("reports a resource that matches nothing as a warning next to the errors", () => {
  const statement = allow("sqs:*", ["arn:aws:sqs", "arn:error:sqs:::q", "arn:aws:s3::bucket", "*"]);
  const findings = run(invalidPolicy, roleWith(statement, { ...statement, Effect: "Deny" }));
  expect(findings).toMatchObject([
    {
      message:
        'role Worker has an invalid policy: Resource "arn:error:sqs:::q" names the partition "error", which AWS does not have',
    },
    {
      severity: "warning",
      message:
        'role Worker has a policy that has no effect: Resource "arn:aws:sqs" has 3 of an ARN\'s 6 parts, so it matches nothing, and 1 more problem',
    },
  ]);
});

test.each([
  ["dyanmodb:PutItem", "dynamodb:PutItem"],
  ["sqss:SendMessage", "sqs:SendMessage"],
  ["ssmmessage:createcontrolchanel", "ssmmessages:CreateControlChannel"],
  ["ssmmessage:Create*", "ssmmessages:Create*"],
])("corrects the service of %s first in unknown-action", (action, near) => {
  const [finding] = run(unknownAction, roleWith(allow([action, "sqs:*"])));
  expect(finding).toMatchObject({ actions: [action], help: `${action}: did you mean ${near}?` });
});

test.each(["newservice:Do*", "xyzzyplugh:*", "xyzzyplugh:DoIt"])(
  "suggests nothing for %s in unknown-action",
  (action) => {
    const [finding] = run(unknownAction, roleWith(allow(action)));
    expect(finding).toMatchObject({ actions: [action], help: expect.stringContaining("check the spelling") });
  },
);

test("suggests a similar name and lists patterns without matches in unknown-action", () => {
  const [finding] = run(unknownAction, roleWith(allow(["ec2:RunInstance", "ec2:Destroy*", "ec2:StartInstances"])));
  expect(finding?.actions).toEqual(["ec2:RunInstance", "ec2:Destroy*"]);
  expect(finding?.help).toBe("ec2:RunInstance: did you mean ec2:RunInstances?");
});

test("counts a whole long list in unknown-action and points at the first hundred", () => {
  const actions = Array.from({ length: 1000 }, (_, index) => `ec2:No${index}`);
  const [finding] = run(unknownAction, roleWith(allow(actions)));
  expect(finding?.actions).toEqual(actions);
  expect(finding?.message).toContain("(and 999 more)");
  expect(finding?.related).toHaveLength(100);
});

test("warns with policy-quota above the default and reports an error above the maximum", () => {
  const attached = (count: number) =>
    roleOf({ policies: Array.from({ length: count }, (_, index) => referenceTo(`arn:aws:iam::aws:policy/P${index}`)) });
  expect(run(policyQuota, attached(10))).toEqual([]);
  expect(run(policyQuota, attached(11))[0]?.severity).toBeUndefined();
  expect(run(policyQuota, attached(26))[0]?.severity).toBe("error");
  const actions = Array.from({ length: 500 }, (_, index) => `ec2:AnActionWithAName${index}`);
  expect(run(policyQuota, roleWith(allow(actions)))[0]?.severity).toBe("error");
});

function longRole(length: number): string {
  return "arn:aws:sts::111122223333:role/".padEnd(length, "x");
}

test.each([
  ["AROAEXAMPLEID12345678", "of a deleted role or user"],
  ["arn:aws:sts::111122223333:role/appliance", "has the service sts"],
  ["arn:aws:iam::111122223333:role/app*", "has a wildcard"],
  ["12345", "is not an AWS principal"],
  ["x arn:aws:sts::111122223333:role/appliance", "is not an AWS principal"],
  [longRole(120), `principal ${longRole(120)} has the service sts`],
  [longRole(121), `principal ${longRole(121).slice(0, 117)}... has the service sts`],
])("reports trust-suspect-principal: %s", (id, message) => {
  const trust = trustOf({ Effect: "Allow", Principal: { AWS: id }, Action: "sts:AssumeRole" });
  expect(run(trustSuspectPrincipal, roleOf({ trust }))[0]?.message).toContain(message);
});

test.each(["policies", "boundary"])(
  "reports invalid-policy for a service-linked role's policy among the %s",
  async (where) => {
    const policy = referenceTo("arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy");
    const [role = sound] = await resolveManagedPolicies([
      roleOf(where === "boundary" ? { boundary: policy } : { policies: [policy] }),
    ]);
    expect(run(invalidPolicy, role)).toMatchObject([
      {
        message:
          "role Worker has an invalid policy: AWS attaches the policy AWSSupportServiceRolePolicy only to its own service-linked role",
      },
    ]);
  },
);
