import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import { resolveManagedPolicies } from "../../src/iam/managed-policies.js";
import type { Policy } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogueRequirements } from "../../src/requirements/catalogue/index.js";
import { referenceTo, roleOf } from "./role.js";

function listOf(kind: string): readonly string[] {
  const found = catalogueRequirements("7")?.kinds.find(({ name }) => name === kind);
  return found?.actions.map(({ action }) => action) ?? [];
}

const LISTS = ["backup", "restore", "communication"].map(listOf);

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

test("every action of the lists exists, and 45 of the 138 work on * only", () => {
  const actions = [...new Set(LISTS.flat())];
  expect(actions).toHaveLength(138);
  expect(actions.filter((action) => !authorization.isKnown(action))).toEqual([]);
  expect(actions.filter((action) => authorization.isWildcardOnly(action))).toHaveLength(45);
});

test.each([
  ["AmazonSSMManagedInstanceCore", 1, 1, 25],
  ["service-role/AmazonEC2RoleforSSM", 0, 2, 24],
  ["AmazonSSMManagedEC2InstanceDefaultPolicy", 0, 0, 23],
  ["PowerUserAccess", 81, 79, 29],
  ["AmazonEC2FullAccess", 46, 53, 0],
  ["ReadOnlyAccess", 44, 40, 17],
  ["AdministratorAccess", 89, 96, 33],
])("%s grants %d of backup, %d of restore, %d of communication", async (name, backup, restore, communication) => {
  const [role] = await resolveManagedPolicies([
    roleOf({ policies: [referenceTo(`arn:aws-us-gov:iam::aws:policy/${name}`)] }),
  ]);
  if (role === undefined) throw new Error("no role");
  const granted = (actions: readonly string[]) => {
    const asked = actions.map((action) => ({ action, resources: ["*"] }));
    return evaluateRole(role, asked, new Map(), authorization).filter(({ verdict }) => verdict === "granted").length;
  };
  expect(LISTS.map(granted)).toEqual([backup, restore, communication]);
});

test("a policy of AWS that is not known stays a reference", async () => {
  const reference: Policy = referenceTo("arn:aws:iam::aws:policy/constructor");
  const [role] = await resolveManagedPolicies([roleOf({ policies: [reference] })]);
  expect(role?.variants[0].policies).toEqual([reference]);
});

test("suggestions, patterns and unknown services", () => {
  expect(authorization.suggest("ec2:descibeinstances")).toBe("ec2:DescribeInstances");
  expect(authorization.suggest("ec2:xyzzyplugh")).toBeNull();
  expect(authorization.isKnown("ec2:Nonsense")).toBe(false);
  expect(authorization.isKnown("newservice:Nonsense")).toBe(false);
  expect(authorization.expand("SQS:get*")).toEqual(["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]);
  expect(authorization.expand("*").length).toBeGreaterThan(20_000);
});
